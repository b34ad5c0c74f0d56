import type { Actor } from '../people/actor.ts';
import type { People } from '../people/people.ts';
import { changePersonAndKeys } from './change-person.ts';
import { completeOffice, type OfficeDeps } from './establish-office.ts';
import { endAppointmentAndKey, retireSealKeys } from './retire-seal-keys.ts';

/** The acts on people and posts, with what follows from some of them for keys, certificates and the directory. */
export function withKeys(people: People, office: OfficeDeps): People {
  return {
    ...people,
    endAppointment: (...[actor, id, lastDay]: Parameters<People['endAppointment']>) =>
      endAppointmentAndKey(office, actor, id, lastDay),
    changePerson: (...[actor, personId, text]: Parameters<People['changePerson']>) =>
      changePersonAndKeys(office, actor, personId, text),
    async disablePerson(actor: Actor, personId: number) {
      await people.disablePerson(actor, personId);
      await retireSealKeys(office);
    },
    async closePosition(actor: Actor, positionId: number) {
      await people.closePosition(actor, positionId);
      await retireSealKeys(office);
    },
    async changeOffice(...[actor, input]: Parameters<People['changeOffice']>) {
      await people.changeOffice(actor, input);
      await completeOffice(office);
    },
    async setUpOffice(input: Parameters<People['setUpOffice']>[0]) {
      const personId = await people.setUpOffice(input);
      await completeOffice(office);
      return personId;
    },
  };
}
