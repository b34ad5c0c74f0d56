import { randomBytes } from 'node:crypto';
import { link, open, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { actorNamed } from '../demo/found-regency.ts';
import { invitation, SECOND_TEXT } from '../demo/letter-text.ts';
import { demoPassphrase } from '../demo/regency.ts';
import type { Actor } from '../people/actor.ts';
import type { LetterPage } from '../typesetting/letter-page.ts';
import type { Layang } from '../wiring.ts';
import { commitOne, dropCommitTable, makeCommitTable } from './commit-store.ts';
import { median } from './measure.ts';
import type { Line } from './table.ts';
import { bareTypst, emblemOf } from './typeset-bench.ts';

const ROUNDS = 20;

/** The signing act after the keys are open, beside bare Typst with the same number of commits and file syncs. */
export async function actBench(layang: Layang, dataDir: string, page: LetterPage): Promise<Line[]> {
  const chief = await actorNamed(layang, 'kadisdik');
  const passphrase = demoPassphrase('kadisdik');
  const typst = bareTypst(await emblemOf(layang.documents, page));
  const letters = await lettersToSign(layang, chief, ROUNDS + 2);
  await makeCommitTable(layang.db);
  const [ours, bare]: [number[], number[]] = [[], []];
  try {
    for (const [round, letter] of letters.entries()) {
      const { times } = await layang.signLetter({ actor: chief, ...letter, passphrase });
      const started = performance.now();
      const pdf = typst(page);
      for (let commit = 0; commit < 2; commit++) await commitOne(layang.db);
      await syncedFile(dataDir, pdf);
      await commitOne(layang.db);
      if (round < 2) continue;
      bare.push(performance.now() - started);
      ours.push(times.reserve + times.typeset + times.sign + times.verify + times.store + times.finish);
    }
  } finally {
    await dropCommitTable(layang.db);
  }
  const limit = median(bare);
  const act = median(ours);
  const beside = [{ name: 'bare Typst + its syncs and commits', value: limit }];
  const aim = { words: 'at most 2 times its bare parts', reached: act <= 2 * limit };
  return [{ what: 'signing act after the keys are open', ours: act, unit: 'ms', beside, aim }];
}

/** 200 signatures at once in one register beside the same one after the other. */
export async function crowdBench(layang: Layang, crowd: number): Promise<Line[]> {
  const chief = await actorNamed(layang, 'kadisdik');
  const passphrase = demoPassphrase('kadisdik');
  const sign = (letter: { letterId: number; versionSha256: Buffer }) =>
    layang.signLetter({ actor: chief, ...letter, passphrase });
  const alone = await lettersToSign(layang, chief, Math.ceil(crowd / 5));
  const together = await lettersToSign(layang, chief, crowd);
  const first = performance.now();
  for (const letter of alone) await sign(letter);
  const aloneRate = (1000 * alone.length) / (performance.now() - first);
  const second = performance.now();
  await Promise.all(together.map(sign));
  const crowdRate = (1000 * crowd) / (performance.now() - second);
  const beside = [{ name: 'one after the other', value: aloneRate }];
  const aim = { words: 'within twice that of one without contention', reached: crowdRate * 2 >= aloneRate };
  return [{ what: `${crowd} signing requests at once, 10 connections`, ours: crowdRate, unit: '/s', beside, aim }];
}

/** Submitted by the head, who is to sign them. */
export async function lettersToSign(layang: Layang, chief: Actor, count: number) {
  const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
  const letters: { letterId: number; versionSha256: Buffer }[] = [];
  for (let i = 0; i < count; i++) {
    const letterId = await layang.letters.createLetter(chief, { kind: 'surat-dinas' });
    const draft = invitation(positions, SECOND_TEXT);
    const revision = await layang.letters.saveDraft(chief, { letterId, revision: 0, draft });
    await layang.approvals.submitLetter(chief, { letterId, revision, initials: [] });
    const { version } = await layang.letters.readLetter(chief, letterId);
    if (version !== undefined) letters.push({ letterId, versionSha256: version.sha256 });
  }
  return letters;
}

async function syncedFile(folder: string, bytes: Buffer): Promise<void> {
  const name = join(folder, `bench-${randomBytes(6).toString('hex')}`);
  const file = await open(name, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
  await link(name, `${name}.linked`);
  const directory = await open(folder, 'r');
  await directory.sync();
  await directory.close();
  await rm(name);
  await rm(`${name}.linked`);
}
