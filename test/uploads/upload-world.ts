import { copyFile, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { afterAll } from '@jest/globals';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { invitation, SECOND_TEXT } from '../../src/demo/letter-text.ts';
import type { Runner } from '../../src/jobs/runner.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import type { Upload } from '../../src/uploads/upload-store.ts';
import { type SigningWorld, signingWorld, type WorldOptions } from '../issuing/signing-world.ts';

export interface UploadWorld extends SigningWorld {
  runner: Runner;
  passphrase: string;
}

const runners: Runner[] = [];
afterAll(async () => {
  for (const runner of runners.splice(0)) await runner.stop();
});

/** The regency with its jobs at work. */
export async function uploadWorld(options: WorldOptions = {}): Promise<UploadWorld> {
  const world = await signingWorld(options);
  const runner = world.layang.startJobs();
  runners.push(runner);
  return { ...world, runner, passphrase: 'ombak tenang di dermaga kadisdik' };
}

/** A draft that lacks nothing but its files. */
export async function draftFor(
  { layang, chief, positions }: UploadWorld,
  changes: Partial<DraftContent> = {},
): Promise<number> {
  const letterId = await layang.letters.createLetter(chief, { kind: 'surat-dinas' });
  await layang.letters.saveDraft(chief, {
    letterId,
    revision: 0,
    draft: { ...invitation(positions, SECOND_TEXT), attachment: '', ...changes },
  });
  return letterId;
}

/** The file brought and looked into; its row as it ends. */
export async function bring(
  { layang, chief, runner }: UploadWorld,
  letterId: number,
  path: string,
  { role = 'letter', name = basename(path) }: { role?: Upload['role']; name?: string } = {},
): Promise<Upload> {
  const own = join(tmpdir(), `layang-brought-${process.pid}-${letterId}`);
  await copyFile(path, own);
  const { size } = await stat(own);
  const id = await layang.letterUploads.receive(chief, letterId, role, { path: own, name, size });
  await runner.idle();
  const upload = (await layang.letterUploads.list(chief, letterId)).find((one) => one.id === id);
  if (upload === undefined) throw new Error('the upload is gone');
  return upload;
}

/** Places as proposed, approved, submitted and signed by the chief. */
export async function issue(world: UploadWorld, letterId: number) {
  const { layang, chief, passphrase } = world;
  const { letterUploads, letters, approvals } = layang;
  for (const upload of await letterUploads.list(chief, letterId)) {
    if (upload.role === 'letter') await letterUploads.place(chief, letterId, upload.id, letterUploads.placesOf(upload));
  }
  const { filesRevision, draftRevision } = await letters.getEditable(chief, letterId);
  await letterUploads.approve(chief, letterId, filesRevision);
  await approvals.submitLetter(chief, { letterId, revision: draftRevision, initials: [] });
  const { version } = await letters.readLetter(chief, letterId);
  if (version === undefined) throw new Error('not submitted');
  const issued = await layang.signLetter({
    actor: chief,
    letterId,
    versionSha256: version.sha256,
    letterDate: undefined,
    passphrase,
  });
  return { issued, pdf: await layang.documents.read(issued.documentSha256), version };
}

export { actorNamed };
