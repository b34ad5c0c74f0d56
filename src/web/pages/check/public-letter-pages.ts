import express, { type Request, type RequestHandler } from 'express';
import { z } from 'zod';
import { isRefusal } from '../../../errors.ts';
import { calendarDay, line, optionalLine } from '../../../people/input.ts';
import { canonicalToken, groupedToken } from '../../../seal/token.ts';
import { dateAndTime } from '../../dates.ts';
import { onField } from '../../file-refusals.ts';
import { type FormState, freshForm, readForm, rowId } from '../../forms.ts';
import { filesReceiver, receivedFiles, removeReceived } from '../../receive-files.ts';
import type { PublicRoute } from '../../routes.ts';
import { say } from '../../words.ts';
import { networkLimit } from './caller-limit.ts';
import { type CheckDeps, type CheckVisit, onCheckPage } from './check-page.ts';
import { drawTicket, readTicket, type Ticket } from './form-ticket.ts';

const MOST_FILES = 5;
const MEGABYTE = 1024 * 1024;
const LARGEST_MB = 20;
const FILES = { field: 'files', most: MOST_FILES, maxBytes: LARGEST_MB * MEGABYTE };
const DAY = 86_400;
/** Letters of one network a day: a village office sends several, a flood is stopped. */
const LETTERS_A_DAY = 20;
/** Forms of one network an hour, whatever is wrong with them: each may bring a hundred megabytes to look at. */
const TRIES_AN_HOUR = 60;
const WRONG_CODES_AN_HOUR = 30;
/** So long what is not read is thrown away, so that a browser that is still sending sees the answer. */
const UNREAD_MS = 10_000;

const letterForm = z.object({
  unitId: z.string('choose').min(1, 'choose').max(9, 'choose'),
  name: line(150),
  address: optionalLine(300),
  email: z.union([z.literal(''), z.email('email').max(254, 'email')], 'email').default(''),
  subject: line(300),
  number: optionalLine(100),
  letterDate: z.union([z.literal(''), calendarDay], 'date').default(''),
});

