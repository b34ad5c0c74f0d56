import type { Words } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import type { Layang } from '../wiring.ts';
import { type DemoPerson, PERSONS } from './regency.ts';

/** Somebody of the made-up regency who no longer is what they were made; `words` say what became of them and what to do. */
export interface Gone {
  username: string;
  words: Words;
}

/**
 * Whom somebody took out of their posts by hand. Nobody is appointed again: it may be just what is being tried, and the office
 * goes on from where it was left.
 */
export async function whoIsGone({ people }: Layang, administrator: Actor): Promise<Gone[]> {
  const ids = new Map((await people.listPersons(administrator)).map(({ username, id }) => [username, id]));
  const gone: Gone[] = [];
  for (const person of PERSONS) {
    const actor = await people.loadActor(ids.get(person.username) ?? 0);
    const words = actor === undefined ? closed(person) : without(person, actor);
    if (words !== undefined) gone.push({ username: person.username, words });
  }
  return gone;
}

function without({ username, name, posts }: DemoPerson, actor: Actor): Words | undefined {
  const held = new Set(actor.appointments.map(({ positionName }) => positionName));
  const lost = posts.filter(({ position }) => !held.has(position)).map(({ position }) => position);
  if (lost.length === 0) return undefined;
  const post = lost.join('; ');
  return {
    id: `${name} (${username}) tidak lagi memegang jabatan ${post}: penunjukannya diakhiri. Masuk sebagai admin dan tunjuk lagi di halaman Pejabat, atau mulai dengan DATA_DIR lain.`,
    en: `${name} (${username}) holds the post ${post} no more: the appointment was ended. Sign in as admin and appoint again on the page People, or begin with another DATA_DIR.`,
  };
}

function closed({ username, name }: DemoPerson): Words {
  return {
    id: `Akun ${name} (${username}) ditutup. Demo yang utuh dimulai dengan DATA_DIR lain.`,
    en: `The account of ${name} (${username}) was closed. A whole demo begins with another DATA_DIR.`,
  };
}
