import type { PublicRoute } from '../../routes.ts';
import { type CheckDeps, checkHeaders } from './check-page.ts';

/** The signed texts of the key history, for any checker: `/_v1/trust`, `/_v1/keys`, `/_v1/keys/<version>`, `/_v1/state`. */
export function notePages({ checking }: Pick<CheckDeps, 'checking'>): PublicRoute[] {
  const note = (
    path: string,
    caching: string,
    find: (version: number) => Promise<string | undefined>,
  ): PublicRoute => ({
    method: 'GET',
    access: 'public',
    path,
    async handler({ res, params }) {
      const text = await find(Number(params.version));
      res.set(checkHeaders).type('text/plain; charset=utf-8');
      if (text === undefined) res.status(404).send('not found\n');
      else res.set('Cache-Control', caching).send(text);
    },
  });
  return [
    note('/_v1/trust', 'no-cache', () => checking.trustNote()),
    note('/_v1/keys', 'no-cache', () => checking.directoryNote()),
    note('/_v1/state', 'no-cache', () => checking.stateNote()),
    {
      ...note('/_v1/keys/:version', 'public, max-age=31536000, immutable', (version) =>
        checking.directoryNote(version),
      ),
      matches: { version: /^[1-9][0-9]{0,8}$/ },
    },
  ];
}
