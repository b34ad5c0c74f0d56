import { calendarDate } from '../clock.ts';
import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { fullName } from '../people/full-name.ts';
import { officeTimeZone } from '../people/office-store.ts';
import { demand } from '../people/permissions.ts';
import type { LettersDeps } from './deps.ts';
import { addEditor, listColleagues, listEditors, type NamedPerson, removeEditor } from './draft-editing-store.ts';
import { demandReading, letterSubject } from './letter-subject.ts';
import { getLetter, type Letter, lockLetter } from './letters-store.ts';

export interface Colleague {
  personId: number;
  name: string;
}

type Deps = Pick<LettersDeps, 'db' | 'clock'>;

/** Who writes in this draft besides the drafter, and which colleagues of the drafter's unit could. */
export async function readDraftEditors(
  deps: Deps,
  actor: Actor,
  letterId: number,
): Promise<{ editors: Colleague[]; colleagues: Colleague[] }> {
  const letter = await getShared(deps, actor, letterId);
  const editors = await listEditors(deps.db, letterId);
  const known = new Set([letter.drafterPersonId, ...editors.map(({ personId }) => personId)]);
  const colleagues = (await colleaguesOf(deps, letter)).filter(({ personId }) => !known.has(personId));
  return { editors: editors.map(named), colleagues: colleagues.map(named) };
}

/**
 * Lets a colleague of the unit write in the draft; adding one twice changes nothing.
 * @throws Refusal `not-a-colleague` beside `personId`
 */
export async function addDraftEditor(
  deps: Deps,
  actor: Actor,
  input: { letterId: number; personId: number },
): Promise<void> {
  const letter = await getShared(deps, actor, input.letterId);
  const isColleague = (await colleaguesOf(deps, letter)).some(({ personId }) => personId === input.personId);
  if (!isColleague || input.personId === letter.drafterPersonId) {
    const words = {
      id: 'Pilih rekan yang memegang jabatan di unit Anda hari ini.',
      en: 'Choose a colleague who holds a position in your unit today.',
    };
    throw new Refusal('invalid-input', 'not-a-colleague', words, { personId: words });
  }
  await deps.db.transaction(async (tx) => {
    demand(actor, 'letter.share', await letterSubject(tx, await lockLetter(tx, letter.id)));
    await addEditor(tx, { ...input, addedBy: actor.personId, at: deps.clock() });
  });
}

export async function removeDraftEditor(
  deps: Deps,
  actor: Actor,
  input: { letterId: number; personId: number },
): Promise<void> {
  await getShared(deps, actor, input.letterId);
  await deps.db.transaction(async (tx) => {
    demand(actor, 'letter.share', await letterSubject(tx, await lockLetter(tx, input.letterId)));
    await removeEditor(tx, input.letterId, input.personId);
  });
}

async function getShared(deps: Deps, actor: Actor, letterId: number): Promise<Letter> {
  const letter = await getLetter(deps.db, letterId);
  await demandReading(deps.db, actor, letter);
  demand(actor, 'letter.share', await letterSubject(deps.db, letter));
  return letter;
}

async function colleaguesOf(deps: Deps, letter: Letter): Promise<NamedPerson[]> {
  const today = calendarDate(deps.clock(), await officeTimeZone(deps.db));
  return listColleagues(deps.db, letter.unitId, today);
}

function named(person: NamedPerson): Colleague {
  return { personId: person.personId, name: fullName(person) };
}
