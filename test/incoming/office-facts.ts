import { z } from 'zod';
import { calendarDate } from '../../src/clock.ts';
import type { Sql } from '../../src/postgres/database.ts';
import { sql } from '../../src/postgres/sql.ts';

/*
 * Who may see what, written from the words of the decisions and not from the product: all rows are fetched as they are, and
 * judged here. Nothing of src/people or of sight-store.ts is asked.
 */

const Appointment = z.object({ personId: z.number(), positionId: z.number() });
const Mandate = z.object({
  fromPositionId: z.number(),
  toPositionId: z.number().nullable(),
  toPersonId: z.number().nullable(),
  givenAs: z.string(),
  absentId: z.number().nullable(),
});
const Post = z.object({
  id: z.number(),
  unitId: z.number(),
  superiorId: z.number().nullable(),
  name: z.string(),
  closed: z.boolean(),
});
const Letter = z.object({
  id: z.number(),
  unitId: z.number(),
  security: z.enum(['B', 'T', 'R', 'SR']),
  state: z.enum(['open', 'closed', 'void']),
  addresseePositionId: z.number(),
  senderName: z.string(),
  subject: z.string(),
});
const Held = z.object({
  id: z.number(),
  incomingId: z.number(),
  parentId: z.number().nullable(),
  sheetId: z.number().nullable(),
  kind: z.string().nullable(),
  positionId: z.number(),
  responsible: z.boolean(),
  state: z.string(),
});
export type HeldFact = z.infer<typeof Held>;
const Event = z.object({ id: z.number(), incomingId: z.number(), holdingId: z.number().nullable(), kind: z.string() });

/** The office and these letters as they stand at `now`. */
export async function readFacts(db: Sql, letterIds: readonly number[], now: Date) {
  const today = calendarDate(now, 'Asia/Jakarta');
  const ids = [...letterIds];
  const posts = await db.many(
    Post,
    sql`SELECT id, unit_id, superior_id, name, closed_at IS NOT NULL AS closed FROM position`,
  );
  const open = new Set(posts.filter(({ closed }) => !closed).map(({ id }) => id));
  const appointments = (
    await db.many(
      Appointment,
      sql`SELECT a.person_id, a.position_id FROM appointment a JOIN person p ON p.id = a.person_id AND p.disabled_at IS NULL
          WHERE ${today}::date BETWEEN a.valid_from AND coalesce(a.valid_to, 'infinity')`,
    )
  ).filter(({ positionId }) => open.has(positionId));
  return {
    posts,
    appointments,
    mandates: await db.many(
      Mandate,
      sql`SELECT m.from_position_id, m.to_position_id, m.to_person_id, m.given_as, b.person_id AS absent_id
          FROM mandate m LEFT JOIN absence b ON b.id = m.absence_id
          WHERE 'dispose' = ANY (m.tasks) AND (m.revoked_at IS NULL OR m.revoked_at > ${now})
            AND ${today}::date BETWEEN m.valid_from AND coalesce(m.valid_to, 'infinity')`,
    ),
    duties: await db.many(
      z.object({ personId: z.number(), unitId: z.number() }),
      sql`SELECT d.person_id, d.unit_id FROM duty d JOIN person p ON p.id = d.person_id AND p.disabled_at IS NULL WHERE d.duty = 'registry'`,
    ),
    administrators: new Set(
      (await db.many(z.object({ id: z.number() }), sql`SELECT id FROM person WHERE is_administrator`)).map(
        ({ id }) => id,
      ),
    ),
    letters: await db.many(
      Letter,
      sql`SELECT id, unit_id, security, state, addressee_position_id, sender_name, subject FROM incoming
          WHERE id = ANY (${ids}::bigint[]) ORDER BY id`,
    ),
    holdings: await db.many(
      Held,
      sql`SELECT h.id, h.incoming_id, h.parent_id, h.sheet_id, s.kind, h.position_id, h.responsible, h.state FROM holding h
          LEFT JOIN sheet s ON s.id = h.sheet_id WHERE h.incoming_id = ANY (${ids}::bigint[]) ORDER BY h.id`,
    ),
    events: await db.many(
      Event,
      sql`SELECT id, incoming_id, holding_id, kind FROM incoming_event WHERE incoming_id = ANY (${ids}::bigint[]) ORDER BY id`,
    ),
  };
}
export type Facts = Awaited<ReturnType<typeof readFacts>>;
export type LetterFact = Facts['letters'][number];

