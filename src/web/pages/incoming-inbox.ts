import type { WaitingIncoming } from '../../incoming/reading/read-types.ts';

/** As many as one looks through; the rest comes up when these are done. */
const MOST = 100;
const MOST_ASKED = 2;

/** Incoming letters in the inbox: each leads straight to what is asked. */
export function incomingWaitingLines(waiting: readonly WaitingIncoming[], now: Date) {
  return {
    lines: waiting.slice(0, MOST).map((line) => ({
      ...line,
      asks: asks(line),
      href: hrefOf(line),
      asked: line.task === 'act' ? line.instructions.slice(0, MOST_ASKED).join('; ') : '',
      overdue: line.due < now,
      fresh: now.getTime() - line.since.getTime() < 60_000,
    })),
    more: waiting.length > MOST,
    several: waiting.filter((line) => asks(line) === 'dispose').length > 1,
  };
}

/** What came as a disposition is followed up, or only to be known; what came otherwise is disposed of or passed on. */
function asks({ task, via, forInformation }: WaitingIncoming): 'dispose' | 'follow-up' | 'know' | 'accept' {
  if (task === 'accept') return 'accept';
  if (forInformation) return 'know';
  return via === 'disposition' ? 'follow-up' : 'dispose';
}

function hrefOf(line: WaitingIncoming): string {
  const page = { dispose: '/dispose', 'follow-up': '', know: '', accept: '/judge' }[asks(line)];
  const holding = page === '' ? '' : `?holding=${line.holdingId}`;
  return `/incoming/${line.incomingId}${page}${holding}`;
}

interface Dated {
  task: string;
  due: Date;
  since: Date;
}

/** One list of everything that waits: by when it is due, then the oldest; one's own drafts last. */
export function inOneOrder<A extends Dated, B extends Dated>(letters: readonly A[], incoming: readonly B[]) {
  return [
    ...letters.map((line) => ({ ...line, isIncoming: false as const })),
    ...incoming.map((line) => ({ ...line, isIncoming: true as const })),
  ].toSorted(
    (a, b) =>
      Number(a.task === 'write') - Number(b.task === 'write') ||
      a.due.getTime() - b.due.getTime() ||
      a.since.getTime() - b.since.getTime(),
  );
}
