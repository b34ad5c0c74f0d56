import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { openApprovals } from '../../src/approvals/approvals.ts';
import { lockSigningTurn, recordSigned } from '../../src/approvals/signing-turn.ts';
import { type DocumentStore, openDocumentStore } from '../../src/documents/document-store.ts';
import { Refusal } from '../../src/errors.ts';
import { openReplying } from '../../src/incoming/answers/replying.ts';
import { openBooks } from '../../src/incoming/books/books.ts';
import { openDispositions } from '../../src/incoming/dispositions.ts';
import { openOriginals } from '../../src/incoming/originals/originals.ts';
import { openHolderPages } from '../../src/incoming/reading/holder-pages.ts';
import { openReportFiles } from '../../src/incoming/tree/report-files.ts';
import { openIntake } from '../../src/intake/intake.ts';
import { startRunner } from '../../src/jobs/runner.ts';
import { openLetterFiles } from '../../src/letters/letter-files.ts';
import { openLetterUploads } from '../../src/letters/letter-uploads.ts';
import { openLetters } from '../../src/letters/letters.ts';
import { openOfficeSettings } from '../../src/letters/office-settings.ts';
import type { Database } from '../../src/postgres/database.ts';
import { parseNumberFormat } from '../../src/registers/letter-number.ts';
import { openRegisters } from '../../src/registers/registers.ts';
import { takeNumber } from '../../src/registers/take-number.ts';
import { openPreviewer } from '../../src/typesetting/preview.ts';
import { openTypesetter } from '../../src/typesetting/typesetter.ts';
import { findDocxConverter } from '../../src/uploads/convert-docx.ts';
import { prepareUploadJob } from '../../src/uploads/prepare-upload.ts';
import { openScanWork } from '../../src/uploads/scan-work.ts';
import { openUploadWork } from '../../src/uploads/upload-work.ts';
import type { WebDeps } from '../../src/web/deps.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { type Client, client } from '../support/client.ts';
import { password, smallOffice } from './office.ts';

export const passphrase = 'enam cangkir teh melati';
/** Where the documents of an app lie, for whoever brings some. */
export const documentsOf = new WeakMap<Database, DocumentStore>();
const closing: (() => Promise<void> | void)[] = [];

afterAll(async () => {
  for (const close of closing.splice(0)) await close();
});

/**
 * The small regency with a staff member below the head of section, and the rooms of letters with a real typesetter. The
 * signing act itself is tested where keys are: here it checks the turn, takes a number and records, or refuses.
 */
export async function startLetterApp(publicDirectory?: string): Promise<TestApp> {
  const previewer = openPreviewer();
  const directory = mkdtempSync(join(tmpdir(), 'layang-letters-'));
  const documents = openDocumentStore(join(directory, 'documents'));
  const typesetter = openTypesetter({ documents });
  closing.push(
    () => typesetter.close(),
    () => previewer.close(),
    () => rmSync(directory, { recursive: true, force: true }),
  );
  const uploads = openUploadWork(join(directory, 'unfinished'));
  const converter = findDocxConverter();
  const scans = openScanWork({ deadlineMs: 60_000 });
  closing.push(
    () => uploads.close(),
    () => scans.close(),
  );
  const app = await startApp({
    ...(publicDirectory === undefined ? {} : { publicDirectory }),
    more: ({ db, clock }) => {
      documentsOf.set(db, documents);
      const writing = { db, clock, host: 'periksa.example', typesetter, documents, previewer, uploads };
      const preparing = prepareUploadJob({ db, documents, uploads, converter });
      const silent = { warn() {}, error() {} };
      const runner = startRunner({ db, jobs: [preparing], clock, log: silent });
      closing.push(() => runner.stop());
      const signLetter: WebDeps['signLetter'] = async ({ actor, letterId, versionSha256, passphrase: typed }) => {
        const words = { id: 'Frasa sandi salah.', en: 'Wrong passphrase.' };
        if (typed !== passphrase) throw new Refusal('invalid-input', 'passphrase-wrong', words, { passphrase: words });
        await db.transaction(async (tx) => {
          const at = clock();
          const turn = await lockSigningTurn(tx, actor, letterId, versionSha256, at);
          await takeNumber(tx, {
            letterId,
            unitId: turn.content.signatory.unitId,
            registerCode: turn.content.kind.registerCode,
            format: parseNumberFormat(turn.content.kind.numberFormat),
            values: { klasifikasi: '400.3.5', unit: 'Disdik', jabatan: 'X', keamanan: 'B', date: '2026-11-21' },
            personId: actor.personId,
            at,
          });
          await recordSigned(tx, {
            letterId,
            versionId: turn.version.id,
            versionSha256: turn.version.sha256,
            stepId: turn.step.id,
            personId: actor.personId,
            appointmentId: turn.appointment.id,
            capacity: turn.appointment.capacity,
            at,
          });
        });
      };
      return {
        letters: openLetters(writing),
        letterFiles: openLetterFiles(writing),
        letterUploads: openLetterUploads({
          ...writing,
          convertsDocx: converter !== undefined,
          scanner: undefined,
          wake: () => runner.wake(),
        }),
        ...openOfficeSettings(writing),
        dispositions: openDispositions({ ...writing, appOrigin: 'http://localhost:3000' }),
        holderPages: openHolderPages(writing),
        reportFiles: openReportFiles({ ...writing, scans, scanner: undefined }),
        approvals: openApprovals(writing),
        registers: openRegisters({ db, clock }),
        replying: openReplying(writing),
        books: openBooks(writing),
        originals: openOriginals(writing),
        intake: openIntake({ ...writing, scanner: undefined, wake: () => runner.wake() }),
        signLetter,
      };
    },
  });
  await smallOffice(app);
  const admin = await app.people.loadActor(1);
  if (admin === undefined) throw new Error('no administrator');
  const positions = await app.people.listPositions();
  const kabid = positions.find(({ name }) => name.startsWith('Kepala Bidang'));
  if (kabid === undefined) throw new Error('no head of section');
  const staff = { unitId: kabid.unitId, superiorId: kabid.id, name: 'Analis Kurikulum', code: 'AK' };
  const positionId = await app.people.addPosition(admin, { ...staff, officeKind: 'other' });
  const { personId, token } = await app.people.addPerson(admin, { username: 'wati', name: 'Wati Kusuma' });
  await app.deps.enrolment.enrol({ token, password, passphrase: undefined });
  const term = { forms: [], validFrom: '2026-01-05', validTo: null, warrant: '' };
  await app.people.addAppointment(admin, { personId, positionId, ...term });
  return app;
}

