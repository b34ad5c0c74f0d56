import { listSteps, listTimeline, type NamedStep, type TimelineEvent } from '../approvals/approvals-store.ts';
import { type Clock, unixSeconds } from '../clock.ts';
import { Fault, Refusal } from '../errors.ts';
import type { FrozenContent } from '../letters/frozen-content.ts';
import { URGENCY_NAMES } from '../letters/letter-kind.ts';
import { type StatusStanding, standingOf } from '../letters/letter-status.ts';
import { letterSubject } from '../letters/letter-subject.ts';
import { type IssuedLetter, type LetterVersion, listVersions } from '../letters/letters-store.ts';
import { dateAndTime, longDate } from '../letters/long-date.ts';
import { type LetterRead, readLetter, type StatusRead } from '../letters/reading.ts';
import { capitals } from '../letters/signature-block.ts';
import type { Actor } from '../people/actor.ts';
import { findOffice } from '../people/office-store.ts';
import { demand } from '../people/permissions.ts';
import type { Database } from '../postgres/database.ts';
import { listGrants, type NumberGrant } from '../registers/grant-store.ts';
import { groupedToken } from '../seal/token.ts';
import type { RecordSheet } from '../typesetting/record-sheet.ts';
import type { Typesetter } from '../typesetting/typesetter.ts';

export interface FileCopyDeps {
  db: Database;
  clock: Clock;
  typesetter: Pick<Typesetter, 'typesetRecord'>;
}

/**
 * The *pertinggal* of an issued letter, for anybody who sees how it came about: its facts, initials, versions, decisions and what happened
 * since, with the signed document named by its hash. It tells of the letter and does not stand for it. PDF/A-2a.
 * @throws Refusal as for an unknown letter, `not-allowed` for whoever only received it, `letter-not-issued`, and those of typesetting
 */
export async function fileCopy(deps: FileCopyDeps, actor: Actor, letterId: number): Promise<Buffer> {
  const { db } = deps;
  const read = await readLetter(deps, actor, letterId);
  const { issued, content, version } = read;
  if (issued === undefined || content === undefined || version === undefined) {
    throw new Refusal('wrong-state', 'letter-not-issued', {
      id: 'Pertinggal dibuat setelah surat terbit.',
      en: 'A file copy is made once the letter is issued.',
    });
  }
  demand(actor, 'letter.read-course', await letterSubject(db, read.letter));
  const office = await findOffice(db);
  if (office === undefined) throw new Fault('an issued letter without an office');
  const records = {
    timeline: await listTimeline(db, letterId),
    versions: await listVersions(db, letterId),
    steps: await listSteps(db, version.id),
    grants: await listGrants(db, letterId),
  };
  const at = deps.clock();
  const sheet = fileCopySheet({ ...read, ...records, issued, content, timeZone: office.timeZone, at });
  return (await deps.typesetter.typesetRecord(sheet)).pdf;
}

interface Records extends Pick<LetterRead, 'kind' | 'statuses'> {
  issued: IssuedLetter;
  content: FrozenContent;
  timeline: TimelineEvent[];
  versions: LetterVersion[];
  /** Of the version that was signed. */
  steps: NamedStep[];
  grants: NumberGrant[];
  timeZone: string;
  at: Date;
}

function fileCopySheet(records: Records): RecordSheet {
  const { content, issued, timeline, versions, statuses, timeZone, at } = records;
  const { letterhead } = content;
  const time = (instant: Date) => dateAndTime(instant, timeZone);
  const since: RecordSheet['tables'] = [
    {
      heading: 'Keadaan sesudah terbit',
      columns: columns('Waktu', 3, 'Pejabat', 5, 'Keadaan', 4, 'Alasan dan keterangan', 5),
      rows: statuses.map((status) => [
        time(status.at),
        `${status.personName}\n${status.capacity} (${status.authority})`,
        statusWords(status),
        lines(status.reasonName, status.remark),
      ]),
    },
  ];
  return {
    documentTitle: `Pertinggal ${issued.number}: ${content.subject}`,
    createdAt: unixSeconds(at),
    office: capitals(letterhead.style === 'jabatan' ? letterhead.name : letterhead.office),
    unit: letterhead.style === 'jabatan' ? '' : capitals(letterhead.name),
    title: 'PERTINGGAL',
    reference: `Pertinggal surat nomor ${issued.number}`,
    standing: standingLine(statuses.at(-1), timeZone),
    facts: facts(records),
    tables: [
      ...boxes(records),
      {
        heading: 'Versi',
        columns: columns('Versi', 2, 'Diajukan', 5, 'Halaman', 2, 'SHA-256 naskah', 9),
        rows: versions.map(({ version, submittedAt, pages, sha256 }) => [
          `${version}`,
          lines(time(submittedAt), correctionOf(version, timeline)),
          `${pages}`,
          hash(sha256),
        ]),
      },
      {
        heading: 'Keputusan',
        columns: columns('Waktu', 4, 'Pejabat', 6, 'Keputusan', 4, 'Catatan', 4),
        rows: timeline.map((event) => [
          time(event.at),
          `${event.personName}\n${event.capacity}`,
          `${DECISIONS[event.outcome]}, versi ${event.version}`,
          event.remark,
        ]),
      },
      ...grantTables(records),
      ...(statuses.length === 0 ? [] : since),
    ],
    closing: `Lembar ini disusun dari catatan elektronik pada ${time(at)}. Yang ditandatangani adalah berkas PDF dengan SHA-256 di atas; lembar ini menerangkannya dan tidak menggantikannya.`,
  };
}

