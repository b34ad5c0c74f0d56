/** As they stand on the paper. */
const COURSE = ['senderName', 'number', 'letterDate', 'subject', 'addresseePositionId'];
const NEEDED = ['senderName', 'subject', 'addresseePositionId'];

/**
 * What makes a letter quick by keyboard alone: Enter goes on from field to field as long as something is missing, and saves when nothing
 * is; Ctrl+Enter saves from anywhere; a year of two digits is one of ours; Page Up and Page Down turn the pages beside the form.
 */
export function deskKeys(form: HTMLFormElement, pages: HTMLElement | null): void {
  const field = (name: string) => form.elements.namedItem(name) as HTMLInputElement | null;

  /** The field that Enter leads to; undefined where it saves. */
  function nextOf(name: string): HTMLInputElement | undefined {
    const isSecret = field('withheld')?.checked === true;
    const missing = NEEDED.filter((each) => field(each)?.value.trim() === '' && !(isSecret && each === 'subject'));
    const place = COURSE.indexOf(name);
    // From an empty field that is needed the page itself says so.
    if (place < 0 || missing.length === 0 || missing.includes(name)) return undefined;
    return field(COURSE[place + 1] ?? missing[0] ?? '') ?? undefined;
  }

  // Where the keyboard begins, as after Tab: what a machine filled in is typed over, or left by Enter. Some browsers have put the focus
  // there before a script runs, others do it later.
  const select = (target: EventTarget | null) => {
    if (target instanceof HTMLInputElement && COURSE.includes(target.name)) target.select();
  };
  select(document.activeElement);
  form.addEventListener('focusin', ({ target }) => select(target), { once: true });
  form.addEventListener('keydown', (event) => {
    const { key, target } = event;
    if (key === 'Enter' && !event.isComposing) {
      const isSaved = event.ctrlKey || event.metaKey;
      const next = isSaved || !(target instanceof HTMLInputElement) ? undefined : nextOf(target.name);
      if (!isSaved && next === undefined) return;
      event.preventDefault();
      if (isSaved) form.requestSubmit();
      else next?.focus();
    }
    const turns = { PageDown: 1, PageUp: -1 }[key];
    // Only where they scroll beside the form; below it the whole page does.
    if (turns === undefined || pages === null || pages.scrollHeight <= pages.clientHeight) return;
    if (target instanceof HTMLSelectElement) return;
    event.preventDefault();
    pages.scrollBy({ top: turns * pages.clientHeight * 0.85 });
  });
  for (const name of ['focusout', 'submit'] as const)
    form.addEventListener(name, () => {
      for (const each of form.querySelectorAll<HTMLInputElement>('input[type=date]')) {
        const whole = withCentury(each.value);
        // To set what is there already would empty a date of which only the day has been typed.
        if (whole !== each.value) each.value = whole;
      }
    });
}

/** `0026-11-05`, as browsers read a year of two digits, in the century in which it is not to come. */
function withCentury(day: string): string {
  const [, year, rest] = /^00(\d\d)(-.*)$/.exec(day) ?? [];
  if (year === undefined || rest === undefined) return day;
  return `${2000 + Number(year) > new Date().getFullYear() ? 19 : 20}${year}${rest}`;
}
