import { Refusal, type Words } from '../errors.ts';
import { checkDraftText } from '../letters/draft-content.ts';
import { type FrozenContent, parseFrozen } from '../letters/frozen-content.ts';
import { getLetter, lockLetter, storeCorrection } from '../letters/letters-store.ts';
import { readOfficeBook } from '../letters/resolve-content.ts';
import { whatChanged } from '../letters/what-changed.ts';
import type { Actor } from '../people/actor.ts';
import { beginVersion, typesetVersion } from './begin-version.ts';
import { NO_TEMPLATE_CORRECTIONS } from './chain-template.ts';
import { findVersionChain } from './chain-templates-store.ts';
import { demandNoSigning } from './deciding.ts';
import type { ApprovalsDeps } from './deps.ts';
import { type Corrections, stepsAfterCorrection } from './plan-chain.ts';
import { checkRemark } from './remark.ts';
import { demandStep, findStanding } from './turn-of.ts';

export interface CorrectInput {
  letterId: number;
  /** Of the version that the official corrects. */
  versionSha256: Uint8Array;
  subject: string;
  /** By key; a section that is not named stays as it is. */
  sections: Readonly<Record<string, string>>;
  /** Why: told to the drafter and to everybody who decides after it. */
  remark: string;
}

/** What the holder of an open step may correct, and what becomes of the initials given so far. */
export interface Correctable {
  content: FrozenContent;
  version: number;
  versionSha256: Buffer;
  corrections: Corrections;
  /** Posts whose initial stands so far, in order. */
  given: string[];
  task: 'initial' | 'sign';
}

const ACTION = 'letter.correct' as const;

/** @throws the refusals of `demandStep`, `signing-under-way` */
export async function readCorrectable(deps: ApprovalsDeps, actor: Actor, letterId: number): Promise<Correctable> {
  const letter = await getLetter(deps.db, letterId);
  const standing = await findStanding(deps.db, letter);
  const versionSha256 = standing?.version.sha256 ?? Buffer.alloc(32);
  const ask = { action: ACTION, versionSha256, now: deps.clock() };
  const { steps, decided, version, step } = await demandStep(deps.db, actor, letter, ask);
  await demandNoSigning(deps.db, letterId);
  const held = stepsAfterCorrection(steps, decided, 'hold');
  return {
    content: parseFrozen(version.content),
    version: version.version,
    versionSha256: version.sha256,
    corrections: (await findVersionChain(deps.db, version.id))?.corrections ?? NO_TEMPLATE_CORRECTIONS,
    given: steps.flatMap(({ positionName }, at) => ((held[at]?.heldId ?? null) === null ? [] : [positionName])),
    task: step.task,
  };
}

/**
 * A reviewer's or the signatory's own correction: a new version in their name, on the same chain. Names and recipients stay as
 * they were frozen; the draft follows, so that nothing is lost should the letter come back. The official still decides on the
 * new version, like everybody after them. The letter's row is locked and the version named by its hash: of two at once, or of
 * a correction beside a decision, the second is refused.
 * @throws the refusals of `demandStep` and `typesetVersion`, `correction-invalid` with fields, `nothing-corrected`,
 *   `remark-required`, `signing-under-way`
 */
export async function correctLetter(
  deps: ApprovalsDeps,
  actor: Actor,
  input: CorrectInput,
): Promise<{ version: number; mine: boolean }> {
  const { versionSha256 } = input;
  const letter = await getLetter(deps.db, input.letterId);
  const ask = { action: ACTION, versionSha256, now: deps.clock() };
  const before = await demandStep(deps.db, actor, letter, ask);
  await demandNoSigning(deps.db, letter.id);
  const old = parseFrozen(before.version.content);
  const content = corrected(old, input);
  if (whatChanged(old, content).length === 0) throw nothingCorrected();
  const remark = checkRemark(input.remark, NEEDS_A_REASON);
  const typeset = await typesetVersion(deps, await readOfficeBook(deps.db), content);

  return deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const locked = await lockLetter(tx, letter.id);
    const held = await demandStep(tx, actor, locked, { ...ask, now: at });
    await demandNoSigning(tx, letter.id);
    const chain = await findVersionChain(tx, held.version.id);
    const corrections = chain?.corrections ?? NO_TEMPLATE_CORRECTIONS;
    const { templateId, templateVersion } = chain ?? { templateId: null, templateVersion: null };
    const sections = Object.fromEntries(content.sections.map(({ key, text }) => [key, text]));
    await storeCorrection(tx, letter.id, { subject: content.subject, sections });
    const begun = await beginVersion(tx, {
      letterId: letter.id,
      typeset,
      goesTo: { sameAs: held.version },
      steps: stepsAfterCorrection(held.steps, held.decided, corrections),
      chain: {
        template:
          templateId === null || templateVersion === null ? undefined : { id: templateId, version: templateVersion },
        corrections,
      },
      outcome: 'corrected',
      by: { personId: actor.personId, appointment: held.appointment },
      remark,
      at,
      turnBefore: held.turn,
    });
    const { turn } = begun;
    const mine = turn.holder === 'stage' && turn.steps.some(({ positionId }) => positionId === held.step.positionId);
    return { version: begun.version, mine };
  });
}

/** The frozen content with subject and texts as corrected, cleaned and bounded as a draft is. */
function corrected(old: FrozenContent, input: CorrectInput): FrozenContent {
  const fields: Record<string, Words> = {};
  const check = (field: string, kind: 'subject' | 'line' | 'text', text: string, optional: boolean): string => {
    const checked = checkDraftText(kind, text);
    if ('problem' in checked) fields[field] = checked.problem;
    else if (checked.text.trim() === '' && !optional) fields[field] = EMPTY;
    return 'text' in checked ? checked.text : '';
  };
  const subject = check('subject', 'subject', input.subject, false);
  const sections = old.sections.map((section) => {
    const text = input.sections[section.key] ?? section.text;
    return { ...section, text: check(`sections.${section.key}`, section.kind, text, section.optional) };
  });
  if (Object.keys(fields).length > 0) {
    const words = { id: 'Ada isian yang harus diperbaiki.', en: 'Some entries need correction.' };
    throw new Refusal('invalid-input', 'correction-invalid', words, fields);
  }
  return { ...old, subject, sections };
}

const EMPTY: Words = { id: 'Bagian ini tidak boleh kosong.', en: 'This part cannot be empty.' };

const NEEDS_A_REASON: Words = {
  id: 'Tulis apa yang dikoreksi dan mengapa, supaya konseptor dan pejabat lain tahu.',
  en: 'Write what was corrected and why, so that the drafter and the others know.',
};

function nothingCorrected(): Refusal {
  const words = { id: 'Belum ada yang diubah.', en: 'Nothing has been changed yet.' };
  return new Refusal('invalid-input', 'nothing-corrected', words, { '': words });
}
