import type { RequestHandler, Router } from 'express';
import { rememberPattern } from '../../request-log.ts';
import { type CheckDeps, checkHeaders } from './check-page.ts';

/** The signed texts of the key history, for any checker: `/_v1/trust`, `/_v1/keys`, `/_v1/keys/<version>`, `/_v1/state`. */
export function notePages(deps: CheckDeps, router: Router): void {
  const { checking } = deps;
  const note =
    (pattern: string, caching: string, find: (version: number) => Promise<string | undefined>): RequestHandler =>
    async (req, res) => {
      rememberPattern(req, pattern);
      const text = await find(Number(req.params[0]));
      res.set(checkHeaders).type('text/plain; charset=utf-8');
      if (text === undefined) return void res.status(404).send('not found\n');
      res.set('Cache-Control', caching).send(text);
    };
  router.get('/_v1/trust', note('/_v1/trust', 'no-cache', checking.trustNote));
  router.get(
    '/_v1/keys',
    note('/_v1/keys', 'no-cache', () => checking.directoryNote()),
  );
  router.get('/_v1/state', note('/_v1/state', 'no-cache', checking.stateNote));
  router.get(
    /^\/_v1\/keys\/([1-9][0-9]{0,8})$/,
    note('/_v1/keys/:version', 'public, max-age=31536000, immutable', (version) => checking.directoryNote(version)),
  );
}
