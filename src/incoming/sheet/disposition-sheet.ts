import { calendarDate, unixSeconds } from '../../clock.ts';
import { Fault } from '../../errors.ts';
import { dateAndTime, longDate } from '../../letters/long-date.ts';
import { capitals } from '../../letters/signature-block.ts';
import type { Actor } from '../../people/actor.ts';
import { findOffice, type Office } from '../../people/office-store.ts';
import { isSecret } from '../../people/security-class.ts';
import type { DispositionPage } from '../../typesetting/disposition-page.ts';
import type { Typesetter } from '../../typesetting/typesetter.ts';
import type { TreeDeps } from '../deps.ts';
import { getIncoming, type Incoming } from '../incoming-store.ts';
import { demandIncomingReading } from '../incoming-subject.ts';
import { noteIncomingReading } from '../reading/reading-incoming.ts';
import { type Holding, listHoldings } from '../tree/holdings-store.ts';
import { type Instruction, listAllInstructions } from './instructions-store.ts';
import { listSheets, type Sheet } from './sheets-store.ts';

export interface SheetDeps extends TreeDeps {
  typesetter: Pick<Typesetter, 'typesetDisposition'>;
}

/**
 * Every sheet of the letter's tree as PDF/A, in the order in which they were written, each with who wrote it in which
 * capacity. Before the first one an empty form, for those who still write by hand.
 * @throws Refusal as for an unknown letter, and those of typesetting
 */
export async function sheetPdf(deps: SheetDeps, actor: Actor, incomingId: number): Promise<Buffer> {
  const { db } = deps;
  const incoming = await getIncoming(db, incomingId);
  const subject = await demandIncomingReading(db, actor, incoming);
  await noteIncomingReading(deps, actor, incoming, subject, 'sheet');
  const office = await findOffice(db);
  if (office === undefined) throw new Fault('an incoming letter without an office');
  const parts = { sheets: await listSheets(db, incomingId), holdings: await listHoldings(db, incomingId) };
  const page = dispositionPage(
    incoming,
    { ...parts, instructions: await listAllInstructions(db) },
    office,
    deps.clock(),
  );
  return (await deps.typesetter.typesetDisposition(page)).pdf;
}

interface Parts {
  sheets: readonly Sheet[];
  holdings: readonly Holding[];
  instructions: readonly Instruction[];
}

const URGENCIES = { AMAT_SEGERA: 'Sangat segera', SEGERA: 'Segera', PENTING: 'Penting', BIASA: 'Biasa' } as const;
const CLASSES = { B: 'Biasa', T: 'Terbatas', R: 'Rahasia', SR: 'Sangat rahasia' } as const;

/** The usual form mixes urgency and secrecy in one row of boxes; what the boxes do not say is written out below them. */
function dispositionPage(incoming: Incoming, parts: Parts, { name, timeZone }: Office, at: Date): DispositionPage {
  const { security, urgency, year, agenda, letterDate } = incoming;
  const secret = isSecret(security);
  const notes = [
    urgency === 'PENTING' ? [URGENCIES.PENTING] : [],
    security === 'B' || security === 'R' ? [] : [CLASSES[security]],
  ];
  return {
    documentTitle: `Lembar disposisi agenda ${agenda}/${year}`,
    createdAt: unixSeconds(at),
    office: capitals(name),
    unit: capitals(incoming.unitName),
    mark: security === 'B' ? null : { code: CLASSES[security].toUpperCase(), red: secret },
    reference: `Lembar disposisi, agenda ${agenda}/${year}, surat nomor ${incoming.number || '-'}`,
    from: [incoming.senderName, incoming.senderAddress].filter((part) => part !== '').join('\n'),
    number: incoming.number || '-',
    letterDate: letterDate === null ? '-' : longDate(letterDate),
    received: longDate(calendarDate(incoming.receivedAt, timeZone)),
    agenda: `${agenda}/${year}`,
    character: [
      { label: 'Sangat segera', ticked: urgency === 'AMAT_SEGERA' },
      { label: 'Segera', ticked: urgency === 'SEGERA' },
      { label: 'Rahasia', ticked: secret },
    ],
    characterNote: notes.flat().join(', '),
    subject: incoming.subject || '-',
    sheets:
      parts.sheets.length === 0 ? [emptySheet(parts)] : parts.sheets.map((sheet) => sheetOf(sheet, parts, timeZone)),
    closing: `Ditujukan kepada ${incoming.addresseeName}. Dicetak pada ${dateAndTime(at, timeZone)}.`,
  };
}

function sheetOf(
  sheet: Sheet,
  { sheets, holdings, instructions }: Parts,
  timeZone: string,
): DispositionPage['sheets'][number] {
  const place = (id: number) => sheets.findIndex((each) => each.id === id) + 1;
  const given = holdings.filter(({ sheetId }) => sheetId === sheet.id);
  const forwards = sheet.kind === 'forward';
  const heading = `${forwards ? 'Diteruskan' : 'Disposisi'} ${place(sheet.id)}, dari ${sheet.fromName}`;
  const several = given.length > 1;
  return {
    heading: sheet.replacesId === null ? heading : `${heading}, mengganti lembar ${place(sheet.replacesId)}`,
    standing: standingOf(sheet, given, place),
    toLabel: 'Diteruskan kepada Sdr.',
    to: given.map(({ givenName, positionName, responsible, state }) =>
      [
        givenName,
        givenName === positionName ? '' : ` (dialihkan kepada ${positionName})`,
        responsible && several ? ' (penanggung jawab)' : '',
        state === 'cancelled' && sheet.replacedById === null ? ' (dibatalkan)' : '',
      ].join(''),
    ),
    instructions: forwards ? [] : ticked(sheet, instructions),
    remark: sheet.remark,
    due: sheet.dueAt === null ? '' : dateAndTime(sheet.dueAt, timeZone),
    by: {
      ...{ capacity: sheet.capacity, name: sheet.personName, rank: sheet.personRank, nip: sheet.personNip },
      at: dateAndTime(sheet.at, timeZone),
    },
  };
}

/** The whole list as it is now with what was ticked, in the words of that day; what is gone from the list since stands last. */
function ticked({ instructions: asked }: Pick<Sheet, 'instructions'>, list: readonly Instruction[]) {
  const open = list.filter(({ closedAt }) => closedAt === null);
  const gone = asked.filter(({ code }) => !open.some((each) => each.code === code));
  return [
    ...open.map(({ code, name }) => ({
      label: asked.find((each) => each.code === code)?.name ?? name,
      ticked: asked.some((each) => each.code === code),
    })),
    ...gone.map(({ name }) => ({ label: name, ticked: true })),
  ];
}

function standingOf({ replacedById }: Sheet, given: readonly Holding[], place: (id: number) => number): string {
  if (replacedById !== null) return `Tidak berlaku lagi: diganti dengan lembar ${place(replacedById)}`;
  return given.every(({ state }) => state === 'cancelled') ? 'Tidak berlaku lagi: dibatalkan sebelum dibaca' : '';
}

function emptySheet({ instructions }: Parts): DispositionPage['sheets'][number] {
  return {
    ...{ heading: '', standing: '', toLabel: 'Diteruskan kepada Sdr.', to: [], remark: '', due: '', by: null },
    instructions: ticked({ instructions: [] }, instructions),
  };
}
