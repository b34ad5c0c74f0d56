import { Refusal } from '../errors.ts';
import { type FrozenContent, parseFrozen } from '../letters/frozen-content.ts';
import { getLetter, type Letter, type LetterVersion, lockLetter, storeState } from '../letters/letters-store.ts';
import type { Actor, HeldAppointment } from '../people/actor.ts';
import type { Sql, Transaction } from '../postgres/database.ts';
import { addDecision, findLatestDecision, type NamedStep } from './approvals-store.ts';
import { demandAuthority } from './signing-authority.ts';
import { demandStep, type HeldStep } from './turn-of.ts';

/** What the signatory is about to sign, and as whom. */
export interface SigningTurn {
  letter: Letter;
  version: LetterVersion;
  content: FrozenContent;
  step: NamedStep;
  appointment: HeldAppointment;
}

/**
 * Whether the actor may sign this letter now, having read the version with this hash (T0: no lock, nothing written).
 * @throws the refusals of `demandStep` and of `demandAuthority`, and `clock-behind`
 */
export async function checkSigningTurn(
  db: Sql,
  actor: Actor,
  letterId: number,
  versionSha256: Uint8Array,
  now: Date,
): Promise<SigningTurn> {
  const letter = await getLetter(db, letterId);
  return asTurn(db, await demandStep(db, actor, letter, { action: 'letter.sign', versionSha256, now }), now);
}

/** The same within T1: the letter's row is locked until the caller's transaction ends. */
export async function lockSigningTurn(
  tx: Transaction,
  actor: Actor,
  letterId: number,
  versionSha256: Uint8Array,
  now: Date,
): Promise<SigningTurn> {
  const letter = await lockLetter(tx, letterId);
  return asTurn(tx, await demandStep(tx, actor, letter, { action: 'letter.sign', versionSha256, now }), now);
}

async function asTurn(db: Sql, { letter, version, step, appointment }: HeldStep, now: Date): Promise<SigningTurn> {
  await demandLaterThanChain(db, version, now);
  const content = parseFrozen(version.content);
  const { authority } = content.signatory;
  await demandAuthority(db, { positionId: step.positionId, authority, kind: letter.kind }, now);
  return { letter, version, content, step, appointment };
}

/**
 * A signature dated before the initials it rests on would make the letter look forged for ever, and nobody could date it anew: a
 * clock that fell back, or two machines that differ, is waited out.
 */
async function demandLaterThanChain(db: Sql, version: LetterVersion, now: Date): Promise<void> {
  const latest = await findLatestDecision(db, version.id);
  if (now >= version.submittedAt && (latest === undefined || now >= latest)) return;
  throw new Refusal('unavailable', 'clock-behind', {
    id: 'Jam server tertinggal: surat ini diajukan atau diparaf pada waktu yang menurut jam server belum tiba. Surat belum ditandatangani dan nomor belum diambil. Tunggu sebentar lalu coba lagi; jika tetap begitu, beri tahu administrator agar jamnya dibetulkan.',
    en: "The server's clock is behind: this letter was submitted or initialled at a time that by this clock has not come yet. Nothing was signed and no number was taken. Wait a moment and try again; if it stays so, tell the administrator to set the clock right.",
  });
}

/** Within T2: the signature as the chain's last decision; the letter is issued. The caller has locked the letter's row. */
export async function recordSigned(
  tx: Transaction,
  signed: {
    letterId: number;
    versionId: number;
    versionSha256: Buffer;
    stepId: number;
    personId: number;
    appointmentId: number;
    capacity: string;
    at: Date;
  },
): Promise<void> {
  await addDecision(tx, { ...signed, outcome: 'signed', remark: '' });
  await storeState(tx, signed.letterId, 'issued', signed.at);
}
