import { z } from 'zod';
import type { Transaction } from '../../postgres/database.ts';
import { sql } from '../../postgres/sql.ts';
import { FIRST_NAMES, LAST_NAMES } from './words.ts';

/** Below each head: a secretary, three heads of division, five who write and one who keeps the registers. */
const POSTS = [
  ['Sekretaris', 0],
  ['Kepala Bidang I', 1],
  ['Kepala Bidang II', 1],
  ['Kepala Bidang III', 1],
  ['Analis I', 2],
  ['Analis II', 3],
  ['Analis III', 4],
  ['Analis IV', 2],
  ['Analis V', 3],
  ['Pengadministrasi', 1],
] as const;

/**
 * The staff of a unit whose head is there, each with the password of the person named `like`: user names are
 * `<unit code>-1` to `-10` in lower case, number 10 keeps the registers.
 */
export async function addStaff(
  tx: Transaction,
  unit: { id: number; code: string; name: string; headId: number },
  like: string,
): Promise<void> {
  const made: number[] = [unit.headId];
  for (const [i, [post, above]] of POSTS.entries()) {
    const id = z.object({ id: z.number() });
    const position = await tx.one(
      id,
      sql`INSERT INTO position (unit_id, name, code, superior_id)
          VALUES (${unit.id}, ${`${post} ${unit.name}`}, ${`${unit.code}.${i + 1}`}, ${made[above] ?? unit.headId}) RETURNING id`,
    );
    made.push(position.id);
    const turn = unit.id * POSTS.length + i;
    const name = `${FIRST_NAMES[turn % FIRST_NAMES.length]} ${LAST_NAMES[Math.floor(turn / 7) % LAST_NAMES.length]}`;
    const person = await tx.one(
      id,
      sql`INSERT INTO person (username, name, title_after, password_hash, created_at)
          SELECT ${`${unit.code.toLowerCase()}-${i + 1}`}, ${name}, 'S.AP.', password_hash, now() FROM person WHERE username = ${like}
          RETURNING id`,
    );
    await tx.run(
      sql`INSERT INTO appointment (person_id, position_id, valid_from, warrant, created_at)
          VALUES (${person.id}, ${position.id}, current_date - 3000, '821.2/1/BKPSDM', now())`,
    );
    if (i === POSTS.length - 1)
      await tx.run(sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${person.id}, ${unit.id}, 'registry')`);
  }
}

/** They have held their posts for as long as there are letters. */
export async function appointedLongAgo(tx: Transaction): Promise<void> {
  await tx.run(sql`UPDATE appointment SET valid_from = current_date - 3000`);
}
