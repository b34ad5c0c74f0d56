import type { z } from 'zod';
import { markNoticesRead, readAccountHistory, readAccountNotices } from './account-events.ts';
import { type Actor, loadActor } from './actor.ts';
import { findAppointment, listAppointments, listAppointmentsOf } from './appointments-store.ts';
import { type absenceInput, endAbsence, recordAbsence } from './change-absences.ts';
import { addAppointment, type appointmentInput, endAppointment } from './change-appointments.ts';
import { changeEmail } from './change-email.ts';
import { endMandate, giveMandate, type MandateInput } from './change-mandates.ts';
import { changePerson, type personTextInput } from './change-person.ts';
import {
  addPerson,
  disablePerson,
  getPerson,
  type personInput,
  recordSessionsEnded,
  renewInvitation,
  setDuty,
} from './change-persons.ts';
import {
  addPosition,
  addUnit,
  changeUnit,
  closePosition,
  type positionInput,
  type unitInput,
  type unitTextInput,
} from './change-units.ts';
import { demandFirstInvitation, getInvited, inviteFirstAdministrator, setUpOffice } from './come-in.ts';
import type { PeopleDeps } from './deps.ts';
import { changeOffice, getOffice, type OfficeInput } from './office.ts';
import { findOffice, officeTimeZone } from './office-store.ts';
import { demand } from './permissions.ts';
import { listDutiesOf, listPersons } from './persons-store.ts';
import { findPosition, listPositions } from './positions-store.ts';
import {
  findShownAbsence,
  findShownMandate,
  listMandatesOfPost,
  listPossibleStandIns,
  readStandingIn,
} from './read-standing-in.ts';
import { changePassword, checkSignIn, chooseLanguage } from './sign-in.ts';
import { listUnits } from './units-store.ts';

/** The room's acts and readings with their dependencies filled in, as the pages and the demo call them. */
export function openPeople(deps: PeopleDeps) {
  const now = () => ({ sql: deps.db, now: deps.clock() });
  return {
    loadActor: (personId: number, actingAppointmentId?: number) => loadActor(now(), personId, actingAppointmentId),
    checkSignIn: (username: string, password: string) => checkSignIn(deps, username, password),
    changePassword: (actor: Actor, input: Parameters<typeof changePassword>[2]) => changePassword(deps, actor, input),
    chooseLanguage: (actor: Actor, language: 'id' | 'en') => chooseLanguage(deps, actor, language),

    getOffice: () => getOffice(deps),
    findOffice: () => findOffice(deps.db),
    timeZone: () => officeTimeZone(deps.db),
    changeOffice: (actor: Actor, input: OfficeInput) => changeOffice(deps, actor, input),

    listUnits: () => listUnits(deps.db),
    addUnit: (actor: Actor, input: z.infer<typeof unitInput>) => addUnit(deps, actor, input),
    changeUnit: (actor: Actor, unitId: number, input: z.infer<typeof unitTextInput>) =>
      changeUnit(deps, actor, unitId, input),
    listPositions: () => listPositions(deps.db),
    findPosition: (positionId: number) => findPosition(deps.db, positionId),
    addPosition: (actor: Actor, input: z.infer<typeof positionInput>) => addPosition(deps, actor, input),
    closePosition: (actor: Actor, positionId: number) => closePosition(deps, actor, positionId),

    /** Everybody with an account; usernames and NIPs are for administrators only. */
    listPersons: async (actor: Actor) => {
      demand(actor, 'people.manage');
      return listPersons(deps.db);
    },
    getPerson: async (actor: Actor, personId: number) => {
      if (personId !== actor.personId) demand(actor, 'people.manage');
      return getPerson(deps, personId);
    },
    addPerson: (actor: Actor, input: z.input<typeof personInput>) => addPerson(deps, actor, input),
    /** Name and titles are in the person's keys too: where there are keys, the act that ends them stands before this one. */
    changePerson: async (actor: Actor, personId: number, input: z.input<typeof personTextInput>): Promise<void> => {
      await deps.db.transaction((tx) => changePerson(tx, actor, personId, input, deps.clock()));
    },
    changeEmail: (actor: Actor, personId: number, email: string) => changeEmail(deps, actor, personId, email),
    renewInvitation: (actor: Actor, personId: number) => renewInvitation(deps, actor, personId),
    recordSessionsEnded: (actor: Actor, personId: number) => recordSessionsEnded(deps, actor, personId),
    disablePerson: (actor: Actor, personId: number) => disablePerson(deps, actor, personId),
    setDuty: (actor: Actor, input: Parameters<typeof setDuty>[2]) => setDuty(deps, actor, input),
    readAccountHistory: (actor: Actor, personId: number) => readAccountHistory(deps, actor, personId),
    readAccountNotices: (actor: Actor) => readAccountNotices(deps, actor),
    markNoticesRead: (actor: Actor, upTo: number) => markNoticesRead(deps, actor, upTo),
    listDutiesOf: (personId: number) => listDutiesOf(deps.db, personId),

    listAppointments: () => listAppointments(deps.db),
    listAppointmentsOf: (personId: number) => listAppointmentsOf(deps.db, personId),
    findAppointment: (appointmentId: number) => findAppointment(deps.db, appointmentId),
    addAppointment: (actor: Actor, input: z.input<typeof appointmentInput>) => addAppointment(deps, actor, input),
    endAppointment: (actor: Actor, appointmentId: number, lastDay: string) =>
      endAppointment(deps, actor, appointmentId, lastDay),

    readStandingIn: (actor: Actor, personId: number) => readStandingIn(deps, actor, personId),
    listPossibleStandIns: (actor: Actor) => listPossibleStandIns(deps, actor),
    findMandate: (actor: Actor, mandateId: number) => findShownMandate(deps, actor, mandateId),
    listMandatesOfPost: (actor: Actor, positionId: number) => listMandatesOfPost(deps, actor, positionId),
    findAbsence: (actor: Actor, absenceId: number) => findShownAbsence(deps, actor, absenceId),
    giveMandate: (actor: Actor, input: MandateInput) => giveMandate(deps, actor, input),
    endMandate: (actor: Actor, mandateId: number) => endMandate(deps, actor, mandateId),
    recordAbsence: (actor: Actor, input: z.input<typeof absenceInput>) => recordAbsence(deps, actor, input),
    endAbsence: (actor: Actor, absenceId: number) => endAbsence(deps, actor, absenceId),

    getInvited: (token: string) => getInvited(now(), token),
    inviteFirstAdministrator: () => inviteFirstAdministrator(deps),
    demandFirstInvitation: (token: string) => demandFirstInvitation(now(), token),
    setUpOffice: (input: Parameters<typeof setUpOffice>[1]) => setUpOffice(deps, input),
  };
}

export type People = ReturnType<typeof openPeople>;
