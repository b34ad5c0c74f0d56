import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from '@jest/globals';
import { PDFDocument } from 'pdf-lib';
import sharp from 'sharp';
import { openDocumentStore } from '../../src/documents/document-store.ts';
import { openIncoming } from '../../src/incoming/incoming.ts';
import { joinRegistered } from '../../src/incoming/scans/join-scan.ts';
import { openIntake } from '../../src/intake/intake.ts';
import { prepareIntakeJob } from '../../src/intake/prepare-intake.ts';
import { backToDesk, lockForRegistering, markRegistered } from '../../src/intake/ready-intake.ts';
import type { ComingFile } from '../../src/intake/receive-files.ts';
import { type Coming, receiveTogether, takeIn } from '../../src/intake/take-in.ts';
import { type Runner, startRunner } from '../../src/jobs/runner.ts';
import { openPreviewer } from '../../src/typesetting/preview.ts';
import { openScanWork } from '../../src/uploads/scan-work.ts';
import { openUploadWork } from '../../src/uploads/upload-work.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { EICAR } from '../support/clamd-server.ts';
import { smallOffice } from './office.ts';

export interface DeskWorld {
  app: TestApp;
  runner: Runner;
  folder: string;
  /** While it is true, the jobs end when an item is prepared and before it is joined. */
  dies: boolean;
}

const closing: (() => Promise<void> | void)[] = [];
afterAll(async () => {
  for (const close of closing.splice(0)) await close();
});

/** The small office with a desk whose files are really scanned for viruses (one is known), prepared and joined to their letters. */
export async function startDesk(): Promise<DeskWorld> {
  const folder = mkdtempSync(join(tmpdir(), 'layang-desk-'));
  const documents = openDocumentStore(join(folder, 'documents'));
  const previewer = openPreviewer();
  const scans = openScanWork();
  const uploads = openUploadWork(join(folder, 'unfinished'));
  const scanner = {
    scan: async (path: string) => (readFileSync(path).includes(EICAR) ? { virus: 'Eicar-Test' } : 'clean'),
    version: async () => 'made for this test',
  } as const;
  let runner: Runner | undefined;
  const world = { dies: false };
  const app = await startApp({
    publicDirectory: await builtAssets(),
    more({ db, clock }) {
      const never = () => Promise.reject(new Error('nothing is signed or sealed here'));
      const wake = () => runner?.wake();
      const receiving = { db, clock, documents, scanner, wake };
      const desk = {
        ...{ db, clock, appOrigin: 'https://layang.example' },
        intakes: {
          ...{ lockForRegistering, markRegistered, backToDesk, wake },
          takeIn: (coming: Coming) => takeIn(receiving, coming),
          receive: (files: readonly ComingFile[]) => receiveTogether(receiving, files),
        },
      };
      const preparing = prepareIntakeJob({
        ...{ ...receiving, scans, uploads, verifyPdf: never, seals: { lookUp: never, partnerSeal: never } },
        async prepared(intakeId) {
          if (world.dies) throw new Error('the power fails here');
          await joinRegistered(desk, intakeId);
        },
      });
      runner = startRunner({ db, jobs: [preparing], clock, log: { warn() {}, error() {} } });
      return { intake: openIntake({ ...receiving, previewer }), incoming: openIncoming(desk) };
    },
  });
  if (runner === undefined) throw new Error('nothing prepares what comes in');
  const { stop } = runner;
  closing.push(
    () => stop(),
    () => scans.close(),
    () => uploads.close(),
    () => previewer.close(),
    () => rmSync(folder, { recursive: true, force: true }),
  );
  await smallOffice(app);
  return Object.assign(world, { app, runner, folder });
}

/** A scanned page in a colour of its own. */
export const scanOf = (shade: number) =>
  sharp({ create: { width: 826, height: 1169, channels: 3, background: { r: shade, g: shade, b: 250 } } })
    .jpeg()
    .toBuffer();

/** Nobody opens it without its password. */
export async function lockedPdf(): Promise<Uint8Array> {
  const pdf = await PDFDocument.create();
  pdf.addPage().drawText('Terkunci');
  await pdf.encrypt({ userPassword: 'rahasia', ownerPassword: 'rahasia' });
  return pdf.save({ useObjectStreams: false });
}
