import type { Clock } from './clock.ts';
import type { Config } from './config.ts';
import type { DocumentStore } from './documents/document-store.ts';
import { letterSentJob } from './incoming/arrive.ts';
import { openDispositions } from './incoming/dispositions.ts';
import { openIncoming } from './incoming/incoming.ts';
import { refuseUnknownIncoming } from './incoming/incoming-store.ts';
import { openInstructions } from './incoming/instructions.ts';
import { openPublicLetters } from './incoming/public-letters.ts';
import { openRecipientChoices } from './incoming/recipient-choices.ts';
import { openReplying } from './incoming/replying.ts';
import type { JobDefinition } from './jobs/define-job.ts';
import type { Log } from './log.ts';
import type { Database } from './postgres/database.ts';
import type { Previewer } from './typesetting/preview.ts';
import type { Typesetter } from './typesetting/typesetter.ts';
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
  /** Tells the runners that a job waits. */
  wake(): void;
  /** Registers what is to be closed at the end, before what was opened earlier. */
  onClose(step: () => Promise<void>): void;
}

/** The rooms that deal with what comes in: the acts that the pages call, and the jobs that run behind them. */
export async function wireIncoming(parts: IncomingParts) {
  const { db, config } = parts;
  const jobs: JobDefinition[] = [letterSentJob({ db, appOrigin: config.appOrigin })];
  const intakes = { lockForRegistering: async () => refuseUnknownIncoming(), markRegistered: async () => {} };
  const scanner: VirusScanner | undefined = undefined;
  const acts = {
    incoming: openIncoming({ ...parts, appOrigin: config.appOrigin, intakes }),
    dispositions: openDispositions({ ...parts, appOrigin: config.appOrigin }),
    replying: openReplying(parts),
    publicLetters: openPublicLetters({ ...parts, scanner }),
    instructions: openInstructions(parts),
    recipientChoices: openRecipientChoices(parts),
  };
  return { acts, jobs };
}