/** Numbers and dates that somebody granted to the letter before its signature. */
function grantTables({ grants, timeZone }: Records): RecordSheet['tables'] {
  if (grants.length === 0) return [];
  const rows = grants.map((grant) => [
    dateAndTime(grant.at, timeZone),
    `${grant.personName}\n${grant.capacity}`,
    grantWords(grant),
    grant.reason,
  ]);
  return [
    { heading: 'Nomor dan tanggal', columns: columns('Waktu', 3, 'Pejabat', 5, 'Diberikan', 4, 'Alasan', 5), rows },
  ];
}

function grantWords({ what, number, letterDate }: NumberGrant): string {
  if (what === 'date') return `Tanggal surat ${longDate(letterDate ?? '')}`;
  if (what === 'date_over') return 'Tanggal surat yang lebih awal dicabut';
  return what === 'insertion' ? `Nomor sisipan ${number}` : `Nomor cadangan ${number}`;
}

function facts({ issued, content, kind, timeline, timeZone }: Records): RecordSheet['facts'] {
  const signer = timeline.find(({ outcome }) => outcome === 'signed');
  const all: [label: string, value: string][] = [
    ['Nomor', issued.number],
    ['Tanggal surat', longDate(issued.letterDate)],
    ['Jenis', kind.name],
    ['Hal', content.subject],
    ['Sifat', SECURITY_NAMES[content.security]],
    ['Derajat', URGENCY_NAMES[content.urgency]],
    ['Kepada', content.to.map(({ name }) => name).join('\n')],
    ['Tembusan', content.cc.map(({ name }) => name).join('\n')],
    ['Penanda tangan', signer === undefined ? content.signatory.position : `${signer.personName}\n${signer.capacity}`],
    ['Terbit', dateAndTime(issued.issuedAt, timeZone)],
    ['Kode periksa', `${groupedToken(issued.token)} di ${issued.host}`],
    ['Halaman', `${issued.pages}`],
    ['SHA-256 berkas', hash(issued.documentSha256)],
  ];
  return all.filter(([, value]) => value !== '').map(([label, value]) => ({ label, value }));
}

const SECURITY_NAMES = { B: 'Biasa', T: 'Terbatas', R: 'Rahasia', SR: 'Sangat rahasia' } as const;

const DECISIONS: Readonly<Record<TimelineEvent['outcome'], string>> = {
  submitted: 'Diajukan',
  corrected: 'Dikoreksi',
  approved: 'Diparaf',
  returned: 'Dikembalikan',
  rejected: 'Ditolak',
  taken_back: 'Ditarik kembali',
  signed: 'Ditandatangani dan terbit',
};

/**
 * What stands on the signed version, in the boxes of the office's own file copies: paraf hierarki, paraf koordinasi, signature.
 * A paraf that holds from a version before a reviewer's correction says on which version it was given.
 */
function boxes({ steps, timeline, versions, timeZone }: Records): RecordSheet['tables'] {
  const given = steps.flatMap((step) => {
    const event = timeline.find(({ id, stepId }) => stepId === step.id || id === step.heldId);
    return event === undefined ? [] : [{ ...event, box: step.task === 'sign' ? ('sign' as const) : step.paraf }];
  });
  const mark = ({ outcome, version }: TimelineEvent) => {
    if (outcome === 'signed') return 'Tanda tangan';
    return version === versions.length ? 'Paraf' : `Paraf atas versi ${version}, sebelum koreksi`;
  };
  return (['hierarki', 'koordinasi', 'sign'] as const).flatMap((box) => {
    const rows = given
      .filter((event) => event.box === box)
      .map((event) => [event.capacity, event.personName, mark(event), dateAndTime(event.at, timeZone)]);
    const table = {
      heading: BOXES[box],
      columns: columns('Jabatan', 6, 'Nama', 5, box === 'sign' ? 'Tindakan' : 'Paraf', 3, 'Waktu', 4),
      rows,
    };
    return rows.length === 0 ? [] : [table];
  });
}

const BOXES = { hierarki: 'Paraf hierarki', koordinasi: 'Paraf koordinasi', sign: 'Tanda tangan' } as const;

function correctionOf(version: number, timeline: readonly TimelineEvent[]): string {
  const event = timeline.find((each) => each.version === version && each.outcome === 'corrected');
  return event === undefined ? '' : `Koreksi oleh ${event.personName}, ${event.capacity}`;
}

const STANDINGS: Readonly<Record<StatusStanding, string>> = {
  withdrawn: 'Dicabut',
  recalled: 'Ditarik',
  superseded: 'Digantikan',
  corrected: 'Diralat',
};

function statusWords({ code, otherNumber }: StatusRead): string {
  if (code === 'restored') return 'Dipulihkan';
  return otherNumber === null ? STANDINGS[code] : `${STANDINGS[code]} oleh ${otherNumber}`;
}

function standingLine(last: StatusRead | undefined, timeZone: string): string {
  if (last === undefined || standingOf(last.code) === undefined) return '';
  return `${statusWords(last)}\nsejak ${dateAndTime(last.at, timeZone)}`;
}

function columns(...pairs: (string | number)[]): RecordSheet['tables'][number]['columns'] {
  return pairs.flatMap((name, i) => (typeof name === 'string' ? [{ name, share: Number(pairs[i + 1]) }] : []));
}

function lines(...parts: string[]): string {
  return parts.filter((part) => part !== '').join('\n');
}

/** In groups that an eye can follow from one sheet to the other. */
function hash(sha256: Buffer): string {
  const groups = sha256.toString('hex').match(/.{8}/g) ?? [];
  return `${groups.slice(0, 4).join(' ')}\n${groups.slice(4).join(' ')}`;
}