/** `/letter`: anybody writes to the office. `/letter/state`: whoever has the receipt sees where it stands, and nothing more. */
export function publicLetterPages(deps: CheckDeps): PublicRoute[] {
  const { publicLetters, settings } = deps;
  const mayWrite = networkLimit(deps, { name: 'letter', points: LETTERS_A_DAY, seconds: DAY });
  const mayTry = networkLimit(deps, { name: 'letter-try', points: TRIES_AN_HOUR, seconds: 3600 });
  const mayMiss = networkLimit(deps, { name: 'receipt', points: WRONG_CODES_AN_HOUR, seconds: 3600 });
  const ticketOf = (req: Request, now: Date): Ticket => readTicket(settings.secret, req.body?.ticket, now);
  const receiver = filesReceiver(settings.receivedDirectory);
  const typed = express.urlencoded({ extended: false, limit: '2kb', parameterLimit: 5 });

  async function show(at: CheckVisit, now: Date, form: FormState, status = 200): Promise<void> {
    const desks = await publicLetters.desks();
    if (desks.length === 0)
      return at.show('problem', { heading: at.t('public.title'), sentence: at.t('public.closed') }, 404);
    const choices = desks.map(({ unitId, name }) => ({ value: String(unitId), text: name }));
    const ticket = drawTicket(settings.secret, now);
    at.show('send-letter', { form, choices, ticket, most: MOST_FILES, size: LARGEST_MB }, status);
  }

  /** Before a byte of the form is read: neither disk nor scanner is there for whoever is over a limit. */
  async function mayBring({ req }: CheckVisit): Promise<boolean> {
    const address = req.ip ?? '';
    return (await mayTry(address)) && (await mayWrite(address, 0));
  }

  function refuseUnread({ req, t, show: showPage }: CheckVisit): void {
    setTimeout(() => req.destroy(), UNREAD_MS).unref();
    showPage('problem', { heading: t('public.title'), sentence: t('public.over-limit') }, 429);
  }

  async function send(at: CheckVisit, now: Date): Promise<void> {
    const { req } = at;
    const ticket = ticketOf(req, now);
    const read = readForm(letterForm, req.body, at.language);
    // Files are not kept with a form that is refused: said with the rest, or whoever mends a field is refused once more for want of them.
    const chooseAgain = (errors: FormState['errors']) => ({
      ...errors,
      files: errors.files ?? at.t('public.files.again'),
    });
    if (!read.ok) return show(at, now, { ...read.state, errors: chooseAgain(read.state.errors) }, 422);
    const again = (errors: FormState['errors'], status = 422) =>
      show(at, now, { ...freshForm(stringsOf(req.body)), errors }, status);
    if (typeof ticket !== 'object')
      return again({ '': at.t(ticket === 'too-soon' ? 'public.too-soon' : 'public.too-late') });
    // Filled in by programs alone. They are told that all went well, so that they do not learn what gave them away.
    if (req.body.website !== '') return sent(at, now, { unitName: '', code: ticket.code, before: false });
    if (!(await mayWrite(req.ip ?? ''))) return again({ '': at.t('public.over-limit') }, 429);
    const { unitId, ...letter } = read.value;
    try {
      const sending = publicLetters.send({
        ...letter,
        unitId: rowId(unitId) ?? 0,
        files: receivedFiles(req),
        key: ticket.key,
        code: ticket.code,
      });
      const taken = await onField('files', sending);
      return sent(at, now, { ...taken, code: ticket.code });
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const fields = Object.entries(error.fields).map(([name, words]) => [name, say(words, at.language)]);
      return again(fields.length > 0 ? chooseAgain(Object.fromEntries(fields)) : { '': say(error.words, at.language) });
    }
  }

  function sent(at: CheckVisit, now: Date, taken: { unitName: string; code: string; before: boolean }): void {
    const when = dateAndTime(now, at.timeZone, at.language);
    at.show('letter-sent', { ...taken, code: groupedToken(taken.code), when });
  }

  async function follow(at: CheckVisit): Promise<void> {
    const typed = typeof at.req.body?.code === 'string' ? at.req.body.code.slice(0, 64) : '';
    const code = canonicalToken(typed);
    const address = at.req.ip ?? '';
    // Who has guessed too often is not told of a right one either.
    const within = code === undefined || (await mayMiss(address, 0));
    const found = within && code !== undefined ? await publicLetters.follow(code) : undefined;
    if (found === undefined) {
      const blocked = code !== undefined && !(within && (await mayMiss(address)));
      const problem = at.t(blocked ? 'public.follow.over-limit' : 'public.follow.unknown');
      return at.show('letter-state', { typed, problem, found: undefined }, blocked ? 429 : 404);
    }
    const { state } = found;
    const since = dateAndTime(state.since, at.timeZone, at.language);
    const why = 'why' in state ? state.why[at.language] : '';
    at.show('letter-state', { typed: '', problem: '', found: { ...found, ...state, since, why } });
  }

  return [
    {
      method: 'GET',
      access: 'public',
      path: '/letter',
      handler: (visit) => onCheckPage(deps, (at) => show(at, visit.now, freshForm()))(visit),
    },
    {
      method: 'POST',
      access: 'public',
      path: '/letter',
      handler: (visit) =>
        onCheckPage(deps, async (at) => {
          if (!(await mayBring(at))) return refuseUnread(at);
          try {
            await through(
              receiver(FILES, (req) => typeof ticketOf(req, visit.now) === 'object'),
              at,
            );
            await send(at, visit.now);
          } finally {
            await removeReceived(at.req);
          }
        })(visit),
    },
    {
      method: 'GET',
      access: 'public',
      path: '/letter/state',
      handler: onCheckPage(deps, (at) => at.show('letter-state', { typed: '', problem: '', found: undefined })),
    },
    {
      method: 'POST',
      access: 'public',
      path: '/letter/state',
      handler: onCheckPage(deps, async (at) => {
        await through(typed, at);
        await follow(at);
      }),
    },
  ];
}

/** Reads the form: on the check origin a route that takes one says so itself. */
function through(reader: RequestHandler, { req, res }: CheckVisit): Promise<void> {
  return new Promise((resolve, reject) => {
    reader(req, res, (error: unknown) => (error === undefined ? resolve() : reject(error)));
  });
}

function stringsOf(body: unknown): Record<string, string> {
  const entries = Object.entries(typeof body === 'object' && body !== null ? body : {});
  return Object.fromEntries(entries.flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));
}