export type Who = 'wati' | 'budi' | 'siti' | 'made' | 'joko' | 'rini';

export async function enter(app: TestApp, username: Who): Promise<Client> {
  const visitor = client(app.origin);
  const page = await visitor.send('/sign-in', { username, password });
  if (page.status !== 303) throw new Error(`sign-in of ${username}: ${page.status}`);
  return visitor;
}

/** Id of the position whose name begins so. */
export async function positionId(app: TestApp, name: string): Promise<string> {
  const position = (await app.people.listPositions()).find((each) => each.name.startsWith(name));
  if (position === undefined) throw new Error(`no position ${name}`);
  return String(position.id);
}

/** A filled form of a surat dinas. */
export async function filledForm(app: TestApp, changes: Record<string, string | string[]> = {}) {
  return {
    subject: 'Undangan Rapat Kurikulum',
    'recipients.name': ['Kepala SD Negeri 1 Purnama', 'Sekretaris Daerah'],
    'recipients.address': ['Jalan Merdeka 1\nPurnama', ''],
    'copies.name': ['Bupati Lembah Purnama', ''],
    'copies.address': ['', ''],
    'sections.isi': 'Dengan hormat,\n\nKami mengundang Saudara pada:\n\n1. rapat kurikulum;\n2. rapat **anggaran**.',
    signatoryId: await positionId(app, 'Kepala Dinas'),
    authority: 'own',
    classification: '400.3.5',
    security: 'B',
    urgency: 'SEGERA',
    attachment: '',
    replyToId: '',
    ...changes,
  };
}

/** A new letter, its form sent; the path of the letter. */
export async function write(
  app: TestApp,
  drafter: Client,
  changes: Record<string, string | string[]> = {},
): Promise<string> {
  const begun = await drafter.send('/letters/new', { kind: 'surat-dinas' });
  const edit = begun.location ?? '';
  const saved = await drafter.send(edit, await filledForm(app, changes));
  if (saved.status !== 303) throw new Error(`not saved: ${saved.status} ${faultsOf(app).join()}`);
  return edit.replace('/edit', '');
}

/** The same, submitted with the head of section’s initial. */
export async function submit(
  app: TestApp,
  drafter: Client,
  changes: Record<string, string | string[]> = {},
): Promise<string> {
  const letter = await write(app, drafter, changes);
  const sent = await drafter.send(`${letter}/submit`, { initial: [await positionId(app, 'Kepala Bidang'), ''] });
  if (sent.status !== 303) throw new Error(`not submitted: ${sent.status} ${faultsOf(app).join()}`);
  return letter;
}

/** What nobody foresaw, from the log: shown by a failing test instead of an error page. */
export function faultsOf(app: TestApp): string[] {
  return app.log
    .filter(({ level }) => level === 'error')
    .map(({ facts }) =>
      String((facts.err as Error | undefined)?.message)
        .split('\n')
        .slice(-2)
        .join(' '),
    );
}
