// The field of another day is there where that is chosen, also in a browser whose style sheet cannot say so; what is not there is not sent.
for (const due of document.querySelectorAll('.layang-due')) {
  const day = due.querySelector('[name=dueOn]');
  const group = day.closest('.govuk-form-group');
  const other = due.querySelector('[name=due][value=other]');
  const show = () => {
    group.hidden = !other.checked;
    day.disabled = !other.checked;
  };

  due.addEventListener('change', ({ target }) => {
    if (target !== day) show();
    else if (day.value !== '') other.checked = true;
  });
  // After a browser that goes back has filled in what stood there. What is wrong with a day stays beside it.
  addEventListener('pageshow', () => {
    if (!group.classList.contains('govuk-form-group--error')) show();
  });
}
