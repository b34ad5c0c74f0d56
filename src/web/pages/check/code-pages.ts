import type { Outcome, Registered } from '../../../checking/outcome.ts';
import { canonicalToken } from '../../../seal/token.ts';
import type { PublicRoute } from '../../routes.ts';
import { type CheckDeps, type CheckVisit, onCheckPage, TOKEN_IN_PATH } from './check-page.ts';
import { compareView, factViews, fieldViews, remarks } from './letter-view.ts';
import { missLimit } from './miss-limit.ts';
import { standingView } from './standing-view.ts';

type Issued = Extract<Outcome, Registered>;
type Refused = Exclude<Outcome, Registered>;

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
} as const satisfies Record<Refused['code'], 'bad' | 'retry'>;

/** A code typed as an address, with hyphens or in lower case; a word of 16 letters is none. */
const TYPED_IN_PATH = /^(?:[0-9A-Za-z]{4}(?:-[0-9A-Za-z]{4}){3}|(?=.*[a-z])(?=.*[0-9])[0-9A-Za-z]{16})$/;

const sample = { token: '008J4CT4ANK7F246' };

/** The pages of a code: `/check`, `/<TOKEN>`, `/<TOKEN>/<page>`, `/<TOKEN>/halaman-1.png`. */
export function codePages(deps: CheckDeps): PublicRoute[] {
  const mayMiss = missLimit(deps);

  async function answer(at: CheckVisit, outcome: Outcome, typed: string): Promise<void> {
    if ('letter' in outcome) return showLetter(at, outcome);
    if (outcome.code === 'not-registered' && !(await mayMiss(at.req.ip ?? ''))) {
      return at.show('problem', { heading: at.t('check.too-many'), sentence: at.t('check.too-many.text') }, 429);
    }
    showRefusal(at, outcome, typed);
  }

  const get = (path: string, handle: (at: CheckVisit) => Promise<void> | void) =>
    ({ method: 'GET', access: 'public', path, handler: onCheckPage(deps, handle) }) as const;

  return [
    get('/check', async (at) => {
      const typed = typeof at.req.query.code === 'string' ? at.req.query.code.slice(0, 1200) : '';
      if (typed.trim() === '') {
        const takesLetters = (await deps.publicLetters.desks()).length > 0;
        return at.show('start', { typed: '', takesLetters });
      }
      await answer(at, await deps.checking.lookUp({ typed }), typed);
    }),
    {
      ...get('/:token', async (at) => answer(at, await deps.checking.lookUp({ token: at.params.token ?? '' }), '')),
      matches: { token: TOKEN_IN_PATH },
      sample,
    },
    {
      ...get('/:typed', (at) => {
        const token = canonicalToken(at.params.typed ?? '');
        if (token === undefined) return showRefusal(at, { code: 'typo' }, at.params.typed ?? '');
        at.res.redirect(308, `/${token}${at.lang}`);
      }),
      matches: { typed: TYPED_IN_PATH },
      sample: { typed: '008k-4ct4-ank7-f246' },
    },
    {
      ...get('/:token/halaman-1.png', async (at) => {
        const picture = await deps.checking.picture(at.params.token ?? '');
        if (picture) at.res.type('png').send(picture);
        else at.res.status(404).type('text/plain').send('not found\n');
      }),
      matches: { token: TOKEN_IN_PATH },
      sample,
    },
    {
      ...get('/:token/:page', async (at) => {
        const { token = '', page } = at.params;
        await answer(at, await deps.checking.lookUp({ token, page: Number(page) }), '');
      }),
      matches: { token: TOKEN_IN_PATH, page: /^[1-9][0-9]{0,3}$/ },
      sample,
    },
  ];
}

function showRefusal(at: CheckVisit, outcome: Refused, typed: string): void {
  const host = outcome.code === 'other-host' ? outcome.host : '';
  const heading = at.t(`check.head.${outcome.code}`, { host });
  const sentence = at.t(`check.text.${outcome.code}`, { office: at.officeName });
  at.show('outcome', { mood: MOODS[outcome.code], heading, sentence, typed }, 404);
}

/** A letter that does not stand as issued any more is told as that first; a withdrawn one shows no picture. */
function showLetter(at: CheckVisit, outcome: Issued): void {
  const { letter, token, page } = outcome;
  const standing = standingView(outcome.code === 'code-registered' ? undefined : outcome.standing, at);
  at.show('letter', {
    token,
    page: page ?? 0,
    letter,
    standing,
    // Nobody is asked to compare paper with a letter that is not to be used.
    compares: standing === null || standing.code === 'corrected',
    fields: fieldViews(letter, at),
    facts: factViews(letter, at),
    remarks: remarks(letter, page, at),
    compare: compareView(letter, at.req.query, at),
    hasPicture: letter.security === 'biasa' && letter.picture && standing?.code !== 'withdrawn',
  });
}
