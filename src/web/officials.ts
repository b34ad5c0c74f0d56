import type { Request, RequestHandler, Response } from 'express';
import passport from 'passport';
import { Strategy } from 'passport-local';
import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import type { WebDeps } from './deps.ts';
import { cookieOf, deviceCookieName, knownDevice } from './device-cookie.ts';
import { type SecurityLog, securityLog } from './security-log.ts';
import { longestMs } from './session.ts';
import { type SignInThrottle, signInThrottle } from './sign-in-throttle.ts';
import type { OfficialVisit } from './visit.ts';
import { translator, type WordKey } from './words.ts';

declare global {
  namespace Express {
    // passport's name for whoever is signed in.
    interface User extends Actor {}
  }
}

export type SignInOutcome =
  | { kind: 'signed-in'; actor: Actor }
  | { kind: 'no-match' }
  | { kind: 'put-off'; minutes: number };

export interface Officials {
  /** Loads whoever the session belongs to, as they stand at this request. */
  recognise: RequestHandler[];
  /** Checks name and password of the sent form, slowed; signs nobody in by itself. */
  check(req: Request, res: Response): Promise<SignInOutcome>;
  /**
   * Asks whoever is signed in for the password once more, slowed like a sign-in: before acts that a device left open must
   * not allow. Refuses on `field`, with `current-password-wrong` or `put-off`.
   */
  confirm(visit: Pick<OfficialVisit, 'req' | 'actor'>, password: string, field: string): Promise<void>;
}

/** Sign-in by passport-local, and the session's person on every request. */
export function officials(deps: Pick<WebDeps, 'settings' | 'db' | 'people' | 'clock' | 'log'>): Officials {
  const door = new passport.Passport();
  const note = securityLog(deps);
  const throttle = signInThrottle(deps.db, deps.settings.secret);
  door.use(
    new Strategy({ passReqToCallback: true }, (req, username, password, done) => {
      const cookie = cookieOf(req.headers.cookie, deviceCookieName(deps.settings.appOrigin));
      const device = knownDevice(deps.settings.secret, username.trim().toLowerCase(), cookie);
      admit({ ...deps, note }, throttle, { req, username, password, device, asked: 'sign-in' }).then(
        (actor) => done(null, actor ?? false),
        (error: unknown) => done(error),
      );
    }),
  );
  door.serializeUser((actor, done) => done(null, String(actor.personId)));
  door.deserializeUser<string, Request>((req, id, done) => {
    const { signedInAt = 0, actingAppointmentId } = req.session;
    if (deps.clock().getTime() - signedInAt > longestMs) return done(null, false);
    deps.people.loadActor(Number(id), actingAppointmentId).then(
      (actor) => done(null, actor ?? false),
      (error: unknown) => done(error),
    );
  });
  return {
    recognise: [door.session()],
    check: (req, res) =>
      new Promise((resolve, reject) => {
        door.authenticate('local', { session: false }, (error: unknown, actor?: Actor | false) => {
          if (error instanceof PutOffError) resolve({ kind: 'put-off', minutes: error.minutes });
          else if (error) reject(error);
          else resolve(actor ? { kind: 'signed-in', actor } : { kind: 'no-match' });
        })(req, res, reject);
      }),
    async confirm({ req, actor }, password, field) {
      const { username } = await deps.people.getPerson(actor, actor.personId);
      // The session is the device: a stranger's guesses at the door do not stand in the way of who is in already.
      const device = `session ${req.sessionID}`;
      const sent = { req, username, password, device, asked: 'confirm' } as const;
      const found = await admit({ ...deps, note }, throttle, sent).catch((error: unknown) => {
        if (error instanceof PutOffError) throw refused('put-off', 'sign-in.put-off', { minutes: error.minutes });
        throw error;
      });
      if (found === undefined) throw refused('current-password-wrong', 'account.password.wrong');
      function refused(code: string, key: WordKey, gaps: Record<string, number> = {}): Refusal {
        const words = { id: translator('id')(key, gaps), en: translator('en')(key, gaps) };
        return new Refusal('invalid-input', code, words, { [field]: words });
      }
    },
  };
}

/** Carries the throttle's answer through passport's callback. */
class PutOffError extends Error {
  readonly minutes: number;
  constructor(minutes: number) {
    super('guesses are slowed');
    this.minutes = minutes;
  }
}

interface Sent {
  req: Request;
  username: string;
  password: string;
  device: string | undefined;
  asked: 'sign-in' | 'confirm';
}

async function admit(
  deps: Pick<WebDeps, 'settings' | 'people'> & { note: SecurityLog },
  throttle: SignInThrottle,
  { req, username, password, device, asked }: Sent,
): Promise<Actor | undefined> {
  const name = username.trim().toLowerCase();
  const answer = await throttle({ username: name, address: req.ip ?? '', device });
  if (!answer.admitted) {
    deps.note(req, `${asked}-put-off`, { account: name });
    throw new PutOffError(answer.minutes);
  }
  if (answer.slowMs > 0) await new Promise((resolve) => setTimeout(resolve, answer.slowMs));
  const personId = await deps.people.checkSignIn(name, password);
  if (personId === undefined) {
    deps.note(req, `${asked}-failed`, { account: name });
    return undefined;
  }
  await answer.succeeded();
  deps.note(req, `${asked}-succeeded`, { person: personId });
  return deps.people.loadActor(personId);
}
