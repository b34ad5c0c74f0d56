interface Sender {
  name: string;
  address: string;
  email: string;
}

const PAUSE_MS = 150;

/** Fills the list of suggestions behind a field while somebody types. Without it the list is what the page brought. */
export function suggestFor(input: HTMLInputElement): void {
  const { suggest = '' } = input.dataset;
  const list = input.list;
  let waiting: ReturnType<typeof setTimeout> | undefined;
  let asking: AbortController | undefined;
  let senders: Sender[] = [];

  async function look(): Promise<void> {
    asking?.abort();
    asking = new AbortController();
    const { signal } = asking;
    try {
      const answer = await fetch(`${suggest}?${new URLSearchParams({ q: input.value })}`, {
        signal,
        redirect: 'manual',
      });
      if (!answer.ok) return;
      const said = await answer.json();
      senders = said.senders ?? [];
      const labels: string[] = said.posts ?? senders.map(({ name }) => name);
      list?.replaceChildren(
        ...labels.map((label) => Object.assign(document.createElement('option'), { value: label })),
      );
    } catch {
      // No connection, or the next letter was typed: the suggestions stay as they were.
    }
  }

  /** The address that is remembered, unless another was typed. */
  function complete(): void {
    const sender = senders.find(({ name }) => name === input.value);
    if (sender === undefined) return;
    for (const [field, value] of [
      ['senderAddress', sender.address],
      ['senderEmail', sender.email],
    ] as const) {
      const other = input.form?.elements.namedItem(field);
      if (other instanceof HTMLInputElement && other.value === '') other.value = value;
    }
  }

  input.addEventListener('input', () => {
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE_MS);
  });
  input.addEventListener('change', complete);
}
