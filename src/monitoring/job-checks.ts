import type { Clock } from '../clock.ts';
import { countJobs } from '../jobs/job-figures-store.ts';
import type { Sql } from '../postgres/database.ts';
import { spanInWords } from './amounts.ts';
import type { HealthCheck } from './health-check.ts';

/** A worker takes what is due within seconds; uploads and mail may keep it a while. */
const LATE_MS = 5 * 60_000;

export function jobsCheck(deps: { db: Sql; clock: Clock }): HealthCheck {
  return {
    name: 'jobs',
    label: { id: 'Pekerjaan latar', en: 'Jobs' },
    async look() {
      const now = deps.clock();
      const { dueSince, waiting, refused, failed } = await countJobs(deps.db, now);
      const late = dueSince === null ? 0 : now.getTime() - dueSince.getTime();
      if (late > LATE_MS) {
        const span = spanInWords(late);
        return {
          state: 'broken',
          words: {
            id: `${waiting} pekerjaan menunggu, yang terlama ${span.id}: tidak ada proses yang mengerjakannya.`,
            en: `${waiting} jobs are waiting, one for ${span.en}: no process takes them.`,
          },
          todo: {
            id: 'Jalankan Layang (npm start), atau pekerjanya saja: npm run -s layang -- worker',
            en: 'Run Layang (npm start), or its worker alone: npm run -s layang -- worker',
          },
        };
      }
      if (refused + failed > 0) {
        return {
          state: 'attention',
          words: { id: `${refused + failed} pekerjaan gagal.`, en: `${refused + failed} jobs have failed.` },
          todo: {
            id: 'Buka Keadaan sistem, baca sebabnya, lalu tekan Coba lagi.',
            en: 'Open State of the system, read why, then press Try again.',
          },
          buttonOnPage: true,
        };
      }
      return {
        state: 'ok',
        words: { id: 'Dikerjakan tepat waktu; tidak ada yang gagal.', en: 'Done in time; none has failed.' },
      };
    },
  };
}
