import { listPartners } from '../exchange/partners-store.ts';
import { problemWords } from '../exchange/problem-words.ts';
import type { Sql } from '../postgres/database.ts';
import type { Health, HealthCheck } from './health-check.ts';

/** Offices with which letters are exchanged: none whose keys changed, none out of reach. */
export function partnersCheck({ db }: { db: Sql }): HealthCheck {
  return {
    name: 'partners',
    label: { id: 'Instansi mitra', en: 'Partner offices' },
    async look(): Promise<Health> {
      const partners = (await listPartners(db)).filter(({ state }) => state === 'on');
      const troubled = partners.flatMap(({ name, lookProblem }) => {
        const words = lookProblem === '' ? undefined : problemWords(lookProblem);
        return words === undefined ? [] : [{ id: `${name}: ${words.id}`, en: `${name}: ${words.en}` }];
      });
      if (troubled.length === 0) {
        const count = partners.length;
        return {
          state: 'ok',
          words:
            count === 0
              ? {
                  id: 'Tidak ada pertukaran surat dengan instansi lain.',
                  en: 'No letters are exchanged with other offices.',
                }
              : { id: `${count} instansi mitra terhubung.`, en: `${count} partner offices can be reached.` },
        };
      }
      return {
        state: 'attention',
        words: { id: 'Ada instansi mitra yang perlu dilihat.', en: 'Some partner offices need a look.' },
        todo: {
          id: 'Lihat di Pengaturan, Instansi mitra. Surat kepada mereka menunggu dan dicoba terus.',
          en: 'Look at Settings, Partner offices. Letters to them wait and are tried again.',
        },
        lines: troubled,
      };
    },
  };
}
