import type { Approvals } from '../approvals/approvals.ts';
import type { WaitingActs } from '../approvals/waiting.ts';
import type { openChecking } from '../checking/checking.ts';
import type { Clock } from '../clock.ts';
import type { Exchange } from '../exchange/exchange.ts';
import type { Replying } from '../incoming/answers/replying.ts';
import type { Books } from '../incoming/books/books.ts';
import type { HoldingNews, LateUnit } from '../incoming/deadlines/overdue-incoming.ts';
import type { Dispositions } from '../incoming/dispositions.ts';
import type { IncomingDesk } from '../incoming/incoming.ts';
import type { Originals } from '../incoming/originals/originals.ts';
import type { PublicLetters } from '../incoming/public/public-letters.ts';
import type { HolderPages } from '../incoming/reading/holder-pages.ts';
import type { Instructions } from '../incoming/sheet/instructions.ts';
import type { RecipientChoices } from '../incoming/tree/recipient-choices.ts';
import type { ReportFiles } from '../incoming/tree/report-files.ts';
import type { Intake } from '../intake/intake.ts';
import type { LetterStatusActs } from '../issuing/letter-status.ts';
import type { OwnSeals } from '../issuing/own-seals.ts';
import type { CertificateStanding } from '../issuing/renew-certificate.ts';
import type { Reasons } from '../letters/change-reasons.ts';
import type { KindPreviews } from '../letters/kind-previews.ts';
import type { Kinds } from '../letters/kinds.ts';
import type { LetterFiles } from '../letters/letter-files.ts';
import type { LetterUploads } from '../letters/letter-uploads.ts';
import type { Letters } from '../letters/letters.ts';
import type { RecipientGroups } from '../letters/recipient-groups.ts';
import type { MailActs } from '../mail/mail.ts';
import type { Monitoring } from '../monitoring/monitoring.ts';
import type { Notifications } from '../notifications/notifications.ts';
import type { Actor } from '../people/actor.ts';
import type { EmblemActs } from '../people/change-emblems.ts';
import type { People } from '../people/people.ts';
import type { Database } from '../postgres/database.ts';
import type { Registers } from '../registers/registers.ts';
import type { Sending } from '../sending/sending.ts';

/** What the web writes to its log; pino fits. Never given a password, a token, a passphrase or a letter's text. */
export interface WebLog {
  info(facts: object, message: string): void;
  warn(facts: object, message: string): void;
  error(facts: object, message: string): void;
}

export interface WebSettings {
  /** Origin of the officials' pages, `http://localhost:3000`. With https, cookies are Secure. */
  appOrigin: string;
  /** Origin of the public check pages: no session, no cookie, no sign-in. May be the same as `appOrigin` on loopback. */
  publicOrigin: string;
  /**
   * How many proxies stand in front, each adding one address to X-Forwarded-For. 0 ignores what X-Forwarded-* says; too many
   * would let a client choose the address by which its guesses are counted.
   */
  trustProxy: number;
  /** At least 32 random characters, the same for every process: signs cookies. */
  secret: string;
  /** Where files lie between their coming in and the answer; made when the first one comes. */
  receivedDirectory: string;
  /** Where layang.css, the fonts and pictures lie after `npm run build`; by default beside this file. */
  publicDirectory?: string;
}

/** First entry through a link: password, signing passphrase and keys in one act. */
export interface Enrolment {
  /** Whether the person has keys already: then only the password is set anew, and the passphrase stays as it is. */
  hasKeys(personId: number): Promise<boolean>;
  /** Refuses `invalid-input` on `password` or `passphrase`, `not-found` for a link that is no longer good. */
  enrol(input: { token: string; password: string; passphrase: string | undefined }): Promise<{ personId: number }>;
  /** The official's own change; the keys stay. Refuses `invalid-input` on `passphrase`, and a wrong `old`. */
  replacePassphrase(input: { personId: number; old: string; passphrase: string }): Promise<void>;
  /** A first passphrase for somebody who is signed in, with certificate and keys. Refuses as `enrol`, and `passphrase-exists`. */
  enrolOfficial(input: { personId: number; passphrase: string }): Promise<void>;
  /** The newest certificate and whether it is time to renew it; undefined before the first. */
  findCertificate(personId: number): Promise<CertificateStanding | undefined>;
  /** Refuses a wrong passphrase, and `certificate-not-due`. */
  renewCertificate(input: { personId: number; passphrase: string }): Promise<void>;
  /** For a forgotten passphrase, by an administrator: the keys are destroyed and retired; the official makes new ones. */
  startKeysOver(actor: Actor, personId: number): Promise<void>;
}

/** Everything the pages call. Each page module names the part it needs; `wiring.ts` fills the whole. */
export interface WebDeps {
  settings: WebSettings;
  clock: Clock;
  log: WebLog;
  /** Is asked whether requests should come here and how all is, and told of the requests that were answered. */
  monitoring: Pick<Monitoring, 'readiness' | 'answered' | 'system' | 'jobs'>;
  /** For what web/ stores itself: sessions, guesses, forms sent. */
  db: Database;
  people: People;
  enrolment: Enrolment;
  ownSeals: OwnSeals;
  checking: ReturnType<typeof openChecking>;
  letters: Letters;
  groups: RecipientGroups;
  letterFiles: LetterFiles;
  letterUploads: LetterUploads;
  letterStatus: LetterStatusActs;
  kinds: Kinds;
  kindPreviews: KindPreviews;
  reasons: Reasons;
  emblems: EmblemActs;
  /** The sheet of an issued letter for the office's file, PDF/A. Refuses like reading the letter, and `letter-not-issued`. */
  fileCopy(actor: Actor, letterId: number): Promise<Buffer>;
  sending: Sending;
  /** Letters from installation to installation. */
  exchange: Exchange;
  mail: MailActs;
  /** How each person wants to be told. */
  notifications: Notifications;
  instructions: Instructions;
  recipientChoices: RecipientChoices;
  holderPages: HolderPages;
  reportFiles: ReportFiles;
  approvals: Approvals;
  waiting: WaitingActs;
  registers: Registers;
  /** The agenda of incoming letters: register, mend, find. */
  incoming: IncomingDesk;
  /** The tree of an incoming letter: pass on, dispose, report, accept. */
  dispositions: Dispositions;
  /** Answers to incoming letters. */
  replying: Replying;
  /** The books of a unit's front desk. */
  books: Books;
  /** Paper originals and into whose hands they went. */
  originals: Originals;
  /** What lies too long with whoever has it in hand. */
  lateIncoming: {
    list(actor: Actor): Promise<LateUnit[]>;
    news(actor: Actor): Promise<HoldingNews[]>;
  };
  /** What came and nobody has registered yet. */
  intake: Intake;
  /** Letters from anybody, by a form on the check origin. */
  publicLetters: PublicLetters;
  /** The signing act. Refuses `invalid-input` on `passphrase`; whatever else it refuses changed nothing either. */
  signLetter(request: {
    actor: Actor;
    letterId: number;
    versionSha256: Buffer;
    /** The earlier letter date that the page showed, `YYYY-MM-DD`. */
    letterDate: string | undefined;
    passphrase: string;
  }): Promise<unknown>;
}
