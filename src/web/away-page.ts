import express, { type Request, type Response } from 'express';
import { Fault } from '../errors.ts';
import type { DatabaseAbsence } from '../postgres/database-absence.ts';
import type { WebDeps } from './deps.ts';
import { isSecretField } from './forms.ts';
import { frameForEverybody } from './frame.ts';
import { type KeptForm, keepForm, MOST_FIELDS } from './kept-form.ts';
import { patternOf, requestId } from './request-log.ts';
import type { Views } from './views.ts';
import { type Language, languageAsked, say, translator, type WordKey } from './words.ts';

/** When to ask again, in seconds: a restart of the server takes about as long. */
const AGAIN_S = 10;
const QUIET_MS = 1_000;

const parseForm = express.urlencoded({ extended: false, limit: '512kb', parameterLimit: MOST_FIELDS });

/**
 * What a request gets while the database is away or full: one calm page in both languages, because nobody knows who asks, with
 * what was typed in it, to be sent once more. It needs no database, and no session is stored or prolonged for it.
 */
export function awayPage(deps: Pick<WebDeps, 'log' | 'clock' | 'settings'>, views: Views) {
  const note = noteRarely(deps.log);

  return async (absence: DatabaseAbsence, error: unknown, req: Request, res: Response): Promise<void> => {
    note(absence, error, req);
    if (res.headersSent) {
      // Half a page must not look like a whole one; whoever has a whole one misses nothing.
      if (!res.writableEnded) res.destroy();
      return;
    }
    // Storing it would wait for the same database, and fail after the answer.
    Reflect.deleteProperty(req, 'session');
    const sent = req.method === 'POST';
    const kept = sent ? await sentForm(req, res, deps.settings.appOrigin) : undefined;
    const language: Language = req.user?.language ?? languageAsked(req.query.lang) ?? 'id';
    const other: Language = language === 'id' ? 'en' : 'id';
    const inLanguage = (each: Language) => {
      const t = translator(each);
      const { heading, text, form } = keys[absence];
      const lost = kept === undefined ? 'problem.away.back' : form;
      const doubt = error instanceof Fault && error.words !== undefined ? say(error.words, each) : undefined;
      return {
        language: each,
        heading: t(heading),
        sentences: [
          // The check pages alone say that they are not to be indexed.
          ...(res.hasHeader('X-Robots-Tag') ? [t('problem.away.check')] : []),
          ...(doubt === undefined ? [] : [doubt]),
          t(text),
          ...(sent && doubt === undefined ? [t(lost)] : []),
        ],
      };
    };
    res.removeHeader('Location');
    res
      .status(503)
      .set({ 'Cache-Control': 'no-store', 'Retry-After': String(AGAIN_S) })
      .type('html');
    res.send(
      views.render('away.njk', {
        ...frameForEverybody({ office: undefined, req, language, now: deps.clock() }),
        csrf: tokenOf(req, '_csrf'),
        once: tokenOf(req, '_once'),
        words: [inLanguage(language), inLanguage(other)],
        kept: kept ?? null,
        sent,
      }),
    );
  };
}

const keys: Readonly<Record<DatabaseAbsence, Record<'heading' | 'text' | 'form', WordKey>>> = {
  away: { heading: 'problem.away', text: 'problem.away.text', form: 'problem.away.form' },
  full: { heading: 'problem.full', text: 'problem.full.text', form: 'problem.full.form' },
};

/**
 * What our own page sent, to be sent once more with its own tokens. A form with a password or a file is typed anew: the one is
 * never given back, and the other cannot be.
 */
async function sentForm(req: Request, res: Response, appOrigin: string): Promise<KeptForm | undefined> {
  if (!req.is('application/x-www-form-urlencoded')) return undefined;
  if (req.body === undefined) {
    const failed = await new Promise((resolve) => parseForm(req, res, resolve));
    if (failed !== undefined) return undefined;
  }
  const names = Object.keys((req.body ?? {}) as object);
  if (names.some((name) => isSecretField(name) && !name.startsWith('_'))) return undefined;
  return keepForm(req, appOrigin);
}

function tokenOf(req: Request, name: '_csrf' | '_once'): string {
  const token: unknown = (req.body as Record<string, unknown> | undefined)?.[name];
  return typeof token === 'string' ? token : '';
}

/** One line a second says it: everybody who asks meanwhile meets the same. */
function noteRarely(log: WebDeps['log']) {
  let last = Number.NEGATIVE_INFINITY;
  let unsaid = 0;
  return (absence: DatabaseAbsence, error: unknown, req: Request) => {
    if (performance.now() - last < QUIET_MS) {
      unsaid += 1;
      return;
    }
    const about = { request: requestId(req), route: patternOf(req), database: absence, alike: unsaid };
    log.error({ ...about, err: error }, 'the database cannot serve');
    last = performance.now();
    unsaid = 0;
  };
}
