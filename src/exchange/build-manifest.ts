import { unixSeconds } from '../clock.ts';
import { findDocument } from '../documents/documents-store.ts';
import { Fault } from '../errors.ts';
import { getLetter } from '../letters/letters-store.ts';
import { isSecret } from '../people/security-class.ts';
import type { Sql } from '../postgres/database.ts';
import { readIssued } from '../sending/letter-facts.ts';
import { Manifest, MOST_PDF_BYTES } from './manifest.ts';
import type { Outgoing } from './outgoing-store.ts';

/** Why a letter cannot go this way at all. */
export type Hindrance = 'secret' | 'too-large';

/** What a delivery will say of its letter; the words are those of the letter, shortened where they are longer than fits. */
export async function buildManifest(db: Sql, outgoing: Outgoing): Promise<Manifest | Hindrance> {
  const letter = await getLetter(db, outgoing.letterId);
  const issued = await readIssued(db, letter);
  const document = issued && (await findDocument(db, issued.issued.documentSha256));
  if (issued === undefined || document === undefined)
    throw new Fault(`delivery ${outgoing.deliveryId} without its letter`);
  const { content, facts } = issued;
  if (isSecret(facts.security)) return 'secret';
  if (document.length > MOST_PDF_BYTES) return 'too-large';
  return Manifest.parse({
    v: 1,
    key: outgoing.key,
    createdAt: unixSeconds(outgoing.createdAt),
    letter: {
      host: issued.issued.host,
      token: issued.issued.token,
      number: oneLine(facts.number, 200),
      date: facts.date,
      subject: oneLine(facts.subject, 1_000),
      security: facts.security,
      urgency: content.urgency,
      classification: oneLine(content.classification, 60),
    },
    sender: {
      office: oneLine(facts.office, 300),
      unit: oneLine(facts.sender, 300),
      address: manyLines(
        [facts.senderAddress, facts.senderContact].filter((part) => part.trim() !== '').join('\n'),
        500,
      ),
    },
    recipient: {
      part: outgoing.part,
      name: oneLine(outgoing.name, 500),
      address: manyLines(outgoing.address, 500),
      desk: outgoing.desk,
    },
    pdf: {
      sha256: issued.issued.documentSha256.toString('hex'),
      length: document.length,
      pages: issued.issued.pages,
    },
  } satisfies Manifest);
}

function oneLine(text: string, most: number): string {
  return cut(text.replace(/[\p{Cc}\p{Zl}\p{Zp}\s]+/gu, ' ').trim(), most);
}

function manyLines(text: string, most: number): string {
  return cut(text.replace(/[\p{Zl}\p{Zp}]/gu, '\n').trim(), most);
}

function cut(text: string, most: number): string {
  return text.length <= most
    ? text
    : `${[...text]
        .slice(0, most - 1)
        .join('')
        .slice(0, most - 1)}…`;
}
