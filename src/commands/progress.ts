import type { Terminal } from './command.ts';

/** As often as one looks at a terminal that does not move. */
const EVERY_MS = 2_000;

/** Passes on what comes at most every `everyMs`, the first time after as long: a short run says nothing on its way. */
export function nowAndThen<T>(tell: (come: T) => void, everyMs = EVERY_MS): (come: T) => void {
  let told = performance.now();
  return (come) => {
    if (performance.now() - told < everyMs) return;
    told = performance.now();
    tell(come);
  };
}

/** `documents: 3 / 10` on standard error, now and then. */
export function documentProgress({ complain, language }: Terminal): (come: { count: number; of: number }) => void {
  return nowAndThen(({ count, of }) => complain(`${{ id: 'berkas', en: 'documents' }[language]}: ${count} / ${of}`));
}
