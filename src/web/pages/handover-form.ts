import { z } from 'zod';
import { calendarDate } from '../../clock.ts';
import { REPORT_FILE_BYTES } from '../../incoming/tree/report-files.ts';
import type { WebDeps } from '../deps.ts';
import type { OfficialVisit } from '../visit.ts';
import { timeOfDay } from './incoming-form.ts';

const short = z.string().max(1_000, 'too-long').default('');

/** Who took a paper and when; beside them one file, the signature on the glass or a photo of the signed slip. */
export const handoverFields = { receiver: short, receivedAt: short, time: short };
export const ONE_PROOF = { field: 'files', most: 1, maxBytes: REPORT_FILE_BYTES } as const;

/** Everything that is missing is said at once: whoever signed on the glass would have to sign again. */
export function demandTaker(
  { kind, to, receiver }: { kind: string; to: string; receiver: string },
  context: z.RefinementCtx,
): void {
  if (kind !== 'handed') return;
  for (const [path, typed] of Object.entries({ to, receiver })) {
    if (typed.trim() === '') context.addIssue({ code: 'custom', path: [path], message: 'required' });
  }
}

type Typed = { receiver: string; receivedAt: string; time: string };

/**
 * What was typed, with its proof looked into and kept. That costs seconds of a machine: whoever calls has asked before whether
 * the visitor keeps the book.
 * @throws Refusal on `files`
 */
export async function typedHandover({ reportFiles }: Pick<WebDeps, 'reportFiles'>, visit: OfficialVisit, typed: Typed) {
  const [proof] = await reportFiles.take(visit.files());
  const { receiver, receivedAt: day, time } = typed;
  return { receiver, day, time, proofSha256: proof?.sha256 ?? null };
}

/** As most papers are handed over while the form is filled in. */
export async function handoverNow({ people }: Pick<WebDeps, 'people'>, { now }: Pick<OfficialVisit, 'now'>) {
  const timeZone = await people.timeZone();
  return { receivedAt: calendarDate(now, timeZone), time: timeOfDay(now, timeZone) };
}
