import { join } from 'node:path';
import { openApprovals } from './approvals/approvals.ts';
import { openWaiting, watchWaitingJob } from './approvals/waiting.ts';
import { openChecking } from './checking/checking.ts';
import { type Clock, systemClock } from './clock.ts';
import type { Config } from './config.ts';
import { openCustody } from './custody/custody.ts';
import type { Kdf } from './custody/kdf.ts';
import { hasPassphrase } from './custody/open-passphrase.ts';
import { openServiceKeys } from './custody/service-keys.ts';
import { checkDocumentsJob } from './documents/check-documents.ts';
import { settleAt } from './documents/document-home.ts';
import { inOwnFolder, openDocuments } from './documents/open-documents.ts';
import { wireIncoming } from './incoming-wiring.ts';
import { demandClock } from './issuing/demand-clock.ts';
import { demandSameDatabase } from './issuing/demand-same-database.ts';
import { demandSeparateOrigins } from './issuing/demand-separate-origins.ts';
import { enrolByInvitation, enrolOfficial } from './issuing/enrol-official.ts';
import { completeOffice } from './issuing/establish-office.ts';
import { fileCopy } from './issuing/file-copy.ts';
import { issuedFacts } from './issuing/issued-facts.ts';
import { issuingJobs } from './issuing/issuing-jobs.ts';
import { openLetterStatus } from './issuing/letter-status.ts';
import { openOwnSeals } from './issuing/own-seals.ts';
import { withKeys } from './issuing/people-and-keys.ts';
import { recoverActs } from './issuing/recover-acts.ts';
import { findCertificateStanding, renewCertificate } from './issuing/renew-certificate.ts';
import { replacePassphrase } from './issuing/replace-passphrase.ts';
import { type SignRequest, signLetter } from './issuing/sign-letter.ts';
import { startKeysOver } from './issuing/start-keys-over.ts';
import { openAnnouncer } from './jobs/announce.ts';
import { findQueue } from './jobs/find-queue.ts';
import { type Runner, startRunner } from './jobs/runner.ts';
import { tidyJobs } from './jobs/tidy.ts';
import { openLetterFiles } from './letters/letter-files.ts';
import { openLetterUploads } from './letters/letter-uploads.ts';
import { openLetters } from './letters/letters.ts';
import { openOfficeSettings } from './letters/office-settings.ts';
import { openRecipientGroups } from './letters/recipient-groups.ts';
import type { Log } from './log.ts';
import { openMail } from './mail/mail.ts';
import { openMailServer } from './mail/mail-server.ts';
import { mailJobs } from './mail/send-mail.ts';
import { openFigures } from './monitoring/figures.ts';
import { openMonitoring } from './monitoring/monitoring.ts';
import { watchDocuments, watchJobs, watchSigning } from './monitoring/watching.ts';
import type { Actor } from './people/actor.ts';
import { findOffice } from './people/office-store.ts';
import { openPeople } from './people/people.ts';
import { openDatabase } from './postgres/database.ts';
import { openInstance } from './postgres/instance.ts';
import { migrate } from './postgres/migrate.ts';
import { openServer } from './postgres/server.ts';
import { openRegisters } from './registers/registers.ts';
import { demandNotRestoring } from './safekeeping/restore-marker.ts';
import { noteMail } from './sending/follow.ts';
import { openSending } from './sending/sending.ts';
import { sendingJobs } from './sending/sending-jobs.ts';
import { readSessionSecret } from './session-secret.ts';
import { openPreviewer } from './typesetting/preview.ts';
import { openTypesetter } from './typesetting/typesetter.ts';
import { openClamd } from './uploads/clamd.ts';
import { findDocxConverter } from './uploads/convert-docx.ts';
import { prepareUploadJob } from './uploads/prepare-upload.ts';
import { openUploadWork } from './uploads/upload-work.ts';
import { openVerifier } from './verification/verifier.ts';
import type { WebDeps } from './web/deps.ts';