export const isSecretFact = ({ security }: Pick<LetterFact, 'security'>) => security === 'R' || security === 'SR';

export function postsOf(facts: Facts, personId: number): Set<number> {
  return new Set(facts.appointments.filter((each) => each.personId === personId).map(({ positionId }) => positionId));
}

export function isHeld(facts: Facts, positionId: number): boolean {
  return facts.appointments.some((each) => each.positionId === positionId);
}

/** Posts whose incoming letters of this class the person disposes of by mandate: of secret ones by the holder's own alone. */
export function delegatedTo(facts: Facts, personId: number, letter: Pick<LetterFact, 'security'>): Set<number> {
  const own = postsOf(facts, personId);
  const given = facts.mandates.filter(
    ({ toPersonId, toPositionId, givenAs, fromPositionId, absentId }) =>
      own.size > 0 &&
      (toPersonId === personId || (toPositionId !== null && own.has(toPositionId))) &&
      (!isSecretFact(letter) || givenAs === 'holder') &&
      facts.appointments.some(
        (each) => each.positionId === fromPositionId && (absentId === null || each.personId === absentId),
      ),
  );
  return new Set(given.map(({ fromPositionId }) => fromPositionId));
}

/** "Addressee, disposition tree, unit's clerks; R and SR only by name"; a delegate while the post has it. */
export function mayOpen(facts: Facts, personId: number, letter: LetterFact): boolean {
  const tree = facts.holdings.filter(({ incomingId, state }) => incomingId === letter.id && state !== 'cancelled');
  const own = postsOf(facts, personId);
  if (own.has(letter.addresseePositionId) || tree.some(({ positionId }) => own.has(positionId))) return true;
  const delegated = delegatedTo(facts, personId, letter);
  if (tree.some(({ positionId, state }) => state !== 'done' && delegated.has(positionId))) return true;
  if (isSecretFact(letter)) return false;
  const unitOf = new Map(facts.posts.map(({ id, unitId }) => [id, unitId]));
  const units = new Set([letter.unitId, ...tree.map(({ positionId }) => unitOf.get(positionId))]);
  return facts.duties.some((each) => each.personId === personId && units.has(each.unitId));
}

export function keepsAgendaOf(facts: Facts, personId: number, { unitId }: Pick<LetterFact, 'unitId'>): boolean {
  return facts.duties.some((each) => each.personId === personId && each.unitId === unitId);
}

/** Posts above which one of the person's own stands. */
export function isAbove(facts: Facts, personId: number, positionId: number): boolean {
  const own = postsOf(facts, personId);
  const byId = new Map(facts.posts.map((post) => [post.id, post]));
  for (let at = byId.get(positionId)?.superiorId; at; at = byId.get(at)?.superiorId) if (own.has(at)) return true;
  return false;
}

/** The posts that have to do something with it now, each with the holding that waits for it. */
export function waitingAt(facts: Facts, { id }: Pick<LetterFact, 'id'>): { holdingId: number; positionId: number }[] {
  const holdings = facts.holdings.filter(({ incomingId }) => incomingId === id);
  return holdings.flatMap((held) => {
    if (held.state === 'unread' || held.state === 'read') return [{ holdingId: held.id, positionId: held.positionId }];
    if (held.state !== 'reported') return [];
    const giver = holdings.find((each) => each.id === held.parentId);
    return giver === undefined ? [] : [{ holdingId: held.id, positionId: giver.positionId }];
  });
}
