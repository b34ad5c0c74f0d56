import { z } from 'zod';
import { addDays } from '../../src/clock.ts';
import { sql } from '../../src/postgres/sql.ts';
import { anyPost, type Choice, type Offer } from './office-acts.ts';
import type { Life } from './office-life.ts';

const Id = z.object({ id: z.number() });

/** What happens to people and posts while letters wait, by the acts of their pages; refused where it makes no sense just now. */
export const CHANGES = [
  'leave',
  'leave',
  'appoint',
  'appoint',
  'away',
  'back',
  'mandate',
  'revoke',
  'duty',
  'close',
  'disable',
] as const;
export type Change = (typeof CHANGES)[number];

export async function changeOf(life: Life, change: Change, personId: number, choice: Choice): Promise<Offer['act']> {
  const { people, administrator, everybody, office } = life;
  const [admin, actor] = [await office.actor(administrator), await people.loadActor(personId)];
  const positionId = anyPost(life, choice.to);
  const other = everybody[(choice.to.at(-1) ?? 0) % everybody.length] ?? 0;
  const today = life.today();
  const term = { firstDay: today, lastDay: addDays(today, 3) };
  if (actor === undefined) return async () => {};
  switch (change) {
    case 'leave':
      return async () => {
        const held = actor.appointments[0];
        if (held !== undefined) await people.endAppointment(admin, held.id, addDays(today, -1));
      };
    case 'appoint': {
      const forms: ('Plt.' | 'Plh.')[] = choice.yes ? ['Plt.'] : [];
      return () =>
        people.addAppointment(admin, { personId, positionId, forms, validFrom: today, validTo: null, warrant: '' });
    }
    case 'away': {
      const standIn = choice.yes ? { personId: other } : null;
      const by = choice.to.length > 1 ? admin : actor;
      return () => people.recordAbsence(by, { personId, reason: 'leave', ...term, standIn });
    }
    case 'back': {
      const away = await office.db.maybe(
        Id,
        sql`SELECT id FROM absence WHERE person_id = ${personId} AND ended_at IS NULL ORDER BY id DESC LIMIT 1`,
      );
      return async () => away && people.endAbsence(actor, away.id);
    }
    case 'mandate': {
      const from = choice.yes ? (actor.appointments[0]?.positionId ?? positionId) : positionId;
      const given = {
        fromPositionId: from,
        to: { personId: other },
        kinds: [],
        tasks: ['dispose' as const],
        warrant: 'SP 1',
      };
      return () =>
        people.giveMandate(choice.yes ? actor : admin, { ...given, validFrom: today, validTo: addDays(today, 5) });
    }
    case 'revoke': {
      const given = await office.db.maybe(
        Id,
        sql`SELECT id FROM mandate WHERE revoked_at IS NULL ORDER BY id DESC LIMIT 1`,
      );
      return async () => given && people.endMandate(admin, given.id);
    }
    case 'duty': {
      const unitId = office.units.get(choice.yes ? 'CAMAT' : 'SETDA') ?? 0;
      return () => people.setDuty(admin, { personId: other, unitId, duty: 'registry', held: choice.to.length > 1 });
    }
    // Once in a while.
    case 'close':
      return async () => (choice.to[0] ?? 0) % 4 === 0 && people.closePosition(admin, positionId);
    case 'disable':
      return async () =>
        personId !== life.clerk && (choice.to[0] ?? 0) % 4 === 0 && people.disablePerson(admin, personId);
  }
}
