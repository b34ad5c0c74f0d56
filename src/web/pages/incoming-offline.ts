import { createHash } from 'node:crypto';
import { DESK_CHANNELS } from '../../incoming/registering/registration-input.ts';
import { URGENCY } from '../../letters/letter-kind.ts';
import { SECURITY } from '../../people/security-class.ts';
import type { WebDeps } from '../deps.ts';
import { freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';
import type { Visit } from '../visit.ts';
import type { Language } from '../words.ts';
import { workerRoute } from './worker-route.ts';

const PAGE = '/incoming/offline';

/**
 * The registration page as a browser keeps it for when nobody answers (decision 40): the same for everybody of a language, so it is
 * public; what it needs of its person is sealed in that browser.
 */
export function offlineRegistration(deps: Pick<WebDeps, 'settings'>) {
  const pages = new Map<Language, { html: string; version: string }>();

  function pageFor(visit: Visit): { html: string; version: string } {
    const known = pages.get(visit.language);
    if (known !== undefined) return known;
    const html = visit.bare('incoming/offline.njk', {
      form: freshForm({ channel: 'post', security: 'B', urgency: 'BIASA' }),
      channels: DESK_CHANNELS,
      securities: SECURITY,
      urgencies: URGENCY,
    });
    const made = { html, version: createHash('sha256').update(html).digest('hex').slice(0, 12) };
    pages.set(visit.language, made);
    return made;
  }

  const routes: Route[] = [
    {
      method: 'GET',
      path: PAGE,
      access: 'public',
      handler(visit) {
        const { html, version } = pageFor(visit);
        const { v: asked = version } = visit.req.query;
        // A process of another version, while a new one is put in: kept under this address it would be the wrong page for good.
        visit.res.status(asked === version ? 200 : 404).type('html');
        visit.res.send(html);
      },
    },
    // Below `/incoming/`, so that no other page can ever be answered by it.
    workerRoute('/incoming/registration-worker.js', 'registration-worker.js', deps),
  ];

  return {
    routes,
    /** Where the page of this version is had in the reader's language. */
    address: (visit: Visit) => `${PAGE}?lang=${visit.language}&v=${pageFor(visit).version}`,
  };
}
