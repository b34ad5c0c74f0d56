import { z } from 'zod';
import { isRefusal } from '../../errors.ts';
import { MOST_FILES } from '../../intake/intake-words.ts';
import { MOST_SCAN_BYTES } from '../../uploads/upload-words.ts';
import type { WebDeps } from '../deps.ts';
import { onField } from '../file-refusals.ts';
import { chosenId, type FormState } from '../forms.ts';
import { statusOf } from '../problems.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const dropForm = z.object({
  unitId: chosenId,
  submissionKey: z.string('invalid').regex(/^[A-Za-z0-9-]{8,64}$/, 'invalid'),
  together: z.enum(['yes', 'no'], 'choose').default('no'),
});

/** Dozens of scans at once: each a letter of its own, or all of them one. */
export function incomingDropRoutes(
  { intake }: Pick<WebDeps, 'intake'>,
  again: (visit: OfficialVisit, dropping: FormState) => Promise<void>,
): Route[] {
  const receives = { field: 'files', most: MOST_FILES, maxBytes: MOST_SCAN_BYTES } as const;

  return [
    {
      method: 'POST',
      path: '/incoming/drop',
      access: 'signed-in',
      receives,
      handler: (visit) =>
        visit.submit({
          schema: dropForm,
          async act({ unitId, submissionKey, together }) {
            const files = visit.files().map(({ path, name, size }) => ({ path, name, size }));
            const input = { unitId, submissionKey, together: together === 'yes', files };
            const dropped = await onField('files', intake.drop(visit.actor, input));
            const refused = dropped.flatMap((each) => ('refusal' in each ? [each] : []));
            if (refused.length > 0) {
              visit.res.status(422);
              const why = refused.map(({ name, refusal }) => `${name}: ${visit.say(refusal.words)}`).join(' ');
              return again(visit, { values: { unitId: String(unitId) }, errors: { files: why } });
            }
            const [only] = dropped;
            const one = dropped.length === 1 && only !== undefined && 'intakeId' in only ? only.intakeId : undefined;
            visit.redirect(one === undefined ? '/incoming' : `/incoming/intake/${one}`, 'drop.done');
          },
          again: (form) => again(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/incoming/drop.json',
      access: 'signed-in',
      receives,
      /** What an open page kept and sends, as one item: once only, by its key. */
      async handler(visit) {
        // Somebody else has signed in in this browser since these were chosen: not in their name.
        if (String(visit.req.body?.person) !== String(visit.actor.personId))
          return void visit.res.status(403).json({ problem: 'other-person' });
        const read = dropForm.safeParse(visit.req.body);
        if (!read.success) return void visit.res.status(422).json({ message: '' });
        try {
          const files = visit.files().map(({ path, name, size }) => ({ path, name, size }));
          const [dropped] = await intake.drop(visit.actor, { ...read.data, together: true, files });
          if (dropped !== undefined && 'intakeId' in dropped)
            return void visit.res.json({ intakeId: dropped.intakeId });
        } catch (error) {
          if (!isRefusal(error)) throw error;
          visit.res.status(statusOf[error.problem]).json({ message: visit.say(error.words) });
        }
      },
    },
  ];
}
