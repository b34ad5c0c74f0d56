import { createServer } from 'node:http';
import { serverLimits } from '../../src/commands/listen.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { openServiceKeys } from '../../src/custody/service-keys.ts';
import { openExchange } from '../../src/exchange/exchange.ts';
import { startRunner } from '../../src/jobs/runner.ts';
import { openLog } from '../../src/log.ts';
import { createApp } from '../../src/web/app.ts';
import { openAssets } from '../../src/web/assets.ts';
import { wire } from '../../src/wiring.ts';

/**
 * An installation in a process that a test will kill: its pages, and of its jobs those that bring letters to others, by a clock
 * that runs faster than ours.
 */
const [databaseUrl = '', dataDir = '', origin = '', begun = '0', speed = '1'] = process.argv.slice(2);
const config = readConfig({
  DATABASE_URL: databaseUrl,
  DATA_DIR: dataDir,
  APP_ORIGIN: origin,
  PUBLIC_ORIGIN: origin,
  LOG_LEVEL: 'silent',
});
const clock = () => new Date(Number(begun) + (Date.now() - Number(begun)) * Number(speed));
const kdf = openKdf({ settings: { name: 'argon2id', memory: 1024, passes: 1, lanes: 1 } });
const layang = await wire(config, openLog('silent'), clock, { kdf, pool: 5 });
const server = createServer(serverLimits, createApp(layang.web, openAssets()));
await new Promise<void>((resolve) => server.listen(Number(new URL(origin).port), '127.0.0.1', resolve));
const keys = await openServiceKeys(config.dataDir, { databaseIsNew: false });
const never = () => {
  throw new Error('what comes is taken in by the pages');
};
const { jobs } = openExchange({
  ...{
    db: layang.db,
    clock,
    host: config.host,
    stateKey: keys.state,
    documents: layang.documents,
    log: openLog('silent'),
  },
  ...{ verifyPdf: never, takeIn: never, folder: config.dataDir, networks: [], lockLetterOf: never },
});
startRunner({ db: layang.db, jobs, clock, log: openLog('silent'), instance: layang.instance, every: 200 });
process.stdout.write('ready\n');
