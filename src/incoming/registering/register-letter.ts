import type { Clock } from '../../clock.ts';
import { Refusal, type Words } from '../../errors.ts';
import { storeFor } from '../../intake/intake-store.ts';
import type { ComingFile, ReceivedFile } from '../../intake/receive-files.ts';
import type { Coming } from '../../intake/take-in.ts';
import { type Actor, loadActor } from '../../people/actor.ts';
import { checked } from '../../people/input.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import { demand } from '../../people/permissions.ts';
import type { Database, Transaction } from '../../postgres/database.ts';
import { addIncomingEvent } from '../events-store.ts';
import type { Incoming } from '../incoming-store.ts';
import { layBeside, layScan, receiveScan, type ScanFile } from '../scans/lay-beside.ts';
import { type Duplicates, findDuplicates } from './duplicates.ts';
import { findOwnLetter } from './own-letter.ts';
import { type AttachedPdf, type Registered, registerWithin } from './register.ts';
import { findSubmission, takeTurn } from './register-store.ts';
import { checkLine, type RegistrationInput, registrationInput } from './registration-input.ts';

/** What came and is to be registered, as its room hands it over. */
export interface IntakeToRegister {
  unitId: number;
  origin: 'desk' | 'public' | 'exchange';
  state: 'waiting' | 'ready' | 'refused' | 'registered' | 'put_aside';
  document?: { sha256: Buffer; pages: number };
  /** It was scanned for a letter that stands in the agenda. */
  forIncomingId: number | null;
  attachments: readonly AttachedPdf[];
  /** Shape: intake/findings.ts. */
  findings: unknown;
  /** Of the files as they came. */
  fileHashes: readonly Buffer[];
}

export interface RegisterDeps {
  db: Database;
  clock: Clock;
  /** Of the officials' site: where the links of mails lead. */
  appOrigin: string;
  intakes: {
    /** Locked until the transaction ends. @throws Refusal not-found */
    lockForRegistering(tx: Transaction, intakeId: number): Promise<IntakeToRegister>;
    markRegistered(tx: Transaction, intakeId: number, at: Date): Promise<void>;
    /** Its line was struck. */
    backToDesk(tx: Transaction, struck: { incomingId: number; intakeId: number | null }, at: Date): Promise<void>;
    /** What is scanned for a registered letter, prepared as everything that comes in. */
    takeIn(coming: Coming): Promise<{ intakeId: number }>;
    /** The files of one letter, looked at, scanned and on disk. @throws Refusal of the file that is not taken */
    receive(files: readonly ComingFile[]): Promise<ReceivedFile[]>;
    /** After a commit that left files to be prepared. */
    wake(): void;
  };
}

/**
 * The clerk registers a letter. Everything is one transaction: if the power fails before its end nothing was registered and no
 * number is gone; sent again with the same key afterwards it gives what was registered (`again`). `scan`: the files of the letter
 * itself, on this machine's disk; they become its pages as soon as they are prepared.
 * @throws Refusal `not-allowed`; on fields: `input-invalid`, `line-invalid`, `addressee-unknown`, `addressee-closed`,
 *   `withheld-not-secret`, `withheld-with-file`, `incoming-duplicate`; of a file on `file`; `intake-not-ready`, `intake-elsewhere`,
 *   `intake-settled` (wrong-state); `submission-key-taken`
 */
