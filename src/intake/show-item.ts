import type { Words } from '../errors.ts';
import { standingOf } from '../letters/letter-status.ts';
import { arrange } from './arrangement.ts';
import { type FileRow, isPrepared } from './intake-files-store.ts';
import type { IntakeFile, IntakeItem, IntakeLine } from './intake-item.ts';
import type { ItemRow, LineRow } from './intake-store.ts';
import { problemWords } from './intake-words.ts';
import { remarksOn } from './remarks.ts';
import type { SenderStatus } from './sender-status-store.ts';

/** A row of the front desk as its page shows it. */
export function showItem(
  item: ItemRow,
  files: readonly FileRow[],
  senderStatuses: readonly SenderStatus[] = [],
): IntakeItem {
  const findings = item.findings ?? {};
  const prepared = files.filter(isPrepared);
  const { id, unitId, origin, state, percent, found, revision, putInAt } = item;
  return {
    ...{ id, unitId, origin, state, percent, found, revision, putInAt, findings },
    waitsForScanner: state === 'waiting' && files.some(({ letInAt, problem }) => letInAt === null && problem === null),
    reason: reasonOf(item, files),
    remarks: remarksOn(findings, senderStatuses.at(-1)?.code),
    pages: item.pages ?? undefined,
    documentSha256: item.documentSha256 ?? undefined,
    arrangement: prepared.length === files.length ? arrange(prepared, item.arrangement ?? []) : [],
    files: files.map(showFile),
    putInBy: item.putInBy ?? undefined,
    forIncomingId: item.forIncomingId ?? undefined,
  };
}

export function showLine({ reason, pages, state, waitsForScanner, found, senderStatus, ...line }: LineRow): IntakeLine {
  return {
    ...line,
    senderStanding: standingOf(senderStatus ?? undefined),
    state,
    found,
    waitsForScanner: state === 'waiting' && waitsForScanner,
    reason: reason === null ? undefined : problemWords(reason),
    pages: pages ?? undefined,
  };
}

function showFile({ id, role, name, kind, length, pages, problem, problemDetail }: FileRow): IntakeFile {
  return {
    ...{ id, role, name, kind, length },
    pages: pages ?? undefined,
    problem: problem === null ? undefined : { code: problem, words: problemWords(problem, problemDetail) },
  };
}

function reasonOf({ reason }: ItemRow, files: readonly FileRow[]): Words | undefined {
  if (reason === null) return undefined;
  const faulty = files.find(({ problem }) => problem === reason);
  return problemWords(reason, faulty?.problemDetail);
}
