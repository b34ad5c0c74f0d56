import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { storeApproval } from '../uploads/upload-store.ts';
import type { LettersDeps } from './deps.ts';
import { type DraftContent, EMPTY_DRAFT, parseDraft } from './draft-content.ts';
import type { LetterKind } from './letter-kind.ts';
import { getKind, getKindVersion } from './letter-kind-store.ts';
import { demandReading, letterSubject } from './letter-subject.ts';
import { getLetter, insertLetter, type Letter, lockLetter, storeDraft, touchFiles } from './letters-store.ts';

export interface NewLetter {
  /** Code of the letter's kind. */
  kind: string;
  /** What is known beforehand; otherwise a draft begins with nothing but the starting words of its kind. */
  begun?: Partial<Omit<DraftContent, 'sections'>>;
  /** The incoming letter that it answers, for good: whoever asks has made sure that the actor may. */
  answersId?: number;
}

/** A new draft of the kind as it is today, written from the position the actor works from. Its id. */
export async function createLetter(deps: LettersDeps, actor: Actor, input: NewLetter): Promise<number> {
  demand(actor, 'letter.draft');
  const { acting } = actor;
  if (acting === undefined) throw withoutPosition();
  const kind = await getKind(deps.db, input.kind);
  if (kind.retiredAt !== null) throw kindRetired(kind.name, kind.nameEn);
  return deps.db.transaction((tx) =>
    insertLetter(tx, {
      kind: kind.code,
      kindVersion: kind.version,
      unitId: acting.unitId,
      drafterId: acting.id,
      draft: { ...EMPTY_DRAFT, ...input.begun, sections: starters(kind) },
      answersId: input.answersId ?? null,
      at: deps.clock(),
    }),
  );
}

/**
 * Saves what the drafter typed, finished or not. `revision` is that of the form as it was read: somebody who saved
 * meanwhile (another tab, another device) is not overwritten.
 * @returns the new revision
 * @throws Refusal `draft-invalid` with fields, `letter-changed` (conflict): nothing was stored, the caller keeps what was typed
 */
export async function saveDraft(
  deps: LettersDeps,
  actor: Actor,
  input: { letterId: number; revision: number; draft: unknown },
): Promise<number> {
  const letter = await getEditable(deps, actor, input.letterId);
  const draft = parseDraft(await getKindVersion(deps.db, letter.kind, letter.kindVersion), input.draft);
  return deps.db.transaction(async (tx) => {
    if (draft.replyToId !== letter.draft.replyToId) await demandReplyTarget(deps, actor, letter.id, draft);
    const { security } = await lockLetter(tx, letter.id);
    if (!(await storeDraft(tx, letter.id, input.revision, draft))) throw changedSinceRead();
    // The class stands on the pages from outside as well: of another class, they were not looked at.
    if (security !== draft.security) {
      await storeApproval(tx, letter.id, false);
      await touchFiles(tx, letter.id);
    }
    return input.revision + 1;
  });
}

/** The letter as its drafter, and whoever writes with them, may edit it now. */
export async function getEditable(deps: Pick<LettersDeps, 'db'>, actor: Actor, letterId: number): Promise<Letter> {
  const letter = await getLetter(deps.db, letterId);
  await demandReading(deps.db, actor, letter);
  if (letter.state !== 'draft' && letter.drafterPersonId === actor.personId) {
    throw new Refusal('wrong-state', 'letter-not-draft', {
      id: 'Surat ini sudah diajukan. Tarik kembali dahulu jika ingin mengubahnya.',
      en: 'This letter has been submitted. Take it back first to change it.',
    });
  }
  demand(actor, 'letter.edit', await letterSubject(deps.db, letter));
  return letter;
}

function starters({ sections }: LetterKind): DraftContent['sections'] {
  return Object.fromEntries(sections.flatMap(({ key, starter }) => (starter === '' ? [] : [[key, starter]])));
}

function kindRetired(id: string, en: string): Refusal {
  return new Refusal('wrong-state', 'kind-retired', {
    id: `Jenis "${id}" tidak dipakai lagi untuk surat baru. Pilih jenis lain.`,
    en: `The kind "${en}" is no longer used for new letters. Choose another one.`,
  });
}

/** A reply names a letter that its drafter may read; no id can be tried out to learn of others. */
async function demandReplyTarget(
  deps: LettersDeps,
  actor: Actor,
  letterId: number,
  draft: DraftContent,
): Promise<void> {
  if (draft.replyToId === null) return;
  try {
    if (draft.replyToId === letterId) throw new Refusal('invalid-input', 'reply-to-itself', NOT_A_LETTER);
    await demandReading(deps.db, actor, await getLetter(deps.db, draft.replyToId));
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    throw new Refusal('invalid-input', 'draft-invalid', NOT_A_LETTER, { replyToId: NOT_A_LETTER });
  }
}

const NOT_A_LETTER = {
  id: 'Surat yang dibalas tidak ditemukan.',
  en: 'The letter that this replies to was not found.',
};

/** Told on the form itself, which keeps what was typed: nothing was stored and nothing is lost. */
export function changedSinceRead(): Refusal {
  const words = {
    id: 'Surat ini sudah berubah sejak Anda membukanya. Belum ada yang disimpan; periksa isinya, lalu kirim lagi.',
    en: 'This letter has changed since you opened it. Nothing was stored; look at it and send again.',
  };
  return new Refusal('conflict', 'letter-changed', words, { '': words });
}

export function withoutPosition(): Refusal {
  return new Refusal('not-allowed', 'no-position', {
    id: 'Anda tidak memegang jabatan yang berlaku hari ini.',
    en: 'You hold no position that is in force today.',
  });
}