export async function registerLetter(
  deps: RegisterDeps,
  actor: Actor,
  input: RegistrationInput,
  scan: readonly ScanFile[] = [],
): Promise<Registered & { again: boolean }> {
  const typed = checked(registrationInput, input);
  demand(actor, 'incoming.register', typed);
  const files = scan.length === 0 ? [] : await receiveScan(deps, typed, scan);
  const outcome = await deps.db.transaction(async (tx) => {
    const at = deps.clock();
    const clerk = (await loadActor({ sql: tx, now: at }, actor.personId, actor.acting?.id)) ?? withoutDuties(actor);
    demand(clerk, 'incoming.register', typed);
    await takeTurn(tx, typed.submissionKey);
    const before = await findSubmission(tx, typed.submissionKey);
    if (before !== undefined) {
      const known = demandSameUnit(before, typed.unitId);
      await layBeside(tx, clerk, { ...known, submissionKey: typed.submissionKey }, files, at);
      return { ...known, again: true };
    }

    const timeZone = await officeTimeZone(tx);
    const { submissionKey, intakeId, receivedOn, receivedTime, channel, ownLetter, ...more } = typed;
    const { differentFrom, differentPaper, ...line } = more;
    const dates = checkLine(typed, { now: at, timeZone, subjectMayLack: typed.withheld });
    if (typed.withheld && typed.security !== 'R' && typed.security !== 'SR') throw withheldNotSecret();
    const intake = intakeId === undefined ? undefined : await takeIntake(deps, tx, intakeId, typed.unitId);
    if (typed.withheld && intake?.document !== undefined) throw withheldWithFile();

    // Two clerks with the same letter in hand: the second is shown what the first has registered.
    const { senderName, number } = line;
    await takeTurn(tx, `${number} of ${senderName}`.toLowerCase());
    const sha256 = intake === undefined ? files.map((file) => file.sha256) : hashesOf(intake);
    const recognised = intake === undefined ? undefined : await findOwnLetter(tx, intake.findings);
    const letterId = ownLetter ? recognised : undefined;
    const same = await findDuplicates(tx, clerk, { senderName, number, sha256, intakeId, letterId });
    const isOther = ({ id, sameNumber }: Duplicates['lines'][number]) =>
      differentFrom.includes(id) || (!sameNumber && differentPaper.includes(id));
    if (!same.lines.every(isOther)) throw duplicate(same);

    const by = asClerk(clerk);
    const laid = await layScan(tx, clerk, typed, files, at);
    const item = intakeId ?? laid;
    const registered = await registerWithin(
      tx,
      {
        ...line,
        ...dates,
        submissionKey,
        origin: intake?.origin ?? 'desk',
        channel: wayOf(intake, channel),
        ...(item === undefined ? {} : { intakeId: item }),
        ...(intake?.document === undefined ? {} : { document: intake.document }),
        ...(intake === undefined ? {} : { attachments: intake.attachments, findings: intake.findings }),
        ...(letterId === undefined ? {} : { letterId }),
        by,
      },
      { at, appOrigin: deps.appOrigin },
    );
    if (laid !== undefined) await storeFor(tx, laid, registered.incomingId);
    if (letterId !== undefined)
      await addIncomingEvent(tx, { incomingId: registered.incomingId, kind: 'linked', by, at });
    if (intakeId !== undefined) await deps.intakes.markRegistered(tx, intakeId, at);
    return registered;
  });
  if (files.length > 0) deps.intakes.wake();
  return outcome;
}

/** What is asked of the agenda before saving: the file as it will be read, and the files as they came. */
export function hashesOf({ document, fileHashes }: Pick<IntakeToRegister, 'document' | 'fileHashes'>): Buffer[] {
  return document === undefined ? [...fileHashes] : [...fileHashes, document.sha256];
}

/** As what a clerk acts on the agenda: the post that they work from, or their duty without one. */
export function asClerk({ personId, acting }: Actor) {
  return { personId, appointmentId: acting?.id, capacity: acting?.capacity ?? 'Petugas agenda' };
}

/** The account was closed meanwhile: nothing is granted any more. */
function withoutDuties(actor: Actor): Actor {
  return { ...actor, isAdministrator: false, duties: [], appointments: [], mandates: [], acting: undefined };
}

async function takeIntake({ intakes }: RegisterDeps, tx: Transaction, intakeId: number, unitId: number) {
  const intake = await intakes.lockForRegistering(tx, intakeId);
  if (intake.unitId !== unitId || intake.forIncomingId !== null) {
    throw new Refusal('wrong-state', 'intake-elsewhere', {
      id: 'Berkas ini ada di loket unit lain. Daftarkan di buku agenda unit itu.',
      en: 'This item lies at the desk of another unit. Register it in the agenda of that unit.',
    });
  }
  return demandReady(intake);
}

