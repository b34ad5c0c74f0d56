import { trustAnchors } from '../authority/current-certificate.ts';
import { type Clock, unixSeconds } from '../clock.ts';
import { Refusal } from '../errors.ts';
import { demandReading, letterSubject } from '../letters/letter-subject.ts';
import { getLetter } from '../letters/letters-store.ts';
import { dateAndTime, longDate } from '../letters/long-date.ts';
import { capitals } from '../letters/signature-block.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { isSecret } from '../people/security-class.ts';
import type { Database } from '../postgres/database.ts';
import { groupedToken } from '../seal/token.ts';
import type { RecordSheet } from '../typesetting/record-sheet.ts';
import type { Typesetter } from '../typesetting/typesetter.ts';
import type { PdfSummary, Verifier } from '../verification/verifier.ts';
import { type IssuedFacts, readIssued } from './letter-facts.ts';
import { STATUS_PHRASES } from './mail-text.ts';
import { notIssued } from './refusals.ts';
import { findSigner, type Signer } from './signer-store.ts';
import { listStatusesToTell, type StatusToTell } from './telling-store.ts';

export interface SheetDeps {
  db: Database;
  clock: Clock;
  documents: { read(sha256: Uint8Array): Promise<Buffer> };
  verifyPdf: Verifier['verify'];
  typesetter: Pick<Typesetter, 'typesetRecord'>;
}

/**
 * The sheet that goes with a print: who signed and when, what our own check of the file says at this moment, and how anybody
 * checks it themself. For one recipient (by `ordinal`) with the number of their copy, or for all. A file that does not pass
 * gets no sheet. PDF/A.
 * @throws Refusal `letter-not-issued`, `letter-not-intact`, `not-allowed`, as for an unknown letter, and those of typesetting
 */
export async function dispatchSheet(
  deps: SheetDeps,
  actor: Actor,
  letterId: number,
  ordinal?: number,
): Promise<Buffer> {
  const { db } = deps;
  const letter = await getLetter(db, letterId);
  await demandReading(db, actor, letter);
  demand(actor, 'letter.send', await letterSubject(db, letter));
  const issued = await readIssued(db, letter);
  const signer = await findSigner(db, letterId);
  if (issued === undefined || signer === undefined) throw notIssued();
  const pdf = await deps.documents.read(issued.issued.documentSha256);
  const verdict = await deps.verifyPdf(pdf, { anchors: await trustAnchors(db), at: signer.signedAt });
  if (verdict?.intactAndTrusted !== true) throw notIntact();
  const at = deps.clock();
  const last = (await listStatusesToTell(db, letterId)).at(-1);
  return (
    await deps.typesetter.typesetRecord(
      sheetOf(issued, signer, verdict, { at, ordinal, standing: last?.code === 'restored' ? undefined : last }),
    )
  ).pdf;
}

function sheetOf(
  { content, issued, recipients, facts, timeZone }: IssuedFacts,
  signer: Signer,
  verdict: PdfSummary,
  { at, ordinal, standing }: { at: Date; ordinal: number | undefined; standing: StatusToTell | undefined },
): RecordSheet {
  const { letterhead, security } = content;
  const shown = ordinal === undefined ? recipients : recipients.filter((one) => one.ordinal === ordinal);
  const lines: [label: string, value: string][] = [
    ['Nomor', issued.number],
    ['Tanggal surat', longDate(issued.letterDate)],
    ['Hal', isSecret(security) ? '' : content.subject],
    ['Penanda tangan', `${signer.name}\n${signer.capacity}`],
    ['Ditandatangani', dateAndTime(signer.signedAt, timeZone)],
    ['Halaman', String(issued.pages)],
    ['Kode periksa', groupedToken(issued.token)],
    ['Hasil pemeriksaan', `${verdict.words.id}\nDiperiksa oleh Layang pada ${dateAndTime(at, timeZone)}.`],
  ];
  return {
    documentTitle: `Lembar pengiriman ${issued.number}`,
    createdAt: unixSeconds(at),
    office: capitals(letterhead.style === 'jabatan' ? letterhead.name : letterhead.office),
    unit: letterhead.style === 'jabatan' ? '' : capitals(letterhead.name),
    title: 'LEMBAR PENGIRIMAN',
    reference: `Lembar pengiriman surat nomor ${issued.number}`,
    standing:
      standing === undefined
        ? ''
        : `${capitals(STATUS_PHRASES[standing.code])}\nsejak ${dateAndTime(standing.at, timeZone)}`,
    facts: lines.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value })),
    tables: [
      {
        heading: shown.length === 1 ? 'Penerima' : 'Daftar penerima',
        columns: [
          { name: 'No.', share: 2 },
          { name: 'Kepada', share: 10 },
          { name: 'Sebagai', share: 4 },
          ...(shown.some(({ copyNumber }) => copyNumber !== null) ? [{ name: 'Salinan', share: 3 }] : []),
        ],
        rows: shown.map((one) => [
          String(one.ordinal),
          [one.name, one.address].filter((text) => text !== '').join('\n'),
          one.part === 'to' ? 'Penerima' : 'Tembusan',
          ...(shown.some(({ copyNumber }) => copyNumber !== null) ? [`nomor ${one.copyNumber ?? '-'}`] : []),
        ]),
      },
      {
        heading: 'Cara memeriksa cetakan ini',
        columns: [
          { name: 'Langkah', share: 2 },
          { name: 'Yang dilakukan', share: 14 },
        ],
        rows: checkSteps(facts.checkUrl, issued.pages).map((step, i) => [String(i + 1), step]),
      },
    ],
    closing:
      'Lembar ini menerangkan surat pada saat dicetak dan tidak menggantikannya. Keadaan surat dapat berubah sesudahnya, karena itu periksalah.',
  };
}

function checkSteps(checkUrl: string, pages: number): string[] {
  return [
    `Pindai tanda QR pada surat, atau buka ${checkUrl}. Alamat yang tampil harus sama dengan yang tercetak di kaki surat.`,
    'Bacalah keadaannya: masih berlaku, dicabut, ditarik, digantikan, atau diralat.',
    'Cocokkan nomor, tanggal, dan penanda tangan dengan surat di tangan Anda.',
    `Hitung halamannya: ${pages}. Setiap halaman mempunyai kode yang sama dan nomor halamannya sendiri.`,
  ];
}

function notIntact(): Refusal {
  return new Refusal('unavailable', 'letter-not-intact', {
    id: 'Berkas surat ini tidak lulus pemeriksaan. Jangan dikirim; hubungi administrator.',
    en: 'The file of this letter does not pass the check. Do not send it; ask the administrator.',
  });
}
