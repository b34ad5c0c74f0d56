import { stat, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { join } from 'node:path';
import { actorNamed } from '../demo/found-regency.ts';
import { invitation, SECOND_TEXT } from '../demo/letter-text.ts';
import { demoPassword } from '../demo/regency.ts';
import type { Actor } from '../people/actor.ts';
import { createApp } from '../web/app.ts';
import type { Layang } from '../wiring.ts';
import { scannedPdf } from './scanned-pdf.ts';
import type { Line } from './table.ts';

/** Scanned pages of about 1.7 MB each, and the seconds that are granted. */
const SIZES = [
  { name: '5 MB', pages: 3, seconds: 2 },
  { name: '50 MB', pages: 29, seconds: 15 },
];

/** From a received file to the picture of its first stamped page, and how the inbox answers meanwhile: all in one process. */
export async function uploadBench(layang: Layang, dataDir: string): Promise<Line[]> {
  const chief = await actorNamed(layang, 'kadisdik');
  const runner = layang.startJobs();
  const server = createServer(createApp(layang.web));
  try {
    const inbox = await signedInInbox(server, layang.web.settings.appOrigin);
    await runner.idle();
    // What the compiler and the typesetter do once is no part of the comparison.
    await upload(layang, chief, await scanAt(dataDir, 1), async () => void (await inbox()));
    const idle = await answers(inbox, 100);
    const lines: Line[] = [];
    for (const { name, pages, seconds } of SIZES) {
      const path = await scanAt(dataDir, pages);
      const during: number[] = [];
      const start = performance.now();
      await upload(layang, chief, path, async () => {
        during.push(await inbox());
      });
      const ours = performance.now() - start;
      const { size } = await stat(path);
      lines.push({
        what: `upload of ${(size / 1e6).toFixed(0)} MB to its stamped page`,
        ours,
        unit: 'ms',
        beside: [],
        aim: { words: `${name} within ${seconds} s`, reached: ours < seconds * 1_000 },
      });
      lines.push({
        what: `inbox meanwhile, 95 of 100 within`,
        ours: p95(during),
        unit: 'ms',
        beside: [{ name: 'idle', value: p95(idle) }],
        aim: { words: 'less than twice', reached: p95(during) < 2 * p95(idle) },
      });
    }
    return lines;
  } finally {
    server.closeAllConnections();
    server.close();
    await runner.stop();
  }
}

async function scanAt(dataDir: string, pages: number): Promise<string> {
  const path = join(dataDir, `scan-${pages}.pdf`);
  await writeFile(path, await scannedPdf(pages));
  return path;
}

/** The whole way; `meanwhile` runs over and over until it is done. */
async function upload(layang: Layang, chief: Actor, path: string, meanwhile: () => Promise<void>): Promise<void> {
  const positions = new Map((await layang.people.listPositions()).map(({ name, id }) => [name, id]));
  const letterId = await layang.letters.createLetter(chief, { kind: 'surat-dinas' });
  await layang.letters.saveDraft(chief, { letterId, revision: 0, draft: invitation(positions, SECOND_TEXT) });
  let done = false;
  const work = (async () => {
    const { size } = await stat(path);
    await layang.letterUploads.receive(chief, letterId, 'letter', { path, name: 'pindaian.pdf', size });
    for (;;) {
      const [file] = await layang.letterUploads.list(chief, letterId);
      if (file?.state === 'refused') throw new Error(`the bench's file was refused: ${file.reason}`);
      if (file?.state === 'ready') break;
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    await layang.letterFiles.draftPicture(chief, letterId, 1);
  })().finally(() => {
    done = true;
  });
  const asking = (async () => {
    while (!done) {
      await meanwhile();
      await new Promise((resolve) => setTimeout(resolve, 10));
    }
  })();
  await Promise.all([work, asking]);
}

async function answers(inbox: () => Promise<number>, count: number): Promise<number[]> {
  const times: number[] = [];
  for (let request = 0; request < count; request++) {
    times.push(await inbox());
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
  return times;
}

/** A request of the inbox by somebody who is signed in, as milliseconds. */
async function signedInInbox(server: Server, origin: string): Promise<() => Promise<number>> {
  await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), 'localhost', resolve));
  const cookies = new Map<string, string>();
  const ask = async (path: string, init: RequestInit = {}) => {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const answer = await fetch(origin + path, { ...init, redirect: 'manual', headers: { cookie } });
    for (const line of answer.headers.getSetCookie()) {
      const [name = '', value = ''] = (line.split(';')[0] ?? '').split('=');
      cookies.set(name, value);
    }
    return { status: answer.status, html: await answer.text() };
  };
  const { html } = await ask('/sign-in');
  const body = new URLSearchParams({ username: 'kadisdik', password: demoPassword('kadisdik') });
  for (const [, name = '', value = ''] of html.matchAll(/name="(_\w+)" value="([^"]*)"/g)) body.append(name, value);
  await ask('/sign-in', { method: 'POST', body });
  return async () => {
    const start = performance.now();
    const { status } = await ask('/');
    if (status !== 200) throw new Error(`the inbox answered ${status}`);
    return performance.now() - start;
  };
}

function p95(times: readonly number[]): number {
  const sorted = times.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length * 0.95)] ?? Number.NaN;
}
