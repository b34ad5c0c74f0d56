import { join } from 'node:path';
import { lastOpening } from './approvals/deadline.ts';
import { readWaitingRules } from './approvals/waiting-rules.ts';
import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { PushKey } from './custody/push-key.ts';
import type { DocumentStore } from './documents/document-store.ts';
import { openExchange } from './exchange/exchange.ts';
import { answerJobs } from './incoming/answers/follow-answer.ts';
import { openReplying } from './incoming/answers/replying.ts';
import { openBooks } from './incoming/books/books.ts';
import { listLateIncoming, readHoldingNews } from './incoming/deadlines/overdue-incoming.ts';
import { watchHoldingsJob } from './incoming/deadlines/watch-holdings.ts';
import { openDispositions } from './incoming/dispositions.ts';
import { openIncoming } from './incoming/incoming.ts';
import { openOriginals } from './incoming/originals/originals.ts';
import { openPublicLetters } from './incoming/public/public-letters.ts';
import { openHolderPages } from './incoming/reading/holder-pages.ts';
import { letterSentJob } from './incoming/registering/arrive.ts';
import { joinRegistered } from './incoming/scans/join-scan.ts';
import { openInstructions } from './incoming/sheet/instructions.ts';
import { tellOfOwn, tellOfPapers, tellOfSender } from './incoming/tell-of-sender.ts';
import { openRecipientChoices } from './incoming/tree/recipient-choices.ts';
import { openReportFiles } from './incoming/tree/report-files.ts';
import { openIntake } from './intake/intake.ts';
import type { SealSources } from './intake/look-up-seal.ts';
import { prepareIntakeJob } from './intake/prepare-intake.ts';
import { backToDesk, lockForRegistering, markRegistered } from './intake/ready-intake.ts';
import type { ComingFile } from './intake/receive-files.ts';
import { type Coming, receiveTogether, takeIn } from './intake/take-in.ts';
import type { JobDefinition } from './jobs/define-job.ts';
import type { Log } from './log.ts';
import { openNotifications } from './notifications/notifications.ts';
import type { Actor } from './people/actor.ts';
import type { Database, Transaction } from './postgres/database.ts';
import type { KeyPair } from './seal/ensure-trust.ts';
import type { Previewer } from './typesetting/preview.ts';
import type { Typesetter } from './typesetting/typesetter.ts';
import { openScanWork } from './uploads/scan-work.ts';
import type { UploadWork } from './uploads/upload-work.ts';
import type { VirusScanner } from './uploads/virus-scanner.ts';
import type { Verifier } from './verification/verifier.ts';

/** What the rooms of incoming letters are opened with. */
export interface IncomingParts {
  config: Config;
  db: Database;
  clock: Clock;
  log: Log;
  /** Host of the check origin. */
  host: string;
  documents: DocumentStore;
  typesetter: Typesetter;
  previewer: Previewer;
  uploads: UploadWork;
  verifier: Verifier;
  /** Undefined where none is set up. */
  scanner: VirusScanner | undefined;
  /** The key under which this office speaks to others on line. */
  stateKey: KeyPair;
  /** Under which push services know it. */
  pushKey: PushKey;
  /** As the check page answers. */
  lookUp: SealSources['lookUp'];
  /** Tells the runners that a job waits. */
  wake(): void;
  /** Registers what is to be closed at the end, before what was opened earlier. */
  onClose(step: () => Promise<void>): void;
}

/** The rooms that deal with what comes in: the acts that the pages call, and the jobs that run behind them. */
export async function wireIncoming(parts: IncomingParts) {
  const { db, config, scanner } = parts;
  const takeInHere = (coming: Coming) => takeIn({ ...parts, scanner }, coming);
  const intakes = {
    ...{ lockForRegistering, markRegistered, backToDesk, takeIn: takeInHere, wake: () => parts.wake() },
    receive: (files: ComingFile[]) => receiveTogether({ ...parts, scanner }, files),
  };
  const desk = { ...parts, appOrigin: config.appOrigin, intakes };
  // A report waits for its files in the form's own request: bounded, and apart from the scans of the front desk.
  const reportScans = openScanWork({ deadlineMs: 60_000 });
  parts.onClose(() => reportScans.close());
  const scans = openScanWork();
  parts.onClose(() => scans.close());
  const jobs: JobDefinition[] = [
    letterSentJob({ db, appOrigin: config.appOrigin }),
    ...answerJobs({ db, appOrigin: config.appOrigin }),
    watchHoldingsJob({ ...parts, appOrigin: config.appOrigin }),
  ];
  const { jobs: exchangeJobs, ...exchange } = openExchange({
    ...parts,
    verifyPdf: parts.verifier.verify,
    takeIn: (coming, within) => takeIn({ ...parts, scanner }, coming, within),
    folder: join(config.dataDir, 'received'),
    networks: config.exchangeNetworks,
    lockLetterOf: (tx, arrived) => tellOfSender(tx, config, arrived),
  });
  const { jobs: notificationJobs, ...notifications } = openNotifications({
    ...parts,
    appOrigin: config.appOrigin,
    lastOpening: async (now) => lastOpening(now, (await readWaitingRules(db)).calendar),
    push: config.pushServices.length === 0 ? undefined : { key: parts.pushKey, services: config.pushServices },
  });
  const seals = { lookUp: parts.lookUp, partnerSeal: exchange.partnerSeal };
  const prepared = (intakeId: number) => joinRegistered(desk, intakeId);
  jobs.push(prepareIntakeJob({ ...parts, seals, scans, scanner, verifyPdf: parts.verifier.verify, prepared }));
  jobs.push(...exchangeJobs, ...notificationJobs);
  const acts = {
    exchange,
    notifications,
    intake: openIntake({ ...parts, scanner }),
    incoming: openIncoming(desk),
    dispositions: openDispositions({ ...parts, appOrigin: config.appOrigin }),
    replying: openReplying(parts),
    books: openBooks(parts),
    originals: openOriginals(parts),
    lateIncoming: {
      list: (actor: Actor) => listLateIncoming(parts, actor),
      news: (actor: Actor) => readHoldingNews(parts, actor),
    },
    publicLetters: openPublicLetters({ ...parts, scanner }),
    instructions: openInstructions(parts),
    recipientChoices: openRecipientChoices(parts),
    holderPages: openHolderPages(parts),
    reportFiles: openReportFiles({ ...parts, scans: reportScans }),
  };
  const telling = {
    tellHolders: (tx: Transaction, arrived: Parameters<typeof tellOfOwn>[2], at: Date) =>
      tellOfOwn(tx, config, arrived, at),
    tellPapers: (tx: Transaction, change: Parameters<typeof tellOfPapers>[2], at: Date) =>
      tellOfPapers(tx, config, change, at),
  };
  return { acts, jobs, telling };
}
