/** `npm run bench`: each speed beside its limit or peer, measured in this run on this machine. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir } from 'node:os';
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
import { type Line, lineText } from './table.ts';
import { thousandBench } from './thousand-bench.ts';
import { emblemOf, typesetBench } from './typeset-bench.ts';
import { uploadBench } from './upload-bench.ts';

const print = (text: string) => void process.stdout.write(`${text}\n`);
const show = (lines: readonly Line[]) => lines.map(lineText).forEach(print);

print(`node ${process.version}, ${cpus().length} × ${cpus()[0]?.model ?? 'unknown processor'}; medians\n`);

show(await signBench());
const salt = randomBytes(16);
const [kdf] = await inTurn([() => deriveOnce('ombak tenang di dermaga', salt, DEFAULT_KDF)], 10);
if (kdf)
  show([{ what: `passphrase (argon2id, ${DEFAULT_KDF.memory / 1024} MiB)`, ours: kdf.median, unit: 'ms', beside: [] }]);

const dataDir = await mkdtemp(join(tmpdir(), 'layang-bench-'));
const server = await startEmbeddedPostgres(dataDir);
try {
  const config = readConfig({ DATA_DIR: dataDir, DATABASE_URL: server.url, LOG_LEVEL: 'silent', PORT: '3903' });
  const layang = await wire(config, openLog('silent'), systemClock, { pool: 10 });
  try {
    await foundRegency(layang);
    const journey = await letterJourney(layang, () => {});
    const page = await samplePage(layang, config.host, journey);
    const emblem = await emblemOf(layang.documents, page);
    show(await typesetBench(layang.typesetter, page, emblem));
    show(await thousandBench(layang.typesetter, page, emblem));
    show(await actBench(layang, dataDir, page));
    show(await crowdBench(layang, 200));
    show(await uploadBench(layang, dataDir));
    show(await checkBench(journey.token, { dataDir, databaseUrl: server.url }));
  } finally {
    await layang.close();
  }
} finally {
  await server.stop();
  await rm(dataDir, { recursive: true, force: true });
}
