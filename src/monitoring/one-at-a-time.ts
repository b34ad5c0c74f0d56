/** What did not answer in time; it may still be under way. */
export class NoAnswer extends Error {
  constructor() {
    super('no answer in time');
    this.name = 'NoAnswer';
  }
}

/**
 * Work that may hang (a dead disk, a mail server that says nothing), as often as it is asked for and never twice at once: who
 * asks while a try is under way waits for that one, until the deadline. So a question repeated every second neither piles up
 * connections nor takes all threads.
 * @throws NoAnswer after `deadlineMs`, otherwise what the work throws
 */
export function oneAtATime<T>(work: () => Promise<T>, deadlineMs: number): () => Promise<T> {
  let running: Promise<T> | undefined;
  return async () => {
    running ??= Promise.resolve()
      .then(work)
      .finally(() => {
        running = undefined;
      });
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new NoAnswer()), deadlineMs);
    });
    try {
      return await Promise.race([running, late]);
    } finally {
      clearTimeout(timer);
    }
  };
}
