import type { Router } from 'express';
import type { Outcome } from '../../../checking/outcome.ts';
import { canonicalToken, TOKEN_PATTERN } from '../../../seal/token.ts';
import { type CheckDeps, type CheckVisit, checkVisitor } from './check-page.ts';
import { compareView, fieldViews, remarks } from './letter-view.ts';
import { missLimit } from './miss-limit.ts';

/** Colour, icon and word of an outcome; never the colour alone. */
const MOODS = {
  'other-host': 'bad',
  'not-a-layang-qr': 'retry',
  'damaged-qr': 'retry',
  typo: 'retry',
  'page-missing': 'bad',
  'not-registered': 'retry',
  'forged-seal': 'bad',
  'unknown-key': 'bad',
  'key-out-of-term': 'bad',
} as const satisfies Record<Exclude<Outcome['code'], 'code-registered'>, 'bad' | 'retry'>;

/** The pages of a code: `/check`, `/<TOKEN>`, `/<TOKEN>/<page>`, `/<TOKEN>/halaman-1.png`. */
export function codePages(deps: CheckDeps, router: Router): void {
  const { checking } = deps;
  const visit = checkVisitor(deps);
  const mayMiss = missLimit();

  async function answer(at: CheckVisit, outcome: Outcome, typed: string): Promise<void> {
    if (outcome.code === 'code-registered') return showLetter(at, outcome);
    if (outcome.code === 'not-registered' && !(await mayMiss(at.req.ip ?? ''))) {
      const heading = at.t('check.too-many');
      return at.render('problem', 429, { heading, sentence: at.t('check.too-many.text') });
    }
    showRefusal(at, outcome, typed);
  }

  router.get(
    '/check',
    visit('/check', async (at) => {
      const typed = typeof at.req.query.code === 'string' ? at.req.query.code.slice(0, 1200) : '';
      if (typed.trim() === '') return at.render('start', 200, { typed: '' });
      await answer(at, await checking.lookUp({ typed }), typed);
    }),
  );
  // A code typed as an address in lower case or with hyphens: other paths of that length are none of ours.
  router.get(/^\/([0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4}-?[0-9A-Za-z]{4})$/, (req, res, next) => {
    const typed = String(req.params[0]);
    const token = canonicalToken(typed);
    if (token === undefined || TOKEN_PATTERN.test(typed)) return next();
    visit('/:token', async (at) => at.res.redirect(308, `/${token}${at.lang}`))(req, res, next);
  });
  router.get(
    /^\/([0-9A-HJKMNP-TV-Z]{16})$/,
    visit('/:token', async (at) => answer(at, await checking.lookUp({ token: String(at.req.params[0]) }), '')),
  );
  router.get(
    /^\/([0-9A-HJKMNP-TV-Z]{16})\/([1-9][0-9]{0,3})$/,
    visit('/:token/:page', async (at) => {
      const [token, page] = [String(at.req.params[0]), Number(at.req.params[1])];
      await answer(at, await checking.lookUp({ token, page }), '');
    }),
  );
  router.get(
    /^\/([0-9A-HJKMNP-TV-Z]{16})\/halaman-1\.png$/,
    visit('/:token/halaman-1.png', async (at) => {
      const picture = await checking.picture(String(at.req.params[0]));
      if (!picture) return void at.res.status(404).type('text').send('404');
      at.res.type('png').send(picture);
    }),
  );
}

function showRefusal(at: CheckVisit, outcome: Exclude<Outcome, { code: 'code-registered' }>, typed: string): void {
  const host = outcome.code === 'other-host' ? outcome.host : '';
  const heading = at.t(`check.head.${outcome.code}`, { host });
  const sentence = at.t(`check.text.${outcome.code}`, { office: at.officeName });
  at.render('outcome', 404, { mood: MOODS[outcome.code], heading, sentence, typed });
}

function showLetter(at: CheckVisit, outcome: Extract<Outcome, { code: 'code-registered' }>): void {
  const { letter, token } = outcome;
  at.render('letter', 200, {
    token,
    page: outcome.page ?? '',
    letter,
    fields: fieldViews(letter, at),
    remarks: remarks(letter, outcome.page, at.t),
    compare: compareView(letter, at.req.query, at),
    hasPicture: letter.security === 'biasa' && letter.picture,
  });
}
