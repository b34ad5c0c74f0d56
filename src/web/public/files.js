// Tells how far files have come, and shows the page anew when all have ended. Without script the page renews itself.
const watched = document.querySelector('[data-watch]');

async function look() {
  const answer = await fetch(watched.dataset.watch, { headers: { accept: 'application/json' } }).catch(() => undefined);
  const type = answer?.headers.get('content-type') ?? '';
  if (answer !== undefined && !type.includes('json')) return location.reload();
  const { files, working } = answer === undefined ? { files: [], working: true } : await answer.json();
  for (const { id, percent } of files) {
    const bar = watched.querySelector(`[data-file="${id}"] progress`);
    if (bar) bar.value = percent;
  }
  if (!working) return location.reload();
  setTimeout(look, 700);
}

if (watched) setTimeout(look, 400);