/** Page 1 on the check page: legible on a phone, and light on a slow link. */
const CHECK_PAGE_DPI = 80;

export interface WiringOptions {
  /** Other parameters for the passphrase derivation: tests and the bench. */
  kdf?: Kdf;
  /** Connections at most. */
  pool?: number;
}

/** Everything open and joined: who needs what is said here and nowhere else. Close it with `close()`. */
export async function wire(config: Config, log: Log, clock: Clock, options: WiringOptions = {}) {
  const closing: (() => Promise<void>)[] = [];
  const close = async () => {
    for (const step of closing.reverse()) await step();
    closing.length = 0;
  };
  try {
    await demandNotRestoring(config.dataDir);
    const { url, stop } = await openServer(config, (message) => log.warn({}, message));
    closing.push(stop);
    await migrate(url);
    const db = openDatabase(url, options.pool === undefined ? {} : { max: options.pool });
    closing.push(() => db.close());
    const instance = openInstance(db);
    closing.push(() => instance.close());

    const figures = await openFigures();
    const store = await openDocuments(config);
    // A full disk still serves readers; a bucket that is set wrongly serves nobody.
    if (config.bucket !== undefined) await store.probe();
    await demandSameDatabase(db, store);
    closing.push(await settleAt(db, store, config.bucket === undefined ? 'disk' : 'bucket'));
    const documents = watchDocuments(inOwnFolder(store, config, { db, marks: true }), figures);
    // A clock that a test holds still is right by definition.
    if (clock === systemClock) await demandClock({ db, clock });
    const keys = await openServiceKeys(config.dataDir, { databaseIsNew: (await findOffice(db)) === undefined });
    const custody = openCustody({
      db,
      clock,
      keyEncryption: keys.keyEncryption,
      ...(options.kdf === undefined ? {} : { kdf: options.kdf }),
    });
    const typesetter = openTypesetter({ processes: config.typesettingWorkers, documents });
    closing.push(() => typesetter.close());
    const previewer = openPreviewer();
    closing.push(() => previewer.close());
    const verifier = openVerifier();
    closing.push(() => verifier.close());

    const { host } = config;
    const office = { db, clock, host, keys };
    const enrol = { ...office, custody };
    const uploads = openUploadWork(join(config.dataDir, 'unfinished'));
    closing.push(() => uploads.close());
    const scanner = config.clamd && openClamd(config.clamd);
    const converter = findDocxConverter();
    if (converter === undefined) log.warn({}, 'LibreOffice is not installed: a DOCX cannot become a PDF here');
    else if (!converter.offline)
      log.warn({}, 'LibreOffice runs beside the network: user namespaces are not allowed here');
    const queue = await findQueue(config.redisUrl, host);
    closing.push(async () => queue?.close());
    // The jobs run in this process only where somebody starts them, and in others as well.
    let runner: Runner | undefined;
    closing.push(async () => runner?.stop());
    const announce = openAnnouncer(db);
    const wake = () => {
      runner?.wake();
      announce();
    };
    const writing = { db, clock, host, typesetter, documents, uploads };
    const watching = { db, clock, appOrigin: config.appOrigin };
    const signing = { db, clock, custody, documents, typesetter, uploads, instance, host, enrol };
    const sending = { db, clock, appOrigin: config.appOrigin };
    await demandSeparateOrigins(db, config.appOrigin);
    await completeOffice(office);

    const checking = openChecking({
      db,
      clock,
      host,
      documents,
      verifyPdf: verifier.verify,
      drawFirstPage: async (pdf) => (await previewer.preview(pdf, 1, CHECK_PAGE_DPI)).png,
    });
    const incoming = await wireIncoming({
      ...{ ...writing, config, log, previewer, verifier, wake, scanner, lookUp: checking.lookUp },
      ...{ stateKey: keys.state, pushKey: keys.push },
      onClose: (step) => closing.push(step),
    });
    const acts = {
      ...incoming.acts,
      people: withKeys(openPeople({ db, clock }), office),
      enrolment: {
        hasKeys: (personId: number) => hasPassphrase(custody, personId),
        enrol: ({ passphrase, ...input }: { token: string; password: string; passphrase: string | undefined }) =>
          enrolByInvitation(enrol, passphrase === undefined ? input : { ...input, passphrase }),
        enrolOfficial: (input: { personId: number; passphrase: string }) => enrolOfficial(enrol, input),
        replacePassphrase: (input: { personId: number; old: string; passphrase: string }) =>
          replacePassphrase(enrol, input),
        findCertificate: (personId: number) => findCertificateStanding(db, personId, clock()),
        renewCertificate: (input: { personId: number; passphrase: string }) => renewCertificate(enrol, input),
        startKeysOver: (actor: Actor, personId: number) => startKeysOver(office, actor, personId),
      },
      ownSeals: openOwnSeals(db),
      letters: openLetters(writing),
      letterFiles: openLetterFiles({ ...writing, previewer }),
      letterUploads: openLetterUploads({ ...writing, convertsDocx: converter !== undefined, scanner, wake }),
      letterStatus: openLetterStatus({ db, clock }),
      ...openOfficeSettings({ ...writing, previewer }),
      fileCopy: (actor: Actor, letterId: number) => fileCopy({ db, clock, typesetter }, actor, letterId),
      approvals: openApprovals(writing),
      waiting: openWaiting(watching),
      registers: openRegisters({ db, clock }),
      groups: openRecipientGroups({ db, clock }),
      sending: openSending({ ...sending, documents, typesetter, previewer, verifyPdf: verifier.verify }),
      mail: openMail({ db, clock, isSet: config.mail !== undefined }),
      signLetter: watchSigning((request: SignRequest) => signLetter(signing, request), figures),
      recoverActs: () => recoverActs(signing),
      issuedFacts: (letterId: number) => issuedFacts(db, letterId),
      checking,
    };
    const server = config.mail === undefined ? undefined : openMailServer(config.mail);
    const definitions = [
      ...issuingJobs({ ...signing, office, log }),
      ...mailJobs({ db, clock, documents, server, log, onTry: noteMail }),
      ...sendingJobs({ ...sending, ...incoming.telling }),
      prepareUploadJob({ db, documents, uploads, converter }),
      tidyJobs(db),
      checkDocumentsJob({ db, documents, log, timeZone: async () => (await findOffice(db))?.timeZone }),
      watchWaitingJob(watching),
      ...incoming.jobs,
    ];
    const jobs = watchJobs(definitions, figures, log);
    const secret = config.sessionSecret ?? (await readSessionSecret(config.dataDir));
    const pools = { typesetting: typesetter, preview: previewer, verification: verifier };
    const monitoring = await openMonitoring({
      ...{ db, clock, log, figures, documents, pools, wake, converter, scanner, mailServer: server, recovery: signing },
      ...{ dataDir: config.dataDir, issuing: keys.certificateIssuing, kindPreviews: acts.kindPreviews },
      settings: { appOrigin: config.appOrigin, trustProxy: config.trustProxy },
      queue,
    });
    const web: WebDeps = {
      monitoring,
      settings: {
        appOrigin: config.appOrigin,
        publicOrigin: config.publicOrigin,
        trustProxy: config.trustProxy,
        secret,
        receivedDirectory: join(config.dataDir, 'received'),
      },
      clock,
      log,
      db,
      ...acts,
    };
    return {
      ...acts,
      db,
      documents,
      instance,
      previewer,
      typesetter,
      web,
      queue,
      monitoring,
      startJobs(): Runner {
        runner = startRunner({ db, jobs, clock, log, instance, distributor: queue });
        return runner;
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

export type Layang = Awaited<ReturnType<typeof wire>>;
