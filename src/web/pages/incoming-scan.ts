import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import type { IntakeItem } from '../../intake/intake-item.ts';
import { MOST_FILES } from '../../intake/intake-words.ts';
import { MOST_SCAN_BYTES } from '../../uploads/upload-words.ts';
import type { WebDeps } from '../deps.ts';
import { onField } from '../file-refusals.ts';
import { chosenId, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';

const ONE_LINE = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const dropForm = z.object({ submissionKey: z.string('invalid').regex(/^[A-Za-z0-9-]{8,64}$/, 'invalid') });
const addForm = z.object({
  item: chosenId,
  revision: z.string().regex(/^[0-9]{1,9}$/, 'invalid'),
  part: z.enum(['letter', 'attachment'], 'choose'),
});

type ScanDeps = Pick<WebDeps, 'incoming' | 'intake'>;

/** A letter that stands in the agenda gets the scan that it lacked, a better one, or one more attachment. */
export function incomingScanRoutes({ incoming, intake }: ScanDeps): Route[] {
  const { scans } = incoming;
  const letterOf = (visit: OfficialVisit) => visit.id('id');

  async function showDrop(visit: OfficialVisit, state?: FormState): Promise<void> {
    const { may } = await incoming.line(visit.actor, letterOf(visit));
    if (!may.addScan) return visit.redirect(`/incoming/${letterOf(visit)}/line`);
    const target = await scans.target(visit.actor, letterOf(visit));
    visit.render('incoming/scan.njk', {
      target,
      waiting: await scans.prepared(visit.actor, target.id),
      putAside: await scans.putAside(visit.actor, target.id),
      form: state ?? freshForm({ submissionKey: randomUUID() }),
    });
  }

  return [
    {
      method: 'GET',
      path: '/incoming/:id/scan',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) => showDrop(visit),
    },
    {
      method: 'POST',
      path: '/incoming/:id/scan',
      access: 'signed-in',
      ...ONE_LINE,
      receives: { field: 'files', most: MOST_FILES, maxBytes: MOST_SCAN_BYTES },
      handler: (visit) =>
        visit.submit({
          schema: dropForm,
          async act({ submissionKey }) {
            const files = visit.files().map(({ path, name, size }) => ({ path, name, size }));
            const dropped = scans.drop(visit.actor, { incomingId: letterOf(visit), submissionKey, files });
            const { intakeId } = await onField('files', dropped);
            visit.redirect(`/incoming/intake/${intakeId}`);
          },
          again: (form) => showDrop(visit, form),
        }),
    },
    {
      method: 'POST',
      path: '/incoming/:id/scan/add',
      access: 'signed-in',
      ...ONE_LINE,
      handler: (visit) =>
        visit.submit({
          schema: addForm,
          beside: { 'line-changed': '', 'scan-the-same': '', 'intake-not-ready': '' },
          async act({ item, part, revision }) {
            const incomingId = letterOf(visit);
            await scans.add(visit.actor, { incomingId, intakeId: item, part, revision: Number(revision) });
            visit.redirect(`/incoming/${incomingId}/line`, 'scan.added');
          },
          async again(form) {
            const item = chosenId.safeParse(form.values.item);
            if (!item.success) return visit.redirect(`/incoming/${letterOf(visit)}/scan`);
            await showScanItem({ incoming }, visit, await intake.get(visit.actor, item.data), form);
          },
        }),
    },
  ];
}

/** What was scanned for a registered letter: its pages, what was found about it, and the form that adds it there. */
export async function showScanItem(
  { incoming }: Pick<WebDeps, 'incoming'>,
  visit: OfficialVisit,
  item: IntakeItem,
  state?: FormState,
): Promise<void> {
  const target = await incoming.scans.target(visit.actor, item.forIncomingId ?? 0);
  const errors = state?.errors ?? {};
  const values = { part: 'letter', ...state?.values, revision: String(target.revision), item: String(item.id) };
  visit.render('incoming/scan-item.njk', {
    target,
    item,
    form: { values, errors },
    reason: item.reason && visit.say(item.reason),
    remarks: item.remarks.map(({ tone, words }) => ({ tone, text: visit.say(words) })),
  });
}
