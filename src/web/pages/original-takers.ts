import type { Taker } from '../../incoming/originals/hand-over-originals.ts';
import type { AtDesk } from '../../incoming/originals/original-lists.ts';
import { isSecret } from '../../people/security-class.ts';
import type { WebDeps } from '../deps.ts';
import type { OfficialVisit } from '../visit.ts';
import type { IncomingForms } from './incoming-form.ts';

/** For whom papers are taken: a unit's front desk or a post, by its name as it is suggested, or as much of it as fits one. */
export function originalTakers({ people }: Pick<WebDeps, 'people'>, forms: IncomingForms) {
  const named = (text: string) => text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
  return {
    /** @throws Refusal on `to` */
    async read(visit: OfficialVisit, typed: string): Promise<Taker> {
      const unit = (await people.listUnits()).find(({ name }) => named(name) === named(typed));
      return unit === undefined ? { positionId: await forms.readPost(visit, typed, 'to') } : { unitId: unit.id };
    },

    /** Units and posts of these papers before anything else. */
    async suggest({ units, lines }: Pick<AtDesk, 'units' | 'lines'>): Promise<string[]> {
      const posts = lines.flatMap(({ security, holders, addresseeName }) =>
        isSecret(security) ? [addresseeName] : [...holders, addresseeName],
      );
      return [...new Set([...units.map(({ name }) => name), ...posts])].slice(0, MOST);
    },
  };
}
export type OriginalTakers = ReturnType<typeof originalTakers>;

const MOST = 100;
