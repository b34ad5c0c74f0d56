import { readFile } from 'node:fs/promises';
import { calendarDate } from '../clock.ts';
import { Fault, Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { EMBLEMS } from '../people/emblems-store.ts';
import { projectPath } from '../project-root.ts';
import type { Layang } from '../wiring.ts';
import { ADMINISTRATOR, demoPassphrase, demoPassword, OFFICE, PERSONS, POSITIONS, UNITS } from './regency.ts';

/**
 * The regency, founded through the same acts that an administrator and each official use. Whatever is there already stays,
 * so a run that was broken off is completed by the next. True when anything was added.
 */
export async function foundRegency(layang: Layang): Promise<boolean> {
  const { people } = layang;
  let added = false;
  const first = await people.inviteFirstAdministrator();
  if (first !== undefined) {
    const { username, name: personName } = ADMINISTRATOR;
    await people.setUpOffice({ token: first, ...OFFICE, username, personName, password: demoPassword(username) });
    added = true;
  }
  const administrator = await actorNamed(layang, ADMINISTRATOR.username);

  // Made up like the regency: on real letters a head's letterhead bears the state emblem.
  const emblems = await layang.emblems.find(administrator);
  for (const place of EMBLEMS) {
    if (emblems[place] !== null) continue;
    await layang.emblems.change(administrator, place, await readFile(projectPath('views', 'demo', 'emblem.png')));
    added = true;
  }

  const units = new Map((await people.listUnits()).map((unit) => [unit.code, unit.id]));
  for (const { parent, ...unit } of UNITS) {
    if (units.has(unit.code)) continue;
    const parentId = parent === null ? null : idOf(units, parent);
    units.set(unit.code, await people.addUnit(administrator, { ...unit, parentId }));
    added = true;
  }

  const positions = new Map((await people.listPositions()).map((position) => [position.name, position.id]));
  for (const { unit, superior, ...position } of POSITIONS) {
    if (positions.has(position.name)) continue;
    const superiorId = superior === null ? null : idOf(positions, superior);
    const unitId = idOf(units, unit);
    positions.set(position.name, await people.addPosition(administrator, { ...position, unitId, superiorId }));
    added = true;
  }

  for (const person of PERSONS) added = (await appoint(layang, administrator, person, { units, positions })) || added;
  return added;
}

async function appoint(
  layang: Layang,
  administrator: Actor,
  { posts, registryOf, datesOf, ...person }: (typeof PERSONS)[number],
  known: { units: Map<string, number>; positions: Map<string, number> },
): Promise<boolean> {
  const { people, enrolment } = layang;
  const existing = (await people.listPersons(administrator)).find(({ username }) => username === person.username);
  if (existing !== undefined && (await enrolment.hasKeys(existing.id))) return false;
  const { personId, token } =
    existing === undefined
      ? await people.addPerson(administrator, { titleBefore: '', titleAfter: '', nip: '', rank: '', ...person })
      : await people.renewInvitation(administrator, existing.id);
  const held = await people.listAppointmentsOf(personId);
  for (const post of posts) {
    const positionId = idOf(known.positions, post.position);
    if (held.some((appointment) => appointment.positionId === positionId)) continue;
    await people.addAppointment(administrator, {
      personId,
      positionId,
      forms: post.forms,
      validFrom: calendarDate(new Date(layang.web.clock().getTime() - 30 * 86_400_000), OFFICE.timeZone),
      validTo: null,
      warrant: post.warrant,
    });
  }
  for (const [duty, unit] of [
    ['registry', registryOf],
    ['backdating', datesOf],
  ] as const) {
    if (unit === undefined) continue;
    await people.setDuty(administrator, { personId, unitId: idOf(known.units, unit), duty, held: true });
  }
  const { username } = person;
  await enrolment.enrol({ token, password: demoPassword(username), passphrase: demoPassphrase(username) });
  return true;
}

/** Signed in as one of the made-up people, with what they hold at this moment. Refuses where that account is not theirs any more. */
export async function actorNamed(layang: Layang, username: string): Promise<Actor> {
  const personId = await layang.people.checkSignIn(username, demoPassword(username));
  const actor = personId === undefined ? undefined : await layang.people.loadActor(personId);
  if (actor === undefined)
    throw new Refusal('wrong-state', 'demo-person-gone', {
      id: `Orang demo ${username} tidak dapat masuk: kata sandinya diganti, akunnya ditutup, atau folder data ini berisi data lain. Pakai DATA_DIR lain untuk demo; "layang start" meneruskan data ini.`,
      en: `The demo person ${username} cannot sign in: the password was changed, the account was closed, or this data folder has other data. Use another DATA_DIR for the demo; "layang start" goes on with this data.`,
    });
  return actor;
}

function idOf(known: Map<string, number>, name: string): number {
  const id = known.get(name);
  if (id === undefined) throw new Fault(`the demo regency does not have ${name}`);
  return id;
}