/** @throws Refusal `intake-settled` (wrong-state), `intake-not-ready` */
export function demandReady(intake: IntakeToRegister): IntakeToRegister {
  if (intake.state === 'ready') return intake;
  if (intake.state === 'registered' || intake.state === 'put_aside') {
    throw new Refusal('wrong-state', 'intake-settled', {
      id: 'Berkas ini sudah didaftarkan atau disisihkan, mungkin oleh rekan Anda. Muat ulang daftar di loket.',
      en: 'This item has been registered or put aside, by a colleague perhaps. Load the list of the desk again.',
    });
  }
  const words: Words =
    intake.state === 'waiting'
      ? {
          id: 'Berkasnya masih disiapkan. Tunggu sebentar lalu simpan lagi; yang Anda ketik tetap ada.',
          en: 'The files are still being prepared. Wait a moment and save again; what you typed stays.',
        }
      : {
          id: 'Ada berkas yang tidak dapat dipakai. Keluarkan berkas itu dahulu, lalu simpan lagi.',
          en: 'One of the files cannot be used. Take it out first, then save again.',
        };
  throw new Refusal('invalid-input', 'intake-not-ready', words);
}

function wayOf(intake: IntakeToRegister | undefined, channel: Incoming['channel'] | undefined): Incoming['channel'] {
  if (intake !== undefined && intake.origin !== 'desk') return intake.origin;
  if (channel !== undefined) return channel;
  const words = { id: 'Pilih cara surat ini datang.', en: 'Choose how the letter came.' };
  throw new Refusal('invalid-input', 'channel-missing', words, { channel: words });
}

/** Whoever knows a key of another unit learns nothing by it. */
function demandSameUnit(before: Registered, unitId: number): Registered {
  if (before.unitId === unitId) return before;
  throw new Refusal('conflict', 'submission-key-taken', {
    id: 'Formulir ini sudah dikirim untuk unit lain. Muat ulang halamannya dan isi kembali.',
    en: 'This form was sent for another unit before. Load the page again and fill it in anew.',
  });
}

function duplicate({ lines }: Duplicates): Refusal {
  const one = lines.find(({ why }) => why === 'letter') ?? lines[0];
  const where = one === undefined ? '' : `${one.agenda}/${one.year}`;
  if (one?.why === 'letter') {
    const words = {
      id: `Surat kita sendiri ini sudah masuk dengan nomor agenda ${where}. Jangan didaftarkan lagi, kecuali memang naskah lain.`,
      en: `This letter of ours already came in, as agenda number ${where}. Do not register it again unless it is another paper.`,
    };
    return new Refusal('conflict', 'incoming-duplicate', words, { differentFrom: words });
  }
  const words = {
    id: `Surat ini mungkin sudah terdaftar dengan nomor agenda ${where}. Periksa; jika memang surat lain, centang "Ini surat lain", lalu simpan lagi.`,
    en: `This letter may be in the agenda already, as number ${where}. Look at it; if it is another letter, tick "This is another letter" and save again.`,
  };
  return new Refusal('conflict', 'incoming-duplicate', words, { differentFrom: words });
}

function withheldNotSecret(): Refusal {
  const words = {
    id: 'Hanya surat rahasia atau sangat rahasia yang didaftarkan tanpa isi.',
    en: 'Only secret letters are registered without their content.',
  };
  return new Refusal('invalid-input', 'withheld-not-secret', words, { withheld: words });
}

function withheldWithFile(): Refusal {
  const words = {
    id: 'Berkas ini berisi pindaian. Daftarkan sampul surat rahasia tanpa berkas, lalu sisihkan pindaiannya.',
    en: 'This item holds a scan. Register the envelope of a secret letter without a file, and put the scan aside.',
  };
  return new Refusal('invalid-input', 'withheld-with-file', words, { withheld: words });
}
