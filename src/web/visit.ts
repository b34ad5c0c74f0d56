import type { Request, Response } from 'express';
import type { z } from 'zod';
import { isRefusal, Refusal, type Words } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { type FormState, readForm, rowId } from './forms.ts';
import { type ReceivedFile, receivedFile, receivedFiles } from './receive-files.ts';
import type { Views } from './views.ts';
import { say, type Translate, translator, type WordKey } from './words.ts';

/** One request as a page sees it. */
export interface Visit {
  readonly req: Request;
  readonly res: Response;
  readonly now: Date;
  readonly language: 'id' | 'en';
  /** Parameters of the path. */
  readonly params: Readonly<Record<string, string>>;
  /** A parameter that is a row's number; refuses `not-found` when it is none. */
  id(name: string): number;
  readonly t: Translate;
  /** One of the sentences that other rooms bring with them. */
  say(words: Words): string;
  /** The page, with the layout's needs filled in. */
  render(view: string, data?: object, status?: number): void;
  /** A page as text that holds nothing of the session or the office: the same for everybody who reads this language. */
  bare(view: string, data?: object): string;
  /** 303: the browser asks anew with GET, so that reloading repeats nothing. Only paths of our own. */
  redirect(path: `/${string}`, flash?: WordKey): void;
  submit<S extends z.ZodType>(submission: Submission<S>): Promise<void>;
  /**
   * The files of a form whose route says `receives`, on disk until the answer is out. Called within `act` of a submission, it
   * refuses on the field what is too large, one too many, or could not be stored.
   */
  files(): readonly ReceivedFile[];
  /** The one file; refuses `file-missing` on the field too. */
  file(): ReceivedFile;
}

export interface OfficialVisit extends Visit {
  readonly actor: Actor;
}

export interface Submission<S extends z.ZodType> {
  schema: S;
  /** The body by default. */
  body?: unknown;
  act(value: z.infer<S>): Promise<void>;
  /** Codes of refusals that are shown beside a field although they name none. */
  beside?: Readonly<Record<string, string>>;
  /** Shows the page again, with what was typed and what is wrong with it. */
  again(form: FormState): Promise<void> | void;
}

export interface VisitParts {
  req: Request;
  res: Response;
  now: Date;
  language: 'id' | 'en';
  views: Views;
  /** What the layout needs: navigation, office, tokens. */
  frame(): object;
  /** The same without navigation, office and tokens; where there are none anyway, `frame`. */
  bare?(): object;
  flash(key: WordKey): void;
  /** The field by which this route's files come; undefined where it receives none. */
  fileField?: string | undefined;
  /** Told of what an act refused and the page will say. */
  refused?(refusal: Refusal): void;
  /** How a page leaves, where it does not leave as it is. */
  send?(html: string): void;
}

export function makeVisit(parts: VisitParts): Visit {
  const { req, res, now, language } = parts;
  const t = translator(language);
  const visit: Visit = {
    req,
    res,
    now,
    language,
    params: Object.fromEntries(Object.entries(req.params).map(([name, value]) => [name, String(value)])),
    id(name) {
      const found = rowId(req.params[name]);
      if (found !== undefined) return found;
      throw new Refusal('not-found', 'page-unknown', {
        id: 'Halaman ini tidak ada. Periksa alamatnya.',
        en: 'There is no such page. Check the address.',
      });
    },
    t,
    say: (words) => say(words, language),
    files: () => receivedFiles(req),
    file: () => receivedFile(req, parts.fileField ?? ''),
    render(view, data = {}, status = res.statusCode) {
      const html = parts.views.render(view, { ...parts.frame(), ...data });
      res.status(status).type('html');
      if (parts.send === undefined) res.send(html);
      else parts.send(html);
    },
    bare: (view, data = {}) => parts.views.render(view, { ...(parts.bare ?? parts.frame)(), ...data }),
    redirect(path, flash) {
      if (flash !== undefined) parts.flash(flash);
      // Not ended here: a browser follows as soon as it has the head, and the session must be stored by then.
      res.status(303).location(ownPath(path) ?? '/');
    },
    async submit({ schema, body, act, again, beside = {} }) {
      const form = readForm(schema, body ?? req.body, language);
      if (!form.ok) {
        res.status(422);
        return again(form.state);
      }
      try {
        await act(form.value);
      } catch (error) {
        if (!isRefusal(error)) throw error;
        const field = beside[error.code];
        if (field === undefined && !canBeCorrected(error)) throw error;
        parts.refused?.(error);
        res.status(422);
        const fields = Object.entries(error.fields).map(([name, words]) => [name, say(words, language)]);
        const whole = { [field ?? '']: say(error.words, language) };
        return again({ ...form.state, errors: fields.length === 0 ? whole : Object.fromEntries(fields) });
      }
    },
  };
  return visit;
}

function canBeCorrected(refusal: Refusal): boolean {
  if (refusal.problem === 'invalid-input') return true;
  const besideAField = Object.keys(refusal.fields).length > 0;
  return besideAField && (refusal.problem === 'conflict' || refusal.problem === 'unavailable');
}

const ownForm = /^\/(?![/\\])[^\\\p{Cc}]*$/u;

/**
 * The path, when it stays on this origin whatever a browser makes of slashes and backslashes; otherwise undefined. Looked at
 * once more when the dots are resolved: `/..//elsewhere` becomes `//elsewhere`, which is another host.
 */
export function ownPath(path: unknown): string | undefined {
  if (typeof path !== 'string' || path.length > 500 || !ownForm.test(path)) return undefined;
  const url = new URL(path, 'http://own.invalid');
  if (url.host !== 'own.invalid' || url.username !== '') return undefined;
  const resolved = url.pathname + url.search + url.hash;
  return ownForm.test(resolved) ? resolved : undefined;
}
