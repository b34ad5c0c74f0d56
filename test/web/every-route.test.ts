import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { officials } from '../../src/web/officials.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import { type Route, sampleAddress } from '../../src/web/routes.ts';
import { startApp, type TestApp } from '../support/app.ts';
import { builtAssets } from '../support/assets.ts';
import { type Client, client, hiddenFields } from '../support/client.ts';
import { signedIn, smallOffice, type Username, usernames } from './office.ts';

let app: TestApp;
let routes: Route[];
let tables: string[];
const visitors = new Map<Username, Client>();

beforeAll(async () => {
  app = await startApp({ publicDirectory: await builtAssets() });
  await smallOffice(app);
  routes = officialRoutes(app.deps, officials(app.deps));
  const names = await app.db.many(
    z.object({ name: z.string() }),
    sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  // What was typed into a form that is refused is kept for whoever signs in next.
  tables = names.map(({ name }) => name).filter((name) => name !== 'form_sent');
  for (const username of usernames) visitors.set(username, await signedIn(app, username));
});

function visitor(username: Username): Client {
  const found = visitors.get(username);
  if (found === undefined) throw new Error(`${username} has not signed in`);
  return found;
}

/** Every table there is, as a sum of what it holds. One question, planned once, for it is asked a thousand times. */
async function everything(): Promise<string> {
  const sums = tables.map(
    (name) => `(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM "${name}" t) AS "${name}"`,
  );
  return JSON.stringify((await app.db.pool.query({ name: 'everything', text: `SELECT ${sums.join(', ')}` })).rows);
}

const behind = (route: Route) => route.access === 'signed-in' || route.access === 'administrator';

const OFFICIALS = ['siti', 'budi', 'made', 'joko'] as const;

describe('Every route', () => {
  it('sends somebody who has not signed in to the door', async () => {
    for (const route of routes.filter((each) => each.method === 'GET' && behind(each))) {
      const page = await client(app.origin).get(sampleAddress(route));
      expect([route.path, page.status]).toEqual([route.path, 303]);
      expect(page.location).toMatch(/^\/sign-in/);
    }
  });

  it('is closed to officials where it is the administrator’s', async () => {
    const tokenOf = async (username: Username) => hiddenFields((await visitor(username).get('/account')).html)._csrf;
    const tokens = new Map<Username, string | undefined>();
    for (const username of OFFICIALS) tokens.set(username, await tokenOf(username));
    for (const route of routes.filter(({ access }) => access === 'administrator')) {
      const before = await everything();
      for (const username of OFFICIALS) {
        const page =
          route.method === 'GET'
            ? await visitor(username).get(sampleAddress(route))
            : await visitor(username).post(sampleAddress(route), { _csrf: tokens.get(username) ?? '' });
        expect([username, route.method, route.path, page.status]).toEqual([username, route.method, route.path, 403]);
      }
      expect([route.path, await everything()]).toEqual([route.path, before]);
    }
    // None of them was refused for its token.
    for (const username of OFFICIALS) expect(await tokenOf(username)).toBe(tokens.get(username));
  });

  it('takes no form without the session’s own token', async () => {
    const stolen = hiddenFields((await visitor('siti').get('/account')).html)._csrf ?? '';
    const before = await everything();
    for (const route of routes.filter(({ method }) => method === 'POST')) {
      for (const token of [undefined, '', 'wrong', stolen]) {
        const fields = { username: 'rini', ...(token === undefined ? {} : { _csrf: token }) };
        const page = await visitor('rini').post(sampleAddress(route), fields);
        const path = sampleAddress(route);
        expect([route.path, token, page.status, page.location]).toEqual(
          behind(route) ? [route.path, token, 403, undefined] : [route.path, token, 303, path],
        );
      }
      expect([route.path, await everything()]).toEqual([route.path, before]);
    }
    expect((await visitor('rini').get('/account')).status).toBe(200);
  });

  it('takes no form from somebody who has not signed in', async () => {
    for (const route of routes.filter((each) => each.method === 'POST' && behind(each))) {
      const stranger = client(app.origin);
      const fields = hiddenFields((await stranger.get('/sign-in')).html);
      const before = await everything();
      const page = await stranger.post(sampleAddress(route), fields);
      expect([route.path, page.status, page.location]).toEqual([route.path, 303, '/sign-in']);
      expect(await everything()).toBe(before);
    }
  });

  it('is not kept by any cache, framed by any site, nor styled or scripted from elsewhere', async () => {
    for (const route of routes.filter(({ method }) => method === 'GET')) {
      const page = await visitor('rini').get(sampleAddress(route));
      expect([route.path, page.headers.get('cache-control')]).toEqual([route.path, 'no-store']);
      const policy = page.headers.get('content-security-policy') ?? '';
      expect(policy).toContain("default-src 'none'");
      expect(policy).toContain("frame-ancestors 'none'");
      expect(policy).not.toMatch(/unsafe|\*|https?:/);
      // A file of ours is the one sort of script that a page may name: nothing runs that stands in the page itself.
      const besides = page.html.replace(/<script type="module" src="\/assets\/\w+\/[a-z-]+\.js"><\/script>/g, '');
      expect(besides).not.toMatch(/<script|<style| style="| on\w+="|(src|href)="https?:/);
      expect(page.headers.get('x-powered-by')).toBeNull();
    }
  });

  it('answers an id that is none, or of nobody, with "not found"', async () => {
    for (const route of routes.filter(({ method, path }) => method === 'GET' && path.includes(':id'))) {
      for (const id of ['0', '-1', '1e3', 'x', '999999', '99999999999999999999', '%00', "1'"]) {
        const path = route.path.replace(/:\w+/g, id);
        expect([path, (await visitor('rini').get(path)).status]).toEqual([path, id === '%00' ? 404 : 404]);
      }
    }
  });
});
