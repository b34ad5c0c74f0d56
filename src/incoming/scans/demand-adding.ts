import { Refusal } from '../../errors.ts';
import type { Actor } from '../../people/actor.ts';
import { demand, may } from '../../people/permissions.ts';
import type { Sql } from '../../postgres/database.ts';
import { type Incoming, refuseUnknownIncoming } from '../incoming-store.ts';
import { incomingSubject } from '../incoming-subject.ts';

/**
 * The line, read by `read`, to which the actor may add a scan.
 * @throws Refusal as for a letter that is not there; `line-void`, `not-allowed`
 */
export async function demandAdding<S extends Sql>(
  db: S,
  actor: Actor,
  incomingId: number,
  read: (db: S, incomingId: number) => Promise<Incoming>,
): Promise<Incoming> {
  const letter = await read(db, incomingId);
  const subject = await incomingSubject(db, letter);
  if (!may(actor, 'incoming.see-line', subject)) refuseUnknownIncoming();
  if (letter.state === 'void') throw lineVoid();
  demand(actor, 'incoming.add-scan', subject);
  return letter;
}

function lineVoid(): Refusal {
  return new Refusal('wrong-state', 'line-void', {
    id: 'Baris agenda ini sudah dicoret, jadi tidak ada yang ditambahkan lagi.',
    en: 'This line of the agenda was struck: nothing is added to it any more.',
  });
}
