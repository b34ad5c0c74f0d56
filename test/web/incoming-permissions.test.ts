import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { sql } from '../../src/postgres/sql.ts';
import { officials } from '../../src/web/officials.ts';
import { checkPages } from '../../src/web/pages/check/routes.ts';
import { officialRoutes } from '../../src/web/pages/routes.ts';
import { type Route, sampleAddress } from '../../src/web/routes.ts';
import { type Client, client, hiddenFields, type Page } from '../support/client.ts';
import { type Cast, EVERYBODY, type Letter, openCast, ROLES, type Role } from './incoming-cast.ts';
import { type Entry, findsAside, isSecret, reads, seesLine, TABLE } from './incoming-permissions-table.ts';

const CONCERNED =
  /^\/(|(incoming|exchange|_v1\/exchange|letter|handover|overdue|expedition)(\/.*)?|settings\/(incoming|instructions|public|partners).*)$/;

let cast: Cast;
let routes: Route[];
let tables: string[];
const tokens = new Map<Role, string>();
/** The page that somebody is shown for a letter that is not there. */
let unknown: string;

beforeAll(async () => {
  cast = await openCast();
  const { app } = cast;
  const official = officialRoutes(app.deps, officials(app.deps));
  routes = [...official, ...checkPages({ ...app.deps, alone: false })].filter(({ path }) => CONCERNED.test(path));
  const names = await app.db.many(
    z.object({ name: z.string() }),
    sql`SELECT table_name AS name FROM information_schema.tables WHERE table_schema = 'public' AND table_type = 'BASE TABLE'`,
  );
  // Who may not act may read, and a page that is opened says so; a session is seen, a limit counts, and a partner's office is told
  // of on the page of partners.
  const besides = new Set(['form_sent', 'session', 'rate_limit', 'incoming_reading', 'exchange_refusal']);
  tables = names.map(({ name }) => name).filter((name) => !besides.has(name));
  for (const role of EVERYBODY) tokens.set(role, hiddenFields((await visitor(role).get('/account')).html)._csrf ?? '');
  unknown = plain(await visitor('nobody').get('/incoming/999999'));
});

const visitor = (role: Role): Client => cast.visitors.get(role) as Client;
const entryOf = (route: Route): Entry | undefined => TABLE[`${route.method} ${route.path}`];
const those = <K extends Entry['of']>(of: K, method: Route['method']) =>
  routes.flatMap((route) => {
    const entry = entryOf(route);
    return entry?.of === of && route.method === method ? [{ route, entry: entry as Extract<Entry, { of: K }> }] : [];
  });
const post = (role: Role, path: string, fields: Record<string, string>) =>
  visitor(role).post(path, { ...fields, _csrf: tokens.get(role) ?? '' });

/** What a page says, without what differs from one answer to the next. */
function plain({ html }: Page): string {
  return html.replace(/\/incoming\/[\w/.-]+/g, '').replace(/value="[^"]*"/g, '');
}

const Reading = z.object({ personId: z.number(), what: z.string(), incomingId: z.number() });
const readings = () =>
  cast.app.db.many(Reading, sql`SELECT person_id, what, incoming_id FROM incoming_reading ORDER BY id`);

/** Every table there is, as a sum of what it holds. */
async function everything(): Promise<unknown> {
  const sums = tables.map(
    (name) => `(SELECT md5(string_agg(t::text, '|' ORDER BY t::text)) FROM "${name}" t) AS "${name}"`,
  );
  return (await cast.app.db.pool.query({ name: 'everything', text: `SELECT ${sums.join(', ')}` })).rows[0];
}

/** Marks of letters that a page says something of. */
const marksIn = (html: string) => new Set(html.match(/q[zi]\d+vx/g) ?? []);
const name = ({ security, course }: Letter) => `${security} ${course}`;

/**
 * Every n-th letter, others for every route and role: together each role meets each letter on many routes, in a part of the time.
 */
const everyNth = (n: number, route: Route, role: Role): Letter[] =>
  cast.letters.filter((_, at) => (at + routes.indexOf(route) + EVERYBODY.indexOf(role)) % n === 0);

