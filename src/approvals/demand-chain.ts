import { Refusal, type Words } from '../errors.ts';
import type { OfficeBook } from '../letters/resolve-content.ts';
import type { StandInAsk } from '../people/mandate.ts';
import { missingRequired, type ProposedStage } from './apply-template.ts';
import type { ApprovalsDeps } from './deps.ts';
import { type PlannedStage, stagesProblem } from './plan-chain.ts';
import { nameOf, presentHolder } from './proposing.ts';

/**
 * Whether the letter may go round through these stages to its signatory: nothing wrong with them, everything in them that
 * the template requires, and somebody to decide in each: it would lie unseen before a post that is closed or vacant.
 * @throws Refusal `chain-invalid` with the fields `initials` and `signatoryId`
 */
export async function demandChain(
  deps: ApprovalsDeps,
  book: OfficeBook,
  letter: StandInAsk,
  chain: { stages: readonly PlannedStage[]; proposed: readonly ProposedStage[]; signatoryId: number },
): Promise<void> {
  const { stages, proposed, signatoryId } = chain;
  const named = (id: number) => nameOf(book, id);
  const problem = stagesProblem(stages, signatoryId, named) ?? missingRequired(proposed, stages, named);
  if (problem !== undefined) throw chainInvalid({ initials: problem });
  const fields: Record<string, Words> = {};
  const required = new Set(proposed.flatMap((stage) => (stage.required ? stage.positions : [])));
  for (const { positions, mode } of stages) {
    const vacant = [];
    for (const id of positions) if (await isVacant(deps, book, { id, task: 'initial', about: letter })) vacant.push(id);
    const [first] = vacant;
    if (first === undefined || (mode === 'one-of' && vacant.length < positions.length)) continue;
    fields.initials ??= vacantWords(book, first, required.has(first) ? 'required' : 'optional');
  }
  if (await isVacant(deps, book, { id: signatoryId, task: 'sign', about: letter })) {
    fields.signatoryId = vacantWords(book, signatoryId, 'signatory');
  }
  if (Object.keys(fields).length > 0) throw chainInvalid(fields);
}

async function isVacant(
  deps: ApprovalsDeps,
  book: OfficeBook,
  post: { id: number; task: 'initial' | 'sign'; about: StandInAsk },
): Promise<boolean> {
  const position = book.positions.find(({ id, closedAt }) => id === post.id && closedAt === null);
  return position === undefined || (await presentHolder(deps, book, post)) === undefined;
}

function vacantWords(book: OfficeBook, positionId: number, as: 'required' | 'optional' | 'signatory'): Words {
  const position = book.positions.find(({ id }) => id === positionId);
  if (position === undefined)
    return { id: 'Salah satu jabatan tidak ada.', en: 'One of the positions does not exist.' };
  const { name } = position;
  const now =
    position.closedAt === null
      ? { id: `${name} sedang tidak ada pejabatnya.`, en: `Nobody holds the position ${name} today.` }
      : { id: `${name} sudah ditutup.`, en: `The position ${name} has been closed.` };
  const then = {
    required: {
      id: 'Parafnya diwajibkan: minta administrator menunjuk Plt., Plh., atau pengganti, atau memperbarui templat urutan persetujuan.',
      en: 'Its initial is required: ask an administrator to appoint somebody acting or standing in, or to mend the chain template.',
    },
    optional: {
      id: 'Hapus dari urutan paraf, atau tunggu penggantinya.',
      en: 'Take it out of the initials, or wait for a stand-in.',
    },
    signatory: {
      id: 'Pilih penanda tangan lain, atau minta administrator menunjuk Plt. atau Plh.',
      en: 'Choose another signatory, or ask an administrator to appoint somebody acting.',
    },
  }[as];
  return { id: `${now.id} ${then.id}`, en: `${now.en} ${then.en}` };
}

function chainInvalid(fields: Record<string, Words>): Refusal {
  return new Refusal(
    'invalid-input',
    'chain-invalid',
    { id: 'Urutan persetujuan belum benar.', en: 'The chain of approval is not right yet.' },
    fields,
  );
}

/** Told on the form itself: nothing was stored, and the page shows the chain as it is now. */
export function chainChanged(): Refusal {
  const words = {
    id: 'Templat urutan persetujuan baru saja diubah. Surat belum diajukan; periksa urutannya di bawah, lalu ajukan lagi.',
    en: 'The chain template has just been changed. Nothing was submitted; look at the chain below and submit again.',
  };
  return new Refusal('conflict', 'chain-changed', words, { '': words });
}
