import { randomUUID } from 'node:crypto';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { openApprovals } from '../../src/approvals/approvals.ts';
import { openWaiting } from '../../src/approvals/waiting.ts';
import { openChecking } from '../../src/checking/checking.ts';
import { serverLimits } from '../../src/commands/listen.ts';
import { pushKey } from '../../src/custody/push-key.ts';
import { openExchange } from '../../src/exchange/exchange.ts';
import { openReplying } from '../../src/incoming/answers/replying.ts';
import { openBooks } from '../../src/incoming/books/books.ts';
import { listLateIncoming, readHoldingNews } from '../../src/incoming/deadlines/overdue-incoming.ts';
import { openDispositions } from '../../src/incoming/dispositions.ts';
import { openIncoming } from '../../src/incoming/incoming.ts';
import { openOriginals } from '../../src/incoming/originals/originals.ts';
import { openPublicLetters } from '../../src/incoming/public/public-letters.ts';
import { openHolderPages } from '../../src/incoming/reading/holder-pages.ts';
import { openInstructions } from '../../src/incoming/sheet/instructions.ts';
import { openRecipientChoices } from '../../src/incoming/tree/recipient-choices.ts';
import { openReportFiles } from '../../src/incoming/tree/report-files.ts';
import { openIntake } from '../../src/intake/intake.ts';
import { backToDesk, lockForRegistering, markRegistered } from '../../src/intake/ready-intake.ts';
import { fileCopy } from '../../src/issuing/file-copy.ts';
import { openLetterStatus } from '../../src/issuing/letter-status.ts';
import { openOwnSeals } from '../../src/issuing/own-seals.ts';
import { openLetterFiles } from '../../src/letters/letter-files.ts';
import { openLetterUploads } from '../../src/letters/letter-uploads.ts';
import { openLetters } from '../../src/letters/letters.ts';
import { openOfficeSettings } from '../../src/letters/office-settings.ts';
import { openRecipientGroups } from '../../src/letters/recipient-groups.ts';
import { openMail } from '../../src/mail/mail.ts';
import { databaseCheck } from '../../src/monitoring/database-checks.ts';
import { openReadiness } from '../../src/monitoring/readiness.ts';
import { libreOfficeCheck, redisCheck } from '../../src/monitoring/service-checks.ts';
import { stuckCheck } from '../../src/monitoring/signing-checks.ts';
import { openSystem } from '../../src/monitoring/system.ts';
import { openUnfinishedJobs } from '../../src/monitoring/unfinished-jobs.ts';
import { openNotifications } from '../../src/notifications/notifications.ts';
import type { Actor } from '../../src/people/actor.ts';
import { acceptInvitation, getInvited, ownWordsOf, preparePassword, refuseWeak } from '../../src/people/come-in.ts';
import { openPeople, type People } from '../../src/people/people.ts';
import type { Database } from '../../src/postgres/database.ts';
import { openRegisters } from '../../src/registers/registers.ts';
import { openSending } from '../../src/sending/sending.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import type { Enrolment, WebDeps } from '../../src/web/deps.ts';
import { testDatabase } from './database.ts';

export interface LogLine {
  level: 'info' | 'warn' | 'error';
  facts: Record<string, unknown>;
  message: string;
}

/** The web application on a port of its own, over a database of its own, at a time that stands still until it is moved. */
export interface TestApp {
  origin: string;
  db: Database;
  people: People;
  deps: WebDeps;
  log: LogLine[];
  now: Date;
  close(): Promise<void>;
  /** On the same port as before `close`. */
  again(): Promise<void>;
}

const servers: Server[] = [];

afterAll(async () => {
  for (const server of servers.splice(0)) await closed(server);
});

export interface TestAppOptions {
  now?: Date;
  publicDirectory?: string;
  /** Another part of the application, in place of what this file fills in. */
  more?: (parts: { db: Database; people: People; clock: () => Date }) => Partial<WebDeps>;
}

export async function startApp(options: TestAppOptions = {}): Promise<TestApp> {
  const { db } = await testDatabase();
  const server = createServer(serverLimits);
  const listen = (port: number) => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  await listen(0);
  servers.push(server);
  const { port } = server.address() as AddressInfo;
  const origin = `http://127.0.0.1:${port}`;
  const log: LogLine[] = [];
  const write =
    (level: LogLine['level']) =>
    (facts: object, message: string): void => {
      log.push({ level, facts: { ...facts }, message });
    };
  const app: TestApp = {
    origin,
    db,
    log,
    now: options.now ?? new Date('2026-11-21T02:00:00Z'),
    people: openPeople({ db, clock: () => app.now }),
    close: () => closed(server),
    again: () => listen(port),
  } as TestApp;
  app.deps = {
    settings: {
      appOrigin: origin,
      publicOrigin: origin,
      trustProxy: 0,
      secret: 'a secret of at least thirty-two characters',
      receivedDirectory: join(tmpdir(), `layang-received-${process.pid}-${randomUUID()}`),
    },
    clock: () => app.now,
    log: { info: write('info'), warn: write('warn'), error: write('error') },
    monitoring: monitoringOf(db, () => app.now, origin),
    db,
    people: app.people,
    enrolment: enrolmentWithoutKeys(db, () => app.now),
    ownSeals: openOwnSeals(db),
    checking: checkingOfNothing(db, () => app.now, new URL(origin).host),
    ...lettersOfNothing(db, () => app.now, new URL(origin).host),
    ...options.more?.({ db, people: app.people, clock: () => app.now }),
  } as WebDeps;
  const assets = options.publicDirectory === undefined ? undefined : openAssets(options.publicDirectory);
  server.on('request', createApp(app.deps, assets ?? openAssets()));
  return app;
}

