import { systemClock } from '../../src/clock.ts';
import { readConfig } from '../../src/config.ts';
import { openKdf } from '../../src/custody/kdf.ts';
import { openLog } from '../../src/log.ts';
import { wire } from '../../src/wiring.ts';

/** The application in a process that a test will kill: `argv` is database, data folder and the person who signs. */
export async function openChildLayang(options: { pool: number }) {
  const [databaseUrl = '', dataDir = '', personId = ''] = process.argv.slice(2);
  const config = readConfig({ DATABASE_URL: databaseUrl, DATA_DIR: dataDir, LOG_LEVEL: 'silent' });
  const kdf = openKdf({ settings: { name: 'argon2id', memory: 1024, passes: 1, lanes: 1 } });
  const layang = await wire(config, openLog('silent'), systemClock, { kdf, ...options });
  // What every process does once is not the act: it is done before anything is counted.
  await layang.instance.number();
  const actor = await layang.people.loadActor(Number(personId));
  if (actor === undefined) throw new Error('no such person');
  return { layang, actor };
}
