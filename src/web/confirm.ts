import { isRefusal } from '../errors.ts';
import { confirmedForMs, dangerousAct } from './dangerous-acts.ts';
import { type FormState, freshForm } from './forms.ts';
import { fieldsOf } from './kept-form.ts';
import type { Officials } from './officials.ts';
import { renewSession } from './sign-in-session.ts';
import { type OfficialVisit, ownPath } from './visit.ts';
import { say, type WordKey } from './words.ts';

/** The one field that this page adds to the form it holds. Its name makes it a secret: it never comes back. */
const FIELD = 'confirmPassword';

/**
 * Whether the act may go on: it is none of the dangerous ones, the password was given a little while ago, or it came with
 * this form. Otherwise the page that asks for it is shown, holding the form that was sent, and nothing has happened yet.
 */
export async function confirmed(door: Officials, path: string, visit: OfficialVisit): Promise<boolean> {
  const { req, now } = visit;
  const act = req.method === 'POST' ? dangerousAct(path) : undefined;
  if (act === undefined) return true;
  const typed: unknown = req.body?.[FIELD];
  if (typeof typed !== 'string' || typed === '') {
    const age = now.getTime() - (req.session.confirmedAt ?? 0);
    if (age >= 0 && age < confirmedForMs) return true;
    ask(visit, act, freshForm(), typed === undefined ? 403 : 422);
    return false;
  }
  try {
    await door.confirm(visit, typed.slice(0, 1024), FIELD);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    ask(visit, act, { values: {}, errors: { [FIELD]: say(error.words, visit.language) } }, 422);
    return false;
  }
  await renewSession(req, now);
  delete req.body[FIELD];
  return true;
}

function ask(visit: OfficialVisit, act: WordKey, form: FormState, status: number): void {
  const kept = { action: ownPath(visit.req.originalUrl) ?? '/', fields: fieldsOf(visit.req) };
  visit.render('people/confirm.njk', { act: visit.t(act), kept, form }, status);
}
