import type { EventRow } from '../../incoming/reading/course-store.ts';
import type { IncomingRead, SheetRead } from '../../incoming/reading/read-types.ts';
import type { Scan } from '../../incoming/scans/scans-store.ts';
import type { Translate } from '../words.ts';

/** One thing that happened, as a sentence. */
export interface ShownEvent {
  what: string;
  /** Person and capacity; empty where it followed by itself. */
  by: string;
  note: string;
  at: Date;
  /** What was read until then, where this put another document in its place. */
  earlier?: { scanId: number; pages: number } | undefined;
  /** How the mark in the margin looks. */
  mark: 'approved' | 'rejected' | 'plain';
}

const MARKS: Partial<Record<EventRow['kind'], ShownEvent['mark']>> = {
  accepted: 'approved',
  done: 'approved',
  answered: 'approved',
  answer_failed: 'rejected',
  answer_late: 'rejected',
  answer_withdrawn: 'rejected',
  closed: 'approved',
  cancelled: 'rejected',
  returned: 'rejected',
  voided: 'rejected',
};

export function shownTimeline(
  { timeline, sheets, scans, senderStatuses }: Pick<IncomingRead, 'timeline' | 'sheets' | 'scans' | 'senderStatuses'>,
  t: Translate,
): ShownEvent[] {
  const bySheet = new Map(sheets.map((sheet) => [sheet.id, sheet]));
  const informed = new Set(
    sheets.filter(({ forInformation }) => forInformation).flatMap(({ recipients }) => recipients.map(({ id }) => id)),
  );
  const added = timeline.filter(({ kind }) => kind === 'scan_added').map(({ id }) => id);
  const here = timeline.map((event) => ({
    what: sentence(event, bySheet.get(event.sheetId ?? 0), informed, t),
    by: event.personName === null ? '' : [event.personName, event.capacity].filter(Boolean).join(', '),
    note: event.note,
    earlier: earlierOf(scans[added.indexOf(event.id)]),
    at: event.at,
    mark: MARKS[event.kind] ?? 'plain',
  }));
  const there = senderStatuses.map(
    ({ code, successor, toldAt }): ShownEvent => ({
      what: t(`held.sender.${code}`),
      by: '',
      note: successor && t('held.sender.successor', { number: successor }),
      at: toldAt,
      mark: code === 'restored' ? 'approved' : 'rejected',
    }),
  );
  return [...here, ...there].sort((a, b) => a.at.getTime() - b.at.getTime());
}

function earlierOf(scan: Scan | undefined): ShownEvent['earlier'] {
  return scan === undefined || scan.beforePages === null ? undefined : { scanId: scan.id, pages: scan.beforePages };
}

function sentence(event: EventRow, sheet: SheetRead | undefined, informed: ReadonlySet<number>, t: Translate): string {
  const { kind, personName } = event;
  const position = event.positionName ?? '';
  const to = sheet?.recipients.map(({ givenName }) => givenName).join('; ') ?? '';
  switch (kind) {
    case 'forwarded':
    case 'disposed':
    case 'changed':
      return to === '' ? t(`held.event.${kind}.plain`) : t(`held.event.${kind}`, { to });
    case 'reported':
    case 'done': {
      // Nobody did it: everybody below had finished.
      if (personName === null) return t(`held.event.${kind}.by-itself`, { position });
      const known = kind === 'done' && informed.has(event.holdingId ?? 0);
      return t(known ? 'held.event.done.known' : `held.event.${kind}`, { position });
    }
    default:
      return t(`held.event.${kind}`, { position });
  }
}
