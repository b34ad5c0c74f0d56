import { z } from 'zod';
import { Refusal } from '../../errors.ts';
import { needsSuccessor, STATUS_CODES } from '../../letters/letter-status.ts';
import type { WebDeps } from '../deps.ts';
import { chosenId, type FormState, freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { OfficialVisit } from '../visit.ts';
import { showLetter } from './letter-shown.ts';

const ONE_LETTER = { sample: { id: '1' }, matches: { id: /^[1-9][0-9]*$/ } } as const;

const statusForm = z.object({
  /** The last change that stood on the page; empty for none. */
  seen: z.string().regex(/^(|[1-9][0-9]{0,14})$/, 'invalid'),
  code: z.enum(STATUS_CODES, 'choose'),
  successor: z.string().max(200, 'too-long').default(''),
  reason: chosenId,
  remark: z.string().max(10_000, 'too-long').default(''),
});

/** One page, one decision: withdraw, recall, supersede, correct or restore an issued letter. */
export function letterStatusRoutes(
  deps: Pick<WebDeps, 'registers' | 'letters' | 'approvals' | 'letterStatus'>,
): Route[] {
  async function show(visit: OfficialVisit, form: FormState): Promise<void> {
    const choices = await deps.letterStatus.choices(visit.actor, visit.id('id'));
    const shown = await showLetter(deps, visit);
    visit.render('letters-pages/status.njk', {
      shown,
      form,
      ...choices,
      seen: choices.seen ?? '',
      mayName: choices.codes.some(needsSuccessor),
    });
  }

  /** By number as printed or by check code: a number alone may return with the next year. */
  async function findSuccessor(visit: OfficialVisit, typed: string): Promise<number> {
    const found = typed.trim() === '' ? undefined : await deps.letters.findIssuedByName(visit.actor, typed);
    if (found !== undefined) return found;
    const words = {
      id: 'Tidak ada satu surat terbit dengan nomor itu yang dapat Anda baca. Tulis nomornya seperti tercetak, atau kode periksanya.',
      en: 'There is no one issued letter with that number which you may read. Write its number as printed, or its check code.',
    };
    throw new Refusal('invalid-input', 'successor-unknown', words, { successor: words });
  }

  return [
    {
      method: 'GET',
      path: '/letters/:id/status',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) => show(visit, freshForm()),
    },
    {
      method: 'POST',
      path: '/letters/:id/status',
      access: 'signed-in',
      ...ONE_LETTER,
      handler: (visit) =>
        visit.submit({
          schema: statusForm,
          async act({ seen, code, successor, reason, remark }) {
            const letterId = visit.id('id');
            // Before anything is looked up: whoever may not change this letter learns nothing of others.
            await deps.letterStatus.choices(visit.actor, letterId);
            const successorId = needsSuccessor(code) ? await findSuccessor(visit, successor) : undefined;
            const change = { letterId, seen: seen === '' ? null : Number(seen), code, successorId, reason, remark };
            await deps.letterStatus.change(visit.actor, change);
            visit.redirect(`/letters/${letterId}`, `letter.status.done.${code}`);
          },
          again: (form) => show(visit, form),
        }),
    },
  ];
}
