import type { Actor } from '../people/actor.ts';
import { reachesSecret } from '../people/mandate.ts';
import { type Query, sql, unseen } from '../postgres/sql.ts';

/** Of which incoming letters a reader may see the line: by the posts held now, by the registries kept. */
export interface IncomingSight {
  positionIds: number[];
  registryUnitIds: number[];
  /** Posts for which the reader may dispose by mandate, and whether of secret letters too. */
  delegated: { positionId: number; secret: boolean }[];
}

export function incomingSightOf(actor: Actor): IncomingSight {
  return {
    positionIds: [...new Set(actor.appointments.map(({ positionId }) => positionId))],
    registryUnitIds: [...new Set(actor.duties.filter(({ duty }) => duty === 'registry').map(({ unitId }) => unitId))],
    delegated: actor.mandates
      .filter(({ tasks }) => tasks.includes('dispose'))
      .map((mandate) => ({ positionId: mandate.positionId, secret: reachesSecret(mandate) })),
  };
}

/**
 * The row of `incoming.read` in the table of permissions, said in SQL; a test holds the two against each other. OFFSET 0 makes
 * each question one about this letter; the posts of the registries are looked up once, not for each.
 */
export function readable(sight: IncomingSight): Query {
  return sql`(i.addressee_position_id = ANY (${unseen(sight.positionIds, 'int[]')})
    OR (i.security IN ('B', 'T') AND i.unit_id = ANY (${unseen(sight.registryUnitIds, 'int[]')}))
    OR EXISTS (SELECT FROM holding h WHERE h.incoming_id = i.id AND h.state <> 'cancelled'
        AND h.position_id = ANY (${unseen(sight.positionIds, 'int[]')}) OFFSET 0)
    OR (i.security IN ('B', 'T') AND EXISTS (SELECT FROM holding h WHERE h.incoming_id = i.id AND h.state <> 'cancelled' AND h.position_id = ANY (
          ARRAY (SELECT p.id FROM position p WHERE p.unit_id = ANY (${unseen(sight.registryUnitIds, 'int[]')}))) OFFSET 0))
    OR EXISTS (SELECT FROM holding h
        JOIN jsonb_to_recordset(${JSON.stringify(sight.delegated)}::jsonb) AS m("positionId" int, secret boolean)
          ON m."positionId" = h.position_id AND (m.secret OR i.security IN ('B', 'T'))
        WHERE h.incoming_id = i.id AND h.state NOT IN ('done', 'cancelled') OFFSET 0))`;
}

/** Of whose letters the line is shown, whether or not they may be opened: those of an agenda kept now. */
export function lineAlone(sight: IncomingSight): Query {
  return sql`(i.unit_id = ANY (${unseen(sight.registryUnitIds, 'int[]')}))`;
}

/** The row of `incoming.see-line`. */
export function lineVisible(sight: IncomingSight): Query {
  return sql`(${lineAlone(sight)} OR ${readable(sight)})`;
}

/**
 * The newest `most` letters older than `before` that any line of the sight could show, by their `id`: each line is walked from its
 * newest end along an index. It gives too many, never too few, so `lineVisible` is asked of each; fewer than `most` are all there are.
 */
export function newestInSight(sight: IncomingSight, { before, most }: { before: number; most: number }): Query {
  const older = unseen(before, 'bigint');
  const limit = sql`LIMIT ${unseen(most, 'int')}`;
  const held = sql`CROSS JOIN LATERAL (SELECT DISTINCT h.incoming_id AS id FROM holding h
      WHERE h.position_id = q.id AND h.incoming_id < ${older} ORDER BY h.incoming_id DESC ${limit}) found`;
  const positions = [...new Set([...sight.positionIds, ...sight.delegated.map(({ positionId }) => positionId)])];
  return sql`(SELECT id FROM (
      SELECT found.id FROM unnest(${unseen(sight.registryUnitIds, 'int[]')}) q (id) CROSS JOIN LATERAL (SELECT l.id FROM incoming l
          WHERE l.unit_id = q.id AND l.id < ${older} ORDER BY l.id DESC ${limit}) found
      UNION SELECT found.id FROM unnest(${unseen(sight.positionIds, 'int[]')}) q (id) CROSS JOIN LATERAL (SELECT l.id FROM incoming l
          WHERE l.addressee_position_id = q.id AND l.id < ${older} ORDER BY l.id DESC ${limit}) found
      UNION SELECT found.id FROM unnest(${unseen(positions, 'int[]')}) q (id) ${held}
      UNION SELECT found.id FROM position q ${held} WHERE q.unit_id = ANY (${unseen(sight.registryUnitIds, 'int[]')})) near
    ORDER BY id DESC ${limit})`;
}

/** The newest `most` struck letters older than `before`, of the whole office: so few are struck that whose they are is asked of each. */
export function newestStruck({ before, most }: { before: number; most: number }): Query {
  return sql`(SELECT l.id FROM incoming l WHERE l.state = 'void' AND l.id < ${unseen(before, 'bigint')}
    ORDER BY l.id DESC LIMIT ${unseen(most, 'int')})`;
}