/** One check of each state, over a process that has neither keys nor a mail server. */
function monitoringOf(db: Database, clock: () => Date, appOrigin: string): WebDeps['monitoring'] {
  const checks = [
    databaseCheck({ db, migrations: ['9999_never_run'], version: '1.2.3' }),
    stuckCheck({ db, clock }),
    redisCheck({ queue: undefined }),
    libreOfficeCheck({ converter: undefined }),
  ];
  const settings = { appOrigin, trustProxy: 0 };
  const log = { warn: () => {} };
  return {
    readiness: openReadiness([]),
    answered: () => {},
    system: openSystem({ db, clock, checks, log, settings, recoverActs: async () => [], mailServer: undefined }),
    jobs: openUnfinishedJobs({ db, clock, wake: () => {} }),
  };
}

/** Check pages over an office that has issued nothing yet: no file is opened, so none is verified or drawn. */
function checkingOfNothing(db: Database, clock: () => Date, host: string): WebDeps['checking'] {
  const never = () => {
    throw new Error('this office has issued nothing');
  };
  return openChecking({ db, clock, host, documents: { read: never }, verifyPdf: never, drawFirstPage: never });
}

/** The rooms of letters without a typesetter, documents or keys: nothing can be previewed, submitted or signed. */
function lettersOfNothing(db: Database, clock: () => Date, host: string) {
  const never = () => {
    throw new Error('this office typesets and signs nothing');
  };
  const parts = {
    db,
    clock,
    host,
    typesetter: { typeset: never, typesetMarks: never, typesetLists: never, typesetDisposition: never },
    previewer: { preview: never, content: never },
  };
  const documents = { put: never, putFile: never, read: never, locate: never, has: never };
  const deps = { ...parts, documents, uploads: { compose: never, takeText: never } };
  return {
    letters: openLetters(deps),
    letterFiles: openLetterFiles(deps),
    letterUploads: openLetterUploads({ ...deps, convertsDocx: false, scanner: undefined, wake: never }),
    letterStatus: openLetterStatus(deps),
    ...openOfficeSettings(deps),
    fileCopy: (actor: Actor, letterId: number) =>
      fileCopy({ ...deps, typesetter: { typesetRecord: never } }, actor, letterId),
    approvals: openApprovals(deps),
    waiting: openWaiting({ ...deps, appOrigin: `http://${host}` }),
    registers: openRegisters(deps),
    intake: openIntake({ ...deps, scanner: undefined, wake: never }),
    incoming: openIncoming({
      ...deps,
      appOrigin: `http://${host}`,
      intakes: { lockForRegistering, markRegistered, backToDesk, takeIn: never, receive: never, wake: never },
    }),
    dispositions: openDispositions({ ...deps, appOrigin: 'http://localhost:3000' }),
    replying: openReplying(deps),
    books: openBooks({ ...deps, typesetter: { typesetRecord: never } }),
    originals: openOriginals({ ...deps, typesetter: { typesetRecord: never } }),
    lateIncoming: {
      list: (actor: Actor) => listLateIncoming(deps, actor),
      news: (actor: Actor) => readHoldingNews(deps, actor),
    },
    publicLetters: openPublicLetters({ ...deps, scanner: undefined, wake: never }),
    groups: openRecipientGroups(deps),
    instructions: openInstructions(deps),
    recipientChoices: openRecipientChoices(deps),
    holderPages: openHolderPages(deps),
    reportFiles: openReportFiles({
      ...deps,
      scanner: undefined,
      scans: { prepare: never },
      uploads: { scratch: never },
    }),
    sending: openSending({
      ...deps,
      appOrigin: 'http://localhost',
      typesetter: { typesetRecord: never },
      verifyPdf: never,
    }),
    mail: openMail({ ...deps, isSet: false }),
    notifications: openNotifications({
      ...deps,
      appOrigin: `http://${host}`,
      log: { warn: () => {} },
      lastOpening: never,
      push: { key: pushKey(Buffer.alloc(32, 7)), services: ['127.0.0.1'] },
    }),
    exchange: openExchange({
      ...deps,
      stateKey: { publicKey: Buffer.alloc(32), sign: never },
      verifyPdf: never,
      takeIn: never,
      folder: join(tmpdir(), 'layang-nothing-comes'),
      networks: [],
      lockLetterOf: never,
      log: { warn: () => {} },
    }),
    signLetter: never,
  };
}

/** Passwords as in the real act; a passphrase is looked at and forgotten, no key is made. */
function enrolmentWithoutKeys(db: Database, clock: () => Date): Enrolment {
  return {
    hasKeys: async () => false,
    replacePassphrase: async () => {},
    enrolOfficial: async () => {},
    findCertificate: async () => undefined,
    renewCertificate: async () => {},
    startKeysOver: async () => {},
    async enrol({ token, password, passphrase }) {
      const person = await getInvited({ sql: db, now: clock() }, token);
      const passwordHash = await preparePassword(password, ownWordsOf(person));
      if (passphrase !== undefined) refuseWeak(passphrase, ownWordsOf(person), 'passphrase');
      return db.transaction((tx) => acceptInvitation(tx, { token, passwordHash }, clock()));
    },
  };
}

async function closed(server: Server): Promise<void> {
  server.closeAllConnections();
  if (server.listening) await new Promise((resolve) => server.close(resolve));
}
