import { Refusal, type Words } from '../errors.ts';
import { type Emblems, findEmblems } from '../people/emblems-store.ts';
import { findOffice, type Office } from '../people/office-store.ts';
import { superiorsOf } from '../people/position-tree.ts';
import { listPositions, type Position } from '../people/positions-store.ts';
import { listUnits, type Unit } from '../people/units-store.ts';
import type { Sql } from '../postgres/database.ts';
import { parseNumberFormat, renderNumber } from '../registers/letter-number.ts';
import type { Upload } from '../uploads/upload-store.ts';
import { type DraftContent, missingFields } from './draft-content.ts';
import type { FrozenContent } from './frozen-content.ts';
import { attachmentCount, freezeFiles } from './frozen-files.ts';
import type { LetterKind } from './letter-kind.ts';
import { listGroups, type RecipientGroup } from './recipient-groups-store.ts';
import { resolveRecipients } from './recipients.ts';
import { capitals } from './signature-block.ts';

/** The office as it stands: what names and lines of command are resolved against. */
export interface OfficeBook {
  office: Office;
  emblems: Emblems;
  units: readonly Unit[];
  positions: readonly Position[];
  /** Groups of recipients that may be chosen. */
  groups: readonly RecipientGroup[];
}

export async function readOfficeBook(db: Sql): Promise<OfficeBook> {
  const [office, units, positions] = [await findOffice(db), await listUnits(db), await listPositions(db)];
  const groups = await listGroups(db);
  if (office === undefined) {
    throw new Refusal('unavailable', 'office-missing', {
      id: 'Data instansi belum diisi. Minta administrator mengisinya.',
      en: 'The office has not been set up yet. Ask an administrator.',
    });
  }
  return { office, emblems: await findEmblems(db), units, positions, groups };
}

/**
 * The draft with every reference resolved into the words that are printed. Strict (`complete`): anything missing is refused,
 * a field at a time. Otherwise gaps print as dots, so that an unfinished draft can be looked at.
 * @throws Refusal `letter-incomplete`
 */
export function resolveContent(
  book: OfficeBook,
  kind: LetterKind,
  draft: DraftContent,
  complete: boolean,
  uploads: readonly Upload[] = [],
): FrozenContent {
  const fields: Record<string, Words> = complete ? missingFields(kind, draft) : {};
  const { problem, ...files } = freezeFiles(uploads);
  if (complete && problem !== undefined) fields.files = problem;
  if (files.upload !== undefined) {
    for (const field of Object.keys(fields)) if (field.startsWith('sections.')) delete fields[field];
  }
  const open = (id: number | null) => book.positions.find((one) => one.id === id && one.closedAt === null);
  const signatory = open(draft.signatoryId);
  if (complete && signatory === undefined) {
    fields.signatoryId ??= { id: 'Jabatan penanda tangan sudah tidak ada.', en: 'That position no longer exists.' };
  }
  const [above, aboveThat] = signatory === undefined ? [] : superiorsOf(book.positions, signatory.id);
  const principal = draft.authority === 'an' ? above : draft.authority === 'ub' ? aboveThat : undefined;
  if (complete && draft.authority !== 'own' && principal === undefined) {
    fields.authority = {
      id: 'Di atas penanda tangan ini tidak ada pejabat untuk a.n. atau u.b.',
      en: 'Nobody above this signatory can delegate (a.n. or u.b.).',
    };
  }
  // A decree bears the letterhead of the office in whose name it is given, and counts with that office's other decrees.
  const named = kind.title.includes('{jabatan}') ? (principal ?? signatory) : signatory;
  const { to, cc, lists, problems } = resolveRecipients(book, draft);
  if (complete) for (const [field, words] of Object.entries(problems)) fields[field] ??= words;
  const { paper, font, ...profile } = kind.profile;
  const content: FrozenContent = {
    v: 1,
    kind: {
      code: kind.code,
      version: kind.version,
      name: kind.name,
      group: kind.kindGroup,
      shape: kind.shape,
      template: kind.template,
      title: kind.title.replace('{jabatan}', capitals(principal?.name ?? signatory?.name ?? '…')),
      paper,
      font,
      profile,
      ...(kind.source === null ? {} : { source: kind.source }),
      titlesInBlock: kind.titlesInBlock,
      numberFormat: kind.numberFormat,
      registerCode: kind.registerCode,
    },
    letterhead: letterhead(book, named),
    place: book.office.place,
    signatory: {
      positionId: signatory?.id ?? 0,
      unitId: named?.unitId ?? 0,
      position: signatory?.name ?? '…',
      officeKind: signatory?.officeKind ?? 'other',
      unit: signatory?.unitName ?? '…',
      unitCode: book.units.find(({ id }) => id === signatory?.unitId)?.code ?? '…',
      positionCode: signatory?.code ?? '…',
      authority: principal === undefined ? 'own' : draft.authority,
      principal: principal?.name ?? '',
      intermediate: draft.authority === 'ub' && principal !== undefined ? (above?.name ?? '') : '',
    },
    to,
    cc,
    ...(lists.length === 0 ? {} : { recipientLists: lists }),
    subject: draft.subject === '' && !complete ? '…' : draft.subject,
    classification: draft.classification,
    security: draft.security,
    urgency: draft.urgency,
    attachment: draft.attachment || attachmentCount(files.attachments?.length ?? 0),
    markup: 2,
    sections: (files.upload === undefined ? kind.sections : []).map(
      ({ key, label, kind: sort, required, layout, printed, before }) => ({
        key,
        label,
        kind: sort,
        optional: !required,
        ...(layout === undefined ? {} : { layout }),
        ...(printed === undefined ? {} : { printed }),
        ...(before === undefined ? {} : { before }),
        text: draft.sections[key] ?? '',
      }),
    ),
    ...files,
  };
  if (complete && content.to.length === 0 && content.sections.some(({ text }) => NAMES_RECIPIENTS.test(text))) {
    fields.recipients = {
      id: 'Isi surat memakai {penerima}; isi paling sedikit satu penerima.',
      en: 'The text uses {penerima}; name at least one recipient.',
    };
  }
  if (complete && Object.keys(fields).length === 0) checkNumber(content, fields);
  if (Object.keys(fields).length > 0) {
    throw new Refusal(
      'invalid-input',
      'letter-incomplete',
      { id: 'Surat belum lengkap.', en: 'The letter is not complete yet.' },
      fields,
    );
  }
  return content;
}

