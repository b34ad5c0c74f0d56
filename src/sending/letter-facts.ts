import { Fault } from '../errors.ts';
import { copyNumbers } from '../letters/copy-numbers.ts';
import { type FrozenContent, parseFrozen } from '../letters/frozen-content.ts';
import { findIssued, findVersion, type IssuedLetter, type Letter } from '../letters/letters-store.ts';
import type { Recipient } from '../letters/recipients.ts';
import { listRecipients } from '../letters/recipients-store.ts';
import { findOffice } from '../people/office-store.ts';
import { listPositions, type Position } from '../people/positions-store.ts';
import type { Sql } from '../postgres/database.ts';
import { hostOrigin } from '../seal/qr-url.ts';
import type { LetterFacts } from './mail-text.ts';

/** An issued letter as sending knows it. */
export interface IssuedFacts {
  letter: Letter;
  issued: IssuedLetter;
  content: FrozenContent;
  recipients: NumberedRecipient[];
  facts: LetterFacts;
  timeZone: string;
}

export interface NumberedRecipient extends Recipient {
  /** From 1, as the letter has them; what a delivery is known by. */
  ordinal: number;
  copyNumber: number | null;
}

export async function readIssued(db: Sql, letter: Letter): Promise<IssuedFacts | undefined> {
  const issued = letter.state === 'issued' ? await findIssued(db, letter.id) : undefined;
  if (issued === undefined) return undefined;
  const version = letter.currentVersionId === null ? undefined : await findVersion(db, letter.currentVersionId);
  const office = await findOffice(db);
  if (version === undefined || office === undefined)
    throw new Fault(`issued letter ${letter.id} without version or office`);
  const content = parseFrozen(version.content);
  const { letterhead } = content;
  const kept = await listRecipients(db, version.id);
  const recipients =
    kept.length > 0 ? kept : beforeTheyWereKept(content, version.recipientPositions, await listPositions(db));
  return {
    letter,
    issued,
    content,
    recipients: numbered(content, recipients),
    timeZone: office.timeZone,
    facts: {
      office: letterhead.office,
      sender: letterhead.name,
      senderAddress: letterhead.address,
      senderContact: letterhead.contact,
      number: issued.number,
      date: issued.letterDate,
      subject: content.subject,
      security: content.security,
      checkUrl: `${hostOrigin(issued.host)}/${issued.token}`,
    },
  };
}

/** Copies of a secret letter are numbered in the order of its recipients; no other letter has numbers. */
function numbered(content: FrozenContent, recipients: readonly Recipient[]): NumberedRecipient[] {
  const copies = copyNumbers(content);
  return recipients.map((one, i) => ({ ...one, ordinal: i + 1, copyNumber: copies[i]?.copy ?? null }));
}

/** Of a version submitted before recipients were kept: as printed, and who of them is a post here by its name. */
function beforeTheyWereKept(
  content: FrozenContent,
  positionIds: readonly number[],
  positions: readonly Position[],
): Recipient[] {
  const here = positions.filter(({ id }) => positionIds.includes(id));
  return (['to', 'cc'] as const).flatMap((part) =>
    content[part].map(({ name, address }): Recipient => {
      const positionId = address === '' ? (here.find((each) => each.name === name)?.id ?? null) : null;
      return { part, name, address, positionId, email: '', groupName: '' };
    }),
  );
}
