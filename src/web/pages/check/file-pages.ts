import type { FileOutcome } from '../../../checking/check-file.ts';
import type { PublicRoute } from '../../routes.ts';
import { type CheckDeps, type CheckVisit, onCheckPage, TOKEN_IN_PATH } from './check-page.ts';
import { fieldViews } from './letter-view.ts';
import { fileReceiver } from './receive-file.ts';
import { signatureViews } from './signature-view.ts';
import { standingView } from './standing-view.ts';

const REFUSED = { busy: 503, 'too-large': 413, none: 422 } as const;

/** `/check/file`, `/<TOKEN>/file` and `/<TOKEN>/file/issued-part`: the file is looked at and forgotten. */
export function filePages(deps: CheckDeps): PublicRoute[] {
  const { checking } = deps;
  const receive = fileReceiver();

  const post = (path: string, use: (at: CheckVisit, file: Buffer) => Promise<void>) =>
    ({
      method: 'POST',
      access: 'public',
      path,
      handler: onCheckPage(deps, async (at) => {
        const received = await receive(at.req, at.res);
        if (typeof received !== 'string') return use(at, received);
        const page = { heading: at.t('check.file.heading'), sentence: at.t(`check.file.${received}`) };
        at.show('problem', page, REFUSED[received]);
      }),
    }) as const;

  const ofToken = { matches: { token: TOKEN_IN_PATH }, sample: { token: '008J4CT4ANK7F246' } };
  return [
    post('/check/file', async (at, file) => {
      const code: unknown = at.req.body?.code;
      const typed = typeof code === 'string' ? code.slice(0, 64) : '';
      showFile(at, await checking.checkFile(file, typed), typed);
    }),
    {
      ...post('/:token/file', async (at, file) => {
        const { token = '' } = at.params;
        showFile(at, await checking.checkFile(file, token), token);
      }),
      ...ofToken,
    },
    {
      ...post('/:token/file/issued-part', async (at, file) => {
        const part = await checking.issuedPart(file, at.params.token ?? '');
        if (part) return void at.res.type('pdf').attachment('surat.pdf').send(part);
        const page = { heading: at.t('check.file.different'), sentence: at.t('check.file.different.text') };
        at.show('problem', page, 404);
      }),
      ...ofToken,
    },
  ];
}

function showFile(at: CheckVisit, outcome: FileOutcome, typed: string): void {
  if (outcome.code === 'typo' || outcome.code === 'not-registered') {
    const heading = at.t(`check.head.${outcome.code}`);
    const sentence = at.t(`check.text.${outcome.code}`, { office: at.officeName });
    at.show('outcome', { mood: 'retry', heading, sentence, typed }, 404);
    return;
  }
  if (outcome.code === 'given-up') {
    at.show('problem', { heading: at.t('check.file.given-up'), sentence: at.t('check.file.given-up.text') }, 422);
    return;
  }
  const verdict = outcome.signatures.words[at.language];
  const signatures = signatureViews(outcome.signatures, at);
  const letter =
    outcome.code === 'compared'
      ? {
          identity: outcome.identity,
          token: outcome.token,
          fields: fieldViews(outcome.letter, at),
          security: outcome.letter.security,
          standing: standingView(outcome.standing, at),
        }
      : { identity: 'unknown', token: '', fields: [], security: '', standing: null };
  at.show('file', { ...letter, verdict, signatures });
}
