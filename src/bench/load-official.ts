import type { Crowd, LoadOfficial } from './load-client.ts';
import { type Answer, signIn, type Visitor } from './visitor.ts';

const READING = 3;
const SENT = [302, 303];

/** An official at work: looks into the inbox, opens what waits there, reads it, and does what is asked. */
export async function beOfficial(world: Crowd, me: Visitor, who: LoadOfficial): Promise<void> {
  const { isOver, think, count } = world;
  await think(10);
  if ((await count('sign in', signIn(me, who.username, who.password), SENT)) === undefined) return;
  while (!isOver()) {
    const inbox = await count('inbox', me.ask('/'));
    await think(READING);
    if (isOver()) return;
    if (inbox !== undefined) await work(world, me, who, inbox.bytes.toString('utf8'));
    await think(READING);
    if (isOver()) return;
    const letters = await count('list of letters', me.ask(Math.random() < 0.5 ? '/letters' : '/letters?q=undangan'));
    const letter = letters && pathsIn(letters.bytes.toString('utf8'), /href="(\/letters\/\d+)"/g);
    if (letter !== undefined) await read(world, me, letter);
    await think(READING);
  }
}

async function work(world: Crowd, me: Visitor, who: LoadOfficial, inbox: string): Promise<void> {
  switch (who.does) {
    case 'writes':
      return write(world, me, pathsIn(inbox, /href="(\/letters\/\d+)\/edit"/g));
    case 'initials':
      return decide(world, me, pathsIn(inbox, /href="(\/letters\/\d+)\/decide"/g));
    case 'signs':
      return sign(world, me, pathsIn(inbox, /href="(\/letters\/\d+)\/sign"/g), who.passphrase);
    case 'keeps':
      return keep(world, me);
  }
}

/** The letter's page and the picture of its first page, as a browser fetches it. */
async function read({ think, count }: Crowd, me: Visitor, letter: string): Promise<void> {
  const page = await count('letter', me.ask(letter), [200, 303]);
  if (page?.status === 200) await picture({ count }, me, page);
  await think(READING);
}

async function picture({ count }: Pick<Crowd, 'count'>, me: Visitor, page: Answer): Promise<void> {
  const [, path] = /src="(\/letters\/\d+\/(?:pages|preview)\/1\.png[^"]*)"/.exec(page.bytes.toString('utf8')) ?? [];
  if (path !== undefined) await count('picture of a letter', me.ask(path.replaceAll('&amp;', '&')), [200, 404]);
}

async function write({ think, count }: Crowd, me: Visitor, letter: string | undefined): Promise<void> {
  if (letter === undefined) return;
  const saving = me.fill(`${letter}/edit`, `${letter}/edit`, {});
  await count(
    'draft, its form',
    saving.then(({ page }) => page),
  );
  if (
    (await count(
      'draft, saved',
      saving.then(({ sent }) => sent),
      SENT,
    )) === undefined
  )
    return;
  await think(READING);
  const going = me.fill(`${letter}/submit`, `${letter}/submit`, {});
  await count(
    'chain, its form',
    going.then(({ page }) => page),
  );
  await count(
    'letter, submitted',
    going.then(({ sent }) => sent),
    SENT,
  );
}

async function decide({ think, count }: Crowd, me: Visitor, letter: string | undefined): Promise<void> {
  if (letter === undefined) return;
  const page = await count('letter to decide on', me.ask(`${letter}/decide`));
  if (page === undefined) return;
  await picture({ count }, me, page);
  await think(READING);
  const { sent } = await me.fill(`${letter}/decide`, `${letter}/decide`, { outcome: 'approved' });
  await count('letter, initialled', Promise.resolve(sent), SENT);
}

async function sign(
  { think, count }: Crowd,
  me: Visitor,
  letter: string | undefined,
  passphrase: string,
): Promise<void> {
  if (letter === undefined) return;
  const page = await count('letter to sign', me.ask(`${letter}/sign`));
  if (page === undefined) return;
  await picture({ count }, me, page);
  await think(READING);
  const { sent } = await me.fill(`${letter}/sign`, `${letter}/sign`, { passphrase });
  await count('letter, signed', Promise.resolve(sent), SENT);
}

async function keep({ think, count }: Crowd, me: Visitor): Promise<void> {
  const books = await count('registers', me.ask('/registers'), [200, 302, 303]);
  const register = books?.location ?? pathsIn(books?.bytes.toString('utf8') ?? '', /href="(\/registers\/\d+)"/g);
  if (register === undefined) return;
  await think(READING);
  await count('register', me.ask(register));
}

/** One of the addresses that the page leads to, any. */
function pathsIn(html: string, pattern: RegExp): string | undefined {
  const paths = [...html.matchAll(pattern)].map(([, path = '']) => path);
  return paths[Math.floor(Math.random() * paths.length)];
}
