import { randomBytes } from 'node:crypto';
import { lockSigningTurn, type SigningTurn } from '../approvals/signing-turn.ts';
import { listCertificatesOf } from '../authority/authority-store.ts';
import { demandUsable } from '../authority/certificate-term.ts';
import { calendarDate, unixSeconds } from '../clock.ts';
import { Fault, Refusal } from '../errors.ts';
import { sealClass } from '../letters/letter-kind.ts';
import { type BlockPerson, nameInBlock } from '../letters/signature-block.ts';
import type { Actor } from '../people/actor.ts';
import { fullName } from '../people/full-name.ts';
import { findPerson } from '../people/persons-store.ts';
import type { Transaction } from '../postgres/database.ts';
import { parseNumberFormat } from '../registers/letter-number.ts';
import { findPrintedDate } from '../registers/printed-date.ts';
import { takeNumber } from '../registers/take-number.ts';
import { canonicalContent, commitContent } from '../seal/content.ts';
import { holdSealKey, type SealKey } from '../seal/directory-store.ts';
import type { Sign } from '../seal/ed25519.ts';
import { drawToken } from '../seal/token.ts';
import { type LetterToSeal, sealLetter } from './seal-of-letter.ts';
import { sealedContent } from './sealed-content.ts';
import { findUnfinishedAct, insertAct, type SigningAct, tokenIsTaken } from './signing-act-store.ts';

export interface Reservation {
  actor: Actor;
  letterId: number;
  versionSha256: Buffer;
  signer: { person: BlockPerson; certificateId: number };
  sealKey: SealKey;
  signSeal: Sign;
  host: string;
  timeZone: string;
  instance: number;
  /** The earlier date that was granted to the letter, as its signatory was shown it; undefined when none was. */
  letterDate: string | undefined;
  /** The act's one reading of the clock. */
  now: Date;
}

/** What is printed and sealed, beside the stored act itself. */
export interface ReservedAct {
  act: SigningAct;
  number: string;
  turn: SigningTurn;
}

/**
 * T1 (seal-and-log 5): number, date, content, salt, C, token and seal, stored together in the caller's short transaction.
 * After its commit the number belongs to this letter whatever happens; before it nothing was taken.
 * @throws Refusal of the turn, of `findPrintedDate` and `takeNumber`; `signing-under-way` when another device is at it
 */
export async function reserveAct(tx: Transaction, wanted: Reservation): Promise<ReservedAct> {
  const { sealKey, host, now } = wanted;
  const turn = await lockSigningTurn(tx, wanted.actor, wanted.letterId, wanted.versionSha256, now);
  const frozen = turn.content;
  if ((await findUnfinishedAct(tx, wanted.letterId)) !== undefined) throw underWay();
  await demandKeysInForce(tx, wanted);

  const date = await findPrintedDate(tx, wanted.letterId, {
    today: calendarDate(now, wanted.timeZone),
    shown: wanted.letterDate,
    heldSince: turn.appointment.validFrom,
  });
  const number = await takeNumber(tx, {
    letterId: wanted.letterId,
    unitId: frozen.signatory.unitId,
    registerCode: frozen.kind.registerCode,
    format: parseNumberFormat(frozen.kind.numberFormat),
    values: {
      klasifikasi: frozen.classification,
      unit: frozen.signatory.unitCode,
      jabatan: frozen.signatory.positionCode,
      keamanan: frozen.security,
      date,
    },
    personId: wanted.actor.personId,
    at: now,
  });

  const content = sealedContent(frozen, {
    number: number.text,
    date,
    signer: {
      keyName: sealKey.name,
      name: nameInBlock(frozen, { ...wanted.signer.person, forms: turn.appointment.forms }),
      capacity: turn.appointment.capacity,
    },
    versionSha256: wanted.versionSha256,
  });
  const salt = randomBytes(32);
  const contentCommit = commitContent(salt, content);
  const token = await freeToken(tx);
  const letter: LetterToSeal = {
    host,
    token,
    kid: sealKey.kid,
    security: sealClass(frozen.security),
    sealedAt: unixSeconds(now),
    date,
    pages: turn.version.pages,
    contentCommit,
    number: number.text,
    subject: frozen.subject,
    to: content.to,
  };
  const { seal, sealHash } = await sealLetter(letter, wanted.signSeal);
  const act = await insertAct(tx, {
    letterId: wanted.letterId,
    versionId: turn.version.id,
    stepId: turn.step.id,
    numberId: number.id,
    personId: wanted.actor.personId,
    appointmentId: turn.appointment.id,
    capacity: turn.appointment.capacity,
    certificateId: wanted.signer.certificateId,
    sealKeyId: sealKey.id,
    host,
    token,
    letterDate: date,
    sealedAt: now,
    salt,
    content: canonicalContent(content),
    contentCommit,
    seal,
    sealHash,
    pages: letter.pages,
    instance: wanted.instance,
    startedAt: now,
  });
  return { act, number: number.text, turn };
}

/**
 * Opening the keys took a while: one that was ended meanwhile (keys started over, an account closed, another name) takes no
 * number any more. The seal key is held, so that none that seals here gets an end before the moment of the seal.
 */
async function demandKeysInForce(tx: Transaction, { actor, signer, sealKey, now }: Reservation): Promise<void> {
  const certificate = (await listCertificatesOf(tx, actor.personId)).find(({ id }) => id === signer.certificateId);
  if (certificate === undefined) throw new Fault(`certificate ${signer.certificateId} is not its signatory's`);
  demandUsable(certificate, now);
  const held = await holdSealKey(tx, sealKey.id);
  const person = await findPerson(tx, actor.personId);
  if (person === undefined || fullName(person) !== fullName(signer.person)) throw nameChanged();
  demandSealKeyInForce(held, now);
}

/** Refusal `seal-key-not-in-force` for a key that is over, retired, or begins later. */
export function demandSealKeyInForce(key: SealKey, now: Date): void {
  if (key.status === 'active' && key.notBefore <= now && now <= key.notAfter) return;
  throw new Refusal('wrong-state', 'seal-key-not-in-force', {
    id: 'Kunci tanda QR untuk jabatan ini belum atau tidak berlaku lagi. Surat tidak ditandatangani; hubungi administrator.',
    en: 'The seal key of this appointment is not yet or no longer in force. Nothing was signed; ask an administrator.',
  });
}

/** 75 bits from the CSPRNG, and drawn again should they ever meet a letter's. */
async function freeToken(tx: Transaction): Promise<string> {
  for (;;) {
    const token = drawToken();
    if (!(await tokenIsTaken(tx, token))) return token;
  }
}

function nameChanged(): Refusal {
  return new Refusal('conflict', 'name-changed', {
    id: 'Nama atau gelar Anda baru saja diubah administrator. Surat belum ditandatangani; buka suratnya lagi.',
    en: 'Your name or title has just been changed by an administrator. The letter was not signed; open it again.',
  });
}

function underWay(): Refusal {
  return new Refusal('conflict', 'signing-under-way', {
    id: 'Surat ini sedang ditandatangani. Tunggu sebentar, lalu buka suratnya lagi.',
    en: 'This letter is being signed right now. Wait a moment, then open it again.',
  });
}
