import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { systemClock } from '../clock.ts';
import { readConfig } from '../config.ts';
import { DEFAULT_KDF, deriveOnce } from '../custody/kdf.ts';
import { foundRegency } from '../demo/found-regency.ts';
import { letterJourney } from '../demo/letter-journey.ts';
import { openLog } from '../log.ts';
import { startEmbeddedPostgres } from '../postgres/embedded.ts';
import { wire } from '../wiring.ts';
import { actBench, crowdBench } from './act-bench.ts';
import { checkBench } from './check-bench.ts';
import { inTurn } from './measure.ts';
import { samplePage } from './sample-page.ts';
import { signBench } from './sign-bench.ts';
import type { Line } from './table.ts';
import { thousandBench } from './thousand-bench.ts';
import { emblemOf, typesetBench } from './typeset-bench.ts';
import { uploadBench } from './upload-bench.ts';

type Show = (lines: readonly Line[]) => void;

/** What a letter costs from its text to its check, each beside its limit, in an office of the demonstration. */
export async function workBench(show: Show): Promise<void> {
  show(await signBench());
  const salt = randomBytes(16);
  const [kdf] = await inTurn([() => deriveOnce('ombak tenang di dermaga', salt, DEFAULT_KDF)], 10);
  if (kdf)
    show([
      { what: `passphrase (argon2id, ${DEFAULT_KDF.memory / 1024} MiB)`, ours: kdf.median, unit: 'ms', beside: [] },
    ]);
  await inDemoOffice(async ({ layang, dataDir, databaseUrl, journey, host }) => {
    const page = await samplePage(layang, host, journey);
    const emblem = await emblemOf(layang.documents, page);
    show(await typesetBench(layang.typesetter, page, emblem));
    show(await thousandBench(layang.typesetter, page, emblem));
    show(await actBench(layang, dataDir, page));
    show(await crowdBench(layang, 200));
    show(await uploadBench(layang, dataDir));
    show(await checkBench(journey.token, { dataDir, databaseUrl }));
  });
}

/** The check page alone. */
export async function checkPageBench(show: Show): Promise<void> {
  await inDemoOffice(async ({ dataDir, databaseUrl, journey }) => {
    show(await checkBench(journey.token, { dataDir, databaseUrl }));
  });
}

interface DemoOffice {
  layang: Awaited<ReturnType<typeof wire>>;
  dataDir: string;
  databaseUrl: string;
  host: string;
  journey: Awaited<ReturnType<typeof letterJourney>>;
}

async function inDemoOffice(work: (office: DemoOffice) => Promise<void>): Promise<void> {
  const dataDir = await mkdtemp(join(tmpdir(), 'layang-bench-'));
  const server = await startEmbeddedPostgres(dataDir);
  try {
    const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: server.url, LOG_LEVEL: 'silent', PORT: '3903' });
    const layang = await wire(config, openLog('silent'), systemClock, { pool: 10 });
    try {
      await foundRegency(layang);
      const journey = await letterJourney(layang, () => {});
      await work({ layang, dataDir, databaseUrl: server.url, host: config.host, journey });
    } finally {
      await layang.close();
    }
  } finally {
    await server.stop();
    await rm(dataDir, { recursive: true, force: true });
  }
}
