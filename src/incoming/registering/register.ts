import { calendarDate } from '../../clock.ts';
import { Refusal } from '../../errors.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import { findPosition, type Position } from '../../people/positions-store.ts';
import { isSecret } from '../../people/security-class.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import { addIncomingEvent } from '../events-store.ts';
import type { Incoming, LineFields } from '../incoming-store.ts';
import { tellHolder } from '../tree/tell-holder.ts';
import { findFirstHolder } from './first-holder-store.ts';
import {
  type AttachedPdf,
  countAgenda,
  findSubmission,
  insertAttachments,
  insertFirstHolding,
  insertIncoming,
  type Registered,
  takeTurn,
} from './register-store.ts';
import { isRemembered } from './remembered-sender.ts';
import { rememberSender } from './senders-store.ts';

export type { AttachedPdf, Registered };

/** A letter as it is to stand in the agenda; the caller has asked who may register it and looked at every field. */
export interface Registration extends LineFields, Pick<Incoming, 'unitId' | 'origin' | 'addresseePositionId'> {
  /** Once only: the same key again is the same letter. */
  submissionKey: string;
  senderEmail?: string;
  intakeId?: number;
  /** R and SR alone: only the envelope is registered. */
  withheld?: boolean;
  document?: { sha256: Buffer; pages: number };
  attachments?: readonly AttachedPdf[];
  findings?: unknown;
  /** One of our own letters, and by which delivery it came. */
  letterId?: number;
  deliveryId?: number;
  /** Absent: it registers itself. */
  by?: { personId: number; appointmentId: number | undefined; capacity: string };
}

/**
 * Writes one line of the agenda with its first holder, within the caller's transaction: sender remembered, then the number
 * counted, which is the last thing that can wait, holders told. Called with a key that was registered before it changes nothing and
 * gives what was registered (`again`). Whoever registers several in one transaction does so in the order of `unitId`.
 * @throws Refusal on `addresseePositionId`: `addressee-unknown`, `addressee-closed`
 */
export async function registerWithin(
  tx: Transaction,
  input: Registration,
  { at, appOrigin }: { at: Date; appOrigin: string },
): Promise<Registered & { again: boolean }> {
  await takeTurn(tx, input.submissionKey);
  const before = await findSubmission(tx, input.submissionKey);
  if (before !== undefined) return { ...before, again: true };

  const timeZone = await officeTimeZone(tx);
  const first = await firstHolderOf(tx, input);
  const { submissionKey, senderEmail = '', document, attachments = [], by, ...line } = input;
  const senderId = isRemembered(input)
    ? await rememberSender(tx, { name: line.senderName, address: line.senderAddress, email: senderEmail }, at)
    : null;
  const year = Number(calendarDate(at, timeZone).slice(0, 4));
  const agenda = await countAgenda(tx, input.unitId, year);
  const incomingId = await insertIncoming(tx, {
    ...line,
    submissionKey,
    year,
    agenda,
    senderId,
    intakeId: line.intakeId ?? null,
    withheld: line.withheld ?? false,
    documentSha256: document?.sha256 ?? null,
    pages: document?.pages ?? null,
    findings: line.findings ?? null,
    letterId: line.letterId ?? null,
    deliveryId: line.deliveryId ?? null,
    registeredBy: by?.personId ?? null,
    registeredAt: at,
  });
  await insertAttachments(tx, incomingId, attachments);
  const holdingId = await insertFirstHolding(tx, { incomingId, positionId: first.id, at });
  await addIncomingEvent(tx, {
    incomingId,
    holdingId,
    kind: 'registered',
    ...(by === undefined ? {} : { by }),
    at,
  });
  const holder = { letter: { ...line, id: incomingId }, positionId: first.id, positionName: first.name };
  await tellHolder(tx, { appOrigin, timeZone }, holder, at);
  return { incomingId, unitId: input.unitId, year, agenda, holdingId, again: false };
}

/**
 * Where the letter goes first: to the post that passes on what comes to the addressee's unit, else to the addressee. Rahasia and
 * sangat rahasia reach people by name, so nobody stands between. A vacant post takes it too: the letter waits there for whoever
 * is appointed, and the clerk's page says so.
 */
async function firstHolderOf(
  sql: Sql,
  { addresseePositionId, security, origin }: Pick<Incoming, 'addresseePositionId' | 'security' | 'origin'>,
): Promise<Position> {
  const addressee = await addresseeOf(sql, { addresseePositionId, origin });
  if (isSecret(security)) return addressee;
  const first = await findFirstHolder(sql, addressee.unitId);
  if (first === undefined || first.closedAt !== null) return addressee;
  return (await findPosition(sql, first.positionId)) ?? addressee;
}

/** A letter of our own that set out before its post was closed arrives all the same, and is an alarm there: nobody else has it. */
async function addresseeOf(
  sql: Sql,
  { addresseePositionId, origin }: Pick<Incoming, 'addresseePositionId' | 'origin'>,
): Promise<Position> {
  const there = origin === 'internal' ? await findPosition(sql, addresseePositionId) : undefined;
  return there ?? (await getOpenPost(sql, addresseePositionId, 'addresseePositionId'));
}

/** A post that can take a letter. @throws Refusal on `field`: `addressee-unknown`, `addressee-closed` */
export async function getOpenPost(sql: Sql, positionId: number, field: string): Promise<Position> {
  const post = await findPosition(sql, positionId);
  if (post?.closedAt === null) return post;
  const [code, words] =
    post === undefined
      ? (['addressee-unknown', { id: 'Jabatan itu tidak ada.', en: 'There is no such post.' }] as const)
      : ([
          'addressee-closed',
          {
            id: 'Jabatan itu sudah ditutup. Pilih jabatan yang menggantikannya.',
            en: 'That post has been closed. Choose the one that took its place.',
          },
        ] as const);
  throw new Refusal('invalid-input', code, words, { [field]: words });
}