const NAMES_RECIPIENTS = /(?<!\\)\{\s*penerima\s*\}/iu;

/** A number that could never be printed is met by the drafter, not by the signatory: tried with a high counter. */
function checkNumber(content: FrozenContent, fields: Record<string, Words>): void {
  try {
    renderNumber(parseNumberFormat(content.kind.numberFormat), {
      ...numberValues(content, '2000-12-31'),
      urut: 99_999,
    });
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    fields.classification = error.words;
  }
}

/** The values of this letter's number for a letter date; the counter and the register come from the registers. */
export function numberValues(content: FrozenContent, date: string) {
  return {
    klasifikasi: content.classification,
    unit: content.signatory.unitCode,
    jabatan: content.signatory.positionCode,
    keamanan: content.security,
    date,
  };
}

/** Head of region and deputy write under their own office's name, everybody else under that of the nearest unit with an address. */
function letterhead(
  { office, emblems, units, positions }: OfficeBook,
  named: Position | undefined,
): FrozenContent['letterhead'] {
  const home = unitsAbove(units, named?.unitId);
  const shown = home.find(({ address }) => address !== '') ?? home[0];
  const own = named?.officeKind === 'head_of_region' || named?.officeKind === 'deputy_head';
  const head = positions.find(({ id }) => id === named?.id);
  const emblem = own ? emblems.head : emblems.region;
  return {
    style: own ? 'jabatan' : 'instansi',
    office: office.name,
    name: own && head !== undefined ? head.name : (shown?.name ?? '…'),
    address: shown?.address ?? '',
    contact: shown?.contact ?? '',
    ...(emblem === null ? {} : { emblem: emblem.toString('hex') }),
  };
}

function unitsAbove(units: readonly Unit[], unitId: number | undefined): Unit[] {
  const line: Unit[] = [];
  let at = units.find(({ id }) => id === unitId);
  while (at !== undefined && !line.includes(at)) {
    line.push(at);
    const parentId = at.parentId;
    at = units.find(({ id }) => id === parentId);
  }
  return line;
}
