import type { Clock } from '../clock.ts';
import { readInstants } from '../issuing/newest-instant-store.ts';
import type { Sql } from '../postgres/database.ts';
import { readSchemaState, readServer } from '../postgres/schema-state.ts';
import { spanInWords } from './amounts.ts';
import type { Health, HealthCheck } from './health-check.ts';

export function databaseCheck(deps: { db: Sql; migrations: readonly string[]; version: string }): HealthCheck {
  return {
    name: 'versions',
    label: { id: 'Versi dan basis data', en: 'Versions and database' },
    async look() {
      const [{ missing, unknown, newest }, server] = [
        await readSchemaState(deps.db, deps.migrations),
        await readServer(deps.db),
      ];
      const lines = [
        `Layang ${deps.version}`,
        `PostgreSQL ${server.version}`,
        `Node.js ${process.versions.node}`,
        `Skema ${newest ?? '-'}`,
      ];
      const versions = { lines: lines.map((line) => ({ id: line, en: line.replace('Skema', 'Schema') })) };
      if (missing.length > 0) {
        return {
          ...versions,
          state: 'broken',
          words: {
            id: 'Skema basis data tertinggal dari Layang ini.',
            en: 'The schema of the database is behind this Layang.',
          },
          todo: { id: 'Jalankan: npm run -s layang -- migrate', en: 'Run: npm run -s layang -- migrate' },
        };
      }
      if (unknown.length > 0) {
        return {
          ...versions,
          state: 'attention',
          words: {
            id: 'Basis data sudah disesuaikan oleh Layang yang lebih baru daripada proses ini.',
            en: 'A newer Layang than this process has changed the database.',
          },
          todo: {
            id: 'Mulai ulang proses ini dengan versi yang baru.',
            en: 'Start this process anew with the new version.',
          },
        };
      }
      return {
        ...versions,
        state: 'ok',
        words: { id: 'Basis data menjawab dan sesuai.', en: 'The database answers and fits.' },
      };
    },
  };
}

/** A second or two is the way there and back. */
const NOTED_MS = 5_000;
/** From here on Layang would not start: what is signed carries the hour. */
const WRONG_MS = 5 * 60_000;

/** Between this clock, the database server's, and the newest instant that was ever written down. */
export function judgeClock(here: Date, { server, newest }: { server: Date; newest: Date | null }): Health {
  const apart = here.getTime() - server.getTime();
  const behind = newest === null ? 0 : newest.getTime() - here.getTime();
  const todo = {
    id: 'Nyalakan penyesuai waktu di kedua mesin: timedatectl set-ntp true',
    en: 'Let both machines set their clocks: timedatectl set-ntp true',
  };
  if (behind > WRONG_MS) {
    const span = spanInWords(behind);
    return {
      state: 'broken',
      words: {
        id: `Jam mesin ini ${span.id} lebih awal daripada catatan terakhir di basis data.`,
        en: `The clock of this machine is ${span.en} before the newest entry of the database.`,
      },
      todo,
    };
  }
  const span = spanInWords(apart);
  if (Math.abs(apart) > NOTED_MS) {
    return {
      state: Math.abs(apart) > WRONG_MS ? 'broken' : 'attention',
      words: {
        id: `Jam mesin ini dan jam server basis data berbeda ${span.id}.`,
        en: `The clocks of this machine and of the database server are ${span.en} apart.`,
      },
      todo,
    };
  }
  return {
    state: 'ok',
    words: {
      id: `Jam mesin ini dan jam server basis data cocok (selisih ${span.id}).`,
      en: `The clocks of this machine and of the database server agree (${span.en} apart).`,
    },
  };
}

export function clockCheck(deps: { db: Sql; clock: Clock }): HealthCheck {
  return {
    name: 'clock',
    label: { id: 'Jam', en: 'Clock' },
    look: async () => judgeClock(deps.clock(), await readInstants(deps.db)),
  };
}
