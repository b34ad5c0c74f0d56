import type { WebDeps } from '../deps.ts';
import type { FormState } from '../forms.ts';
import { sessionKey } from '../session-keeper.ts';
import { listSessionsOf } from '../session-store.ts';
import type { OfficialVisit } from '../visit.ts';

export type AccountDeps = Pick<
  WebDeps,
  'people' | 'db' | 'enrolment' | 'ownSeals' | 'notifications' | 'log' | 'settings'
>;

/** The one page on which all forms of the account stand; `form` is the one that was sent, or a fresh one. */
export function accountPage({ db, people, enrolment, ownSeals, notifications }: AccountDeps) {
  return async (visit: OfficialVisit, form: FormState): Promise<void> => {
    const { personId, appointments, acting } = visit.actor;
    const key = sessionKey(visit.req.sessionID);
    const [{ username, email }, hasKeys, certificate, sealKeys, history, standingIn, sessions, mails, pushDevices] =
      await Promise.all([
        people.getPerson(visit.actor, personId),
        enrolment.hasKeys(personId),
        enrolment.findCertificate(personId),
        ownSeals.keys(personId),
        people.readAccountHistory(visit.actor, personId),
        people.readStandingIn(visit.actor, personId),
        listSessionsOf(db, personId, key, visit.now),
        notifications.readMails(visit.actor),
        notifications.listDevices(visit.actor),
      ]);
    visit.render('people/account.njk', {
      form,
      mails,
      pushKey: notifications.pushKey ?? '',
      pushDevices,
      username,
      email,
      hasKeys,
      certificate,
      sealKeys: sealKeys.map(withReadableKid),
      history,
      standingIn,
      sessions,
      appointments,
      acting: acting?.id ?? 0,
    });
  };
}

/** As the directory and outside checkers print it. */
export function withReadableKid<T extends { kid: Buffer }>(row: T): Omit<T, 'kid'> & { kid: string } {
  return { ...row, kid: row.kid.toString('hex') };
}