/** A few side by side: a crowd would wait for connections of the database. */
async function forEverybody(work: (role: Role) => Promise<void>): Promise<void> {
  const waiting = [...EVERYBODY];
  const takeTurns = async () => {
    for (let role = waiting.shift(); role !== undefined; role = waiting.shift()) await work(role);
  };
  await Promise.all([takeTurns(), takeTurns(), takeTurns()]);
}

describe('Incoming letters', () => {
  it('have every route of theirs in the table, and the table no other', () => {
    expect(routes.map(({ method, path }) => `${method} ${path}`).toSorted()).toEqual(Object.keys(TABLE).toSorted());
  });

  it('are shown to nobody who has not signed in', async () => {
    const stranger = client(cast.app.origin);
    const own = hiddenFields((await stranger.get('/sign-in')).html);
    const before = await everything();
    for (const route of routes.filter(({ access }) => access !== 'public')) {
      const path = sampleAddress(route);
      const page =
        route.method === 'GET' ? await stranger.get(path) : await stranger.post(path, { ...own, holding: '1' });
      expect([route.method, path, page.status, marksIn(page.html).size]).toEqual([route.method, path, 303, 0]);
    }
    expect(await everything()).toEqual(before);
  });

  it('are written down as read, each time, by whom and what of it; a line of the agenda is no reading', async () => {
    for (const role of ['head', 'staff'] as const) {
      const { personId } = await cast.actor(role);
      for (const letter of cast.letters.filter(({ course, security }) => course === 'open' && security !== 'SR')) {
        const asked = [...those('letter', 'GET'), ...those('line', 'GET')];
        // First, because the pictures of a page that was opened an hour ago at most are no other reading.
        const isPicture = ({ route }: { route: Route }) => route.path.endsWith('.png');
        for (const { route, entry } of [...asked.filter(isPicture), ...asked.filter((each) => !isPicture(each))]) {
          const path = entry.path(letter);
          if (path === undefined) continue;
          const before = (await readings()).length;
          const { status } = await visitor(role).get(path);
          const written = (await readings()).slice(before);
          const isSeenAlready = isPicture({ route }) && asked.find(isPicture)?.route !== route;
          const isRead = entry.of === 'letter' && letter.security !== 'B' && !isSeenAlready;
          const expected = isRead ? [{ personId, what: entry.records, incomingId: letter.id }] : [];
          expect([role, name(letter), route.path, status, written]).toEqual([
            role,
            name(letter),
            route.path,
            status,
            expected,
          ]);
        }
      }
    }
  });

  it('are read by whom they are for; to everybody else they are not there', async () => {
    await forEverybody(async (role) => {
      for (const { route, entry } of those('letter', 'GET')) {
        const isForm = route.path.split('/').length > 3 && entry.records === 'page';
        for (const letter of route.path === '/incoming/:id' ? cast.letters : everyNth(isForm ? 9 : 5, route, role)) {
          const path = entry.path(letter);
          if (path === undefined) continue;
          const may = reads(role, letter);
          // One sheet of each kind is enough: it is set in type each time.
          if (may && entry.records === 'sheet' && letter.course !== 'open') continue;
          const answer = await visitor(role).get(path);
          const about = [role, name(letter), route.path];
          if (!may) {
            expect([...about, answer.status, plain(answer)]).toEqual([...about, 404, unknown]);
            continue;
          }
          const nothingThere = letter.course === 'withheld' && /png|pdf/.test(path) && entry.records !== 'sheet';
          expect([...about, nothingThere ? [404] : [200, 303]]).toEqual([
            ...about,
            expect.arrayContaining([answer.status]),
          ]);
        }
      }
    });
  });

  it('show the line of the agenda to its clerk, and of what is secret neither subject nor who has it', async () => {
    await forEverybody(async (role) => {
      for (const { route, entry } of those('line', 'GET')) {
        for (const letter of everyNth(route.path.endsWith('/line') ? 2 : 8, route, role)) {
          const answer = await visitor(role).get(entry.path(letter));
          const about = [role, name(letter), route.path];
          if (!seesLine(role, letter)) {
            expect([...about, answer.status, plain(answer)]).toEqual([...about, 404, unknown]);
            continue;
          }
          expect([...about, entry.missing ? [404] : [200, 303]]).toEqual([
            ...about,
            expect.arrayContaining([answer.status]),
          ]);
          if (isSecret(letter.security))
            expect([...about, answer.html]).toEqual([
              ...about,
              expect.not.stringMatching(/(Hal|Catatan|Lampiran|Laporan|Bukti) qz/),
            ]);
          // The other pages of a line offer every post of the office.
          if (!reads(role, letter) && /line$|strike$/.test(route.path))
            expect([...about, answer.html]).toEqual([
              ...about,
              expect.not.stringMatching(/Kepala Bidang Pembinaan|Analis Kurikulum|Camat Purnama/),
            ]);
        }
      }
    });
  });

  it('let nobody act on them but those who have them in hand, and their clerk', async () => {
    for (const { route, entry } of those('act', 'POST')) {
      const before = await everything();
      await forEverybody(async (role) => {
        for (const letter of everyNth(9, route, role)) {
          const fields = entry.fields(letter);
          if (fields === undefined || (entry.doers(letter).includes(role) && seesLine(role, letter))) continue;
          const answer = await post(role, route.path.replace(':id', String(letter.id)).replace(':line', '1'), fields);
          const about = [role, name(letter), route.path];
          const sees = seesLine(role, letter);
          // Who had the post while the letter lay there is told that their time is over.
          const refusals = sees || role === 'former holder' ? [403, 404, 409] : [404];
          if (entry.answers !== undefined) expect([...about, answer.status]).toEqual([...about, entry.answers]);
          else expect([...about, refusals]).toEqual([...about, expect.arrayContaining([answer.status])]);
          if (!sees) expect([...about, [...marksIn(answer.html)]]).toEqual([...about, []]);
        }
      });
      expect([route.path, await everything()]).toEqual([route.path, before]);
    }
  });

  it('are answered by those who have or passed them on, upward too, and by nobody who merely reads', async () => {
    const letter = cast.letters.find(({ security, course }) => security === 'B' && course === 'open') as Letter;
    for (const role of EVERYBODY.filter((each) => reads(each, letter))) {
      const { html } = await visitor(role).get(`/incoming/${letter.id}/reply`);
      expect([role, html.includes(`action="/incoming/${letter.id}/reply"`)]).toEqual([role, role !== 'clerk']);
    }
  });

  it('at a vacant post are given on by its nearest superior who may read them, and by nobody else above or beside', async () => {
    for (const letter of cast.letters.filter(({ course }) => course === 'vacant')) {
      const address = `/incoming/${letter.id}/move`;
      const { vacant = 0, vacantAbroad = 0 } = letter.holdings;
      const before = await everything();
      for (const role of EVERYBODY.filter((each) => each !== 'head' && each !== 'clerk'))
        for (const holdingId of [vacant, vacantAbroad]) {
          const to = { holdingId: String(holdingId), positionId: 'Camat Purnama Utara' };
          expect([role, [403, 404]]).toEqual([role, expect.arrayContaining([(await post(role, address, to)).status])]);
        }
      const abroad = { holdingId: String(vacantAbroad), positionId: 'Camat Purnama Utara' };
      expect((await post('head', address, abroad)).status).toBe(403);
      expect(await everything()).toEqual(before);
      const page = await visitor('head').get(`/incoming/${letter.id}`);
      const links = [vacant, vacantAbroad].map((each) => page.html.includes(`${address}?holding=${each}"`));
      expect(links).toEqual([true, false]);
      const form = await visitor('head').get(`${address}?holding=${vacant}`);
      expect(form.html).toContain(`name="holdingId" value="${vacant}"`);
    }
  });

  it('stand in lists, searches and suggestions only for those who may see the line, secret subjects for nobody', async () => {
    const byMark = new Map(cast.letters.map((letter) => [letter.mark, letter]));
    await forEverybody(async (role) => {
      const seen = new Set<string>();
      for (const { route, entry } of those('list', 'GET')) {
        const asked = everyNth(8, route, role).flatMap(({ mark }) => entry.paths(mark, cast));
        for (const path of new Set(asked)) {
          const answer = await visitor(role).get(path);
          const about = [role, path];
          expect([...about, [200, 303]]).toEqual([...about, expect.arrayContaining([answer.status])]);
          // What was asked for is said again.
          const own = new URL(path, cast.app.origin).searchParams.get('q') ?? '';
          const said = answer.html.replace(/value="[^"]*"|href="[^"]*"/g, '');
          const html = own === '' ? said : said.replaceAll(own, '');
          // Of class B: by superiors where it is late, and the name of who wrote before by clerks of every unit.
          const isClerk = role === 'clerk of another unit';
          const isOpen = isClerk ? route.path.endsWith('senders.json') : /^\/(overdue)?$/.test(route.path);
          for (const mark of marksIn(html)) {
            const letter = byMark.get(mark);
            if (letter === undefined) expect([...about, role]).toEqual([...about, 'clerk']);
            else if (!seesLine(role, letter))
              expect([...about, name(letter), isOpen && letter.security === 'B']).toEqual([
                ...about,
                name(letter),
                true,
              ]);
            else if (isSecret(letter.security))
              expect([...about, html]).toEqual([...about, expect.not.stringContaining(`Hal ${mark}`)]);
            // By whose hands it is in, what is secret is found by those who may open it.
            if (letter !== undefined && isSecret(letter.security) && path.includes('post='))
              expect([...about, name(letter), reads(role, letter)]).toEqual([...about, name(letter), true]);
            seen.add(mark);
          }
        }
      }
      // That everything is hidden would be no good either.
      if (role === 'clerk' || role === 'head') expect(seen.size).toBeGreaterThan(10);
    });
  });

  it('are pointed out as registered before to clerks who see the line, without a word of theirs, and to nobody else', async () => {
    await forEverybody(async (role) => {
      const isClerk = role === 'clerk' || role === 'clerk of another unit';
      for (const letter of cast.letters.filter((_, at) => isClerk || at % 4 === 0)) {
        const asked = `senderName=asal ${letter.mark}&number=no ${letter.mark} 2026`;
        const { status, html } = await visitor(role).get(`/incoming/same.json?${asked.replaceAll(' ', '+')}`);
        const ids = isClerk && letter.course !== 'struck' && seesLine(role, letter) ? [letter.id] : [];
        const about = [role, name(letter)];
        const said = JSON.parse(html);
        expect([...about, status, said.lines.map(({ id }: { id: number }) => id)]).toEqual([...about, 200, ids]);
        expect([...about, [...marksIn(html)]]).toEqual([...about, []]);
      }
    });
  });

  it('stand in agendas and books for the clerk of the unit, without what is secret', async () => {
    for (const method of ['GET', 'POST'] as const) {
      for (const { route, entry } of those('unit', method)) {
        const before = await everything();
        await forEverybody(async (role) => {
          for (const path of entry.paths(cast.units.own)) {
            // What the clerk may do is done elsewhere; nothing is set in type here but the books.
            if (role === 'clerk' && (method === 'POST' || /(originals|expedition).*pdf/.test(path))) continue;
            const person = String((await cast.actor(role)).personId);
            const fields = { ...entry.fields?.(cast.units.own), person };
            const answer = method === 'GET' ? await visitor(role).get(path) : await post(role, path, fields);
            const about = [role, path];
            const there = !path.includes('/lines/');
            expect([...about, answer.status]).toEqual([...about, role === 'clerk' && there ? 200 : there ? 403 : 404]);
            if (role !== 'clerk') expect([...about, [...marksIn(answer.html)]]).toEqual([...about, []]);
            const secrets = cast.letters.filter(({ security }) => isSecret(security));
            for (const { mark } of secrets)
              expect([...about, answer.html]).toEqual([...about, expect.not.stringMatching(`(Hal|Catatan) ${mark}`)]);
          }
        });
        expect([route.path, await everything()]).toEqual([route.path, before]);
      }
    }
  });

  it('lie at the desk for its clerk alone, and their pages only while they lie there', async () => {
    for (const method of ['GET', 'POST'] as const) {
      for (const { route, entry } of those('item', method)) {
        const before = await everything();
        await forEverybody(async (role) => {
          const at = (routes.indexOf(route) + EVERYBODY.indexOf(role)) % cast.items.length;
          for (const item of role === 'clerk' ? cast.items : cast.items.slice(at, at + 1)) {
            if (role === 'clerk' && (method === 'POST' || item.state === 'ready')) continue;
            const path = entry.path(item);
            const person = String((await cast.actor(role)).personId);
            const answer =
              method === 'GET' ? await visitor(role).get(path) : await post(role, path, { ...entry.fields, person });
            const about = [role, item.state, path];
            const isFile = /png|pdf/.test(path);
            if (role !== 'clerk')
              expect([...about, [403, 404]]).toEqual([...about, expect.arrayContaining([answer.status])]);
            else if (isFile) expect([...about, answer.status]).toEqual([...about, 409]);
            if (role !== 'clerk' || item.state === 'registered')
              expect([...about, [...marksIn(answer.html)]]).toEqual([...about, []]);
          }
        });
        expect([route.path, await everything()]).toEqual([route.path, before]);
      }
    }
  });

  it('show a scan of theirs that was put aside, with who, when and why, to those who may bring it back, and to nobody else', async () => {
    const before = await everything();
    const people = await cast.app.db.many(
      z.object({ username: z.string(), name: z.string() }),
      sql`SELECT username, name FROM person`,
    );
    const names = new Map(people.map((person) => [person.username, person.name]));
    const of = new Map<Letter, typeof cast.asides>();
    for (const aside of cast.asides) of.set(aside.letter, [...(of.get(aside.letter) ?? []), aside]);
    await forEverybody(async (role) => {
      for (const [letter, asides] of of) {
        const found = asides.filter((aside) => findsAside(role, aside));
        for (const tail of ['', '/line', '/scan']) {
          const { status, html } = await visitor(role).get(`/incoming/${letter.id}${tail}`);
          const about = [role, name(letter), tail];
          const shown = asides.filter(({ id, reason, by }) => {
            const told = [`/incoming/intake/${id}"`, reason, `oleh ${names.get(ROLES[by])}`].map((each) =>
              html.includes(each),
            );
            expect([...about, new Set(told).size]).toEqual([...about, 1]);
            return told[0];
          });
          // The letter's own page is for those who read it: a clerk reaches what is theirs of a secret one from its line.
          const expected = status === 200 ? found : [];
          expect([...about, shown.map(({ reason }) => reason)]).toEqual([
            ...about,
            expected.map(({ reason }) => reason),
          ]);
          if (found.length > 0 && tail !== '') expect([...about, status]).toEqual([...about, 200]);
        }
        for (const { id, by, reason } of asides) {
          const { status, html } = await visitor(role).get(`/incoming/intake/${id}`);
          const may = found.some((each) => each.id === id);
          const about = [role, name(letter), by];
          expect([...about, status, html.includes(reason)]).toEqual([...about, may ? 200 : 404, may]);
          if (may) expect((await visitor(role).get(`/incoming/intake/${id}/sheets/1.png`)).status).toBe(409);
          else expect((await post(role, `/incoming/intake/${id}/back`, {})).status).toBe(404);
        }
      }
    });
    expect(await everything()).toEqual(before);
    for (const by of ['clerk', 'head'] as const)
      expect(cast.asides.filter((aside) => findsAside(by, aside)).length).toBeGreaterThan(3);
  });

  it('are not shown to administrators where they set up what becomes of them', async () => {
    // That these routes are closed to everybody else is held by the test of all routes.
    for (const { route } of those('administrator', 'GET')) {
      expect([route.path, route.access]).toEqual([route.path, 'administrator']);
      const answer = await visitor('administrator').get(sampleAddress(route));
      expect([route.path, [...marksIn(answer.html)]]).toEqual([route.path, []]);
    }
  });

  it('are nothing to be seen on the check origin', async () => {
    const stranger = client(cast.app.origin);
    for (const method of ['GET', 'POST'] as const) {
      const before = await everything();
      for (const { route } of those('public', method)) {
        const fields = { code: 'AAAABBBBCCCCDDDD', unitId: String(cast.units.own), subject: 'x', website: '' };
        const answer = method === 'GET' ? await stranger.get(route.path) : await stranger.post(route.path, fields);
        expect([route.path, [...marksIn(answer.html)]]).toEqual([route.path, []]);
        expect([route.path, answer.html]).toEqual([
          route.path,
          expect.not.stringMatching(/Kepala Bidang|Analis|Sekretaris Dinas/),
        ]);
      }
      expect(await everything()).toEqual(before);
    }
  });

  it('are reached under their own address alone: neither by a holding, a sheet nor a file of another one', async () => {
    const find = (security: string, course: string) =>
      cast.letters.find((each) => each.security === security && each.course === course) as Letter;
    const before = await everything();
    for (const [mine, other] of [
      [find('B', 'open'), find('R', 'open')],
      [find('R', 'open'), find('B', 'open')],
    ] as const) {
      const { holdings, sheetId, reportId } = other;
      const attempts: [Role, string, Record<string, string>][] = [
        [
          'head',
          'dispose',
          { holding: String(holdings.head), recipients: '4', responsible: '4', instructions: 'PROSES', further: 'yes' },
        ],
        ['head', 'finish', { holding: String(holdings.head), remark: 'x', evenOpen: 'yes' }],
        ['head', 'change', { sheet: String(sheetId), recipients: '4', responsible: '4', instructions: 'PROSES' }],
        ['section', 'judge', { holding: String(holdings.staff), outcome: 'accept', remark: 'x' }],
        ['section', 'judge', { holding: String(holdings.staff), outcome: 'give-back', remark: 'x' }],
        ['section', 'cancel', { holding: String(holdings.staff) }],
        ['staff', 'report', { holding: String(holdings.staff), remark: 'x' }],
        ['clerk', 'move', { holdingId: String(holdings.first), positionId: 'Camat Purnama Utara' }],
      ];
      for (const [role, act, fields] of attempts) {
        const answer = await post(role, `/incoming/${mine.id}/${act}`, fields);
        expect([role, act, [404, 409, 422]]).toEqual([role, act, expect.arrayContaining([answer.status])]);
        expect([role, act, marksIn(answer.html).has(other.mark)]).toEqual([role, act, false]);
      }
      for (const path of [
        `/incoming/${mine.id}/reports/${reportId}/files/1.pdf`,
        `/incoming/${mine.id}/attachments/2.pdf`,
      ])
        expect([path, (await visitor('head').get(path)).status]).toEqual([path, 404]);
      const asked = await visitor('head').get(`/incoming/${mine.id}/dispose?holding=${holdings.head}`);
      expect(asked.status).toBe(303);
    }
    const [first, second] = cast.items;
    const file = `/incoming/intake/${first?.id}/files/${second?.fileId}/1.png`;
    expect((await visitor('clerk').get(file)).status).toBe(404);
    expect((await post('clerk', file.replace('1.png', 'remove'), {})).status).toBe(404);
    expect(await everything()).toEqual(before);
  });

  it('have been read, after all this, by those alone who may', async () => {
    const roleOf = new Map<number, Role>();
    for (const role of EVERYBODY) roleOf.set((await cast.actor(role)).personId, role);
    for (const { personId, incomingId } of await readings()) {
      const [role, letter] = [roleOf.get(personId), cast.letters.find(({ id }) => id === incomingId)];
      if (role === undefined || letter === undefined) throw new Error(`a reading of ${incomingId} by ${personId}`);
      expect([role, name(letter), reads(role, letter)]).toEqual([role, name(letter), true]);
    }
  });

  it('are told of in no mail, message, job or log line by what is restricted or secret about them', async () => {
    const told = await cast.app.db.many(
      z.object({ text: z.string() }),
      sql`SELECT subject || body AS text FROM mail UNION ALL SELECT subject FROM day_notice UNION ALL SELECT subject FROM push_message
          UNION ALL SELECT payload::text FROM job`,
    );
    const said = marksIn(JSON.stringify([told, cast.app.log]));
    for (const { mark, security } of cast.letters)
      expect([security, security !== 'B' && said.has(mark)]).toEqual([security, false]);
  });
});
