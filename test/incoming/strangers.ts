import { expect } from '@jest/globals';
import { z } from 'zod';
import { listLateIncoming, readHoldingNews } from '../../src/incoming/deadlines/overdue-incoming.ts';
import { searchLines } from '../../src/incoming/lists/search-lines.ts';
import { readLine } from '../../src/incoming/registering/desk.ts';
import { sql } from '../../src/postgres/sql.ts';
import {
  type Facts,
  isAbove,
  isSecretFact,
  keepsAgendaOf,
  type LetterFact,
  mayOpen,
  postsOf,
  waitingAt,
} from './office-facts.ts';
import type { Life } from './office-life.ts';
import { outcomeOf } from './tree-office.ts';

/** Everywhere that a letter could come before this person: page, document, sheet, lists, search, books, what waits or is late. */
export async function demandSight(life: Life, facts: Facts, personId: number): Promise<void> {
  const { office, books, originals, replying } = life;
  const actor = await office.actor(personId);
  const late = JSON.stringify(await listLateIncoming(office.deps, actor));
  const news = await readHoldingNews(office, actor);
  for (const letter of facts.letters) {
    const opens = mayOpen(facts, personId, letter);
    const line = opens || keepsAgendaOf(facts, personId, letter);
    const named = opens && !isSecretFact(letter);
    const where = [`person ${personId}, letter ${letter.id} ${letter.security}`];
    const is = (what: string, said: unknown, wanted: unknown) =>
      expect([...where, what, said]).toEqual([...where, what, wanted]);
    const answer = (wanted: boolean, done = 'done') => (wanted ? done : 'incoming-unknown');
    const { dispositions } = office;

    is(
      'document',
      await outcomeOf(dispositions.document(actor, letter.id, { part: 'letter' })),
      answer(opens, 'incoming-without-document'),
    );
    is('sheet', await outcomeOf(dispositions.sheetPdf(actor, letter.id)), answer(opens));
    is('replies', await outcomeOf(replying.list(actor, letter.id)), answer(opens));
    is('where the paper is', await outcomeOf(originals.where(actor, letter.id)), answer(opens));
    is('original', await outcomeOf(originals.read(actor, letter.id)), answer(line));
    const [file] = await life.reportFiles(letter.id);
    if (file)
      is('file', await outcomeOf(dispositions.document(actor, letter.id, { part: 'report', ...file })), answer(opens));

    const found = async (text: string) => {
      const { lines } = await searchLines(office, actor, { text });
      return lines.filter(({ id }) => id === letter.id);
    };
    const [bySender] = await found(letter.senderName);
    is('found by sender', bySender !== undefined, line);
    is('found by subject', (await found(letter.subject)).length === 1, opens);
    is('subject on the line', bySender?.subject ?? '', named ? letter.subject : '');
    const inHand = facts.holdings.filter(
      ({ incomingId, state }) => incomingId === letter.id && ['unread', 'read', 'reported'].includes(state),
    );
    const holders = line && (opens || !isSecretFact(letter)) ? inHand.length : 0;
    is('holders on the line', bySender?.holders.length ?? 0, Math.min(holders, 5));
    await demandLine(life, { personId, letter, line, opens });

    // Who is above hears of ordinary letters by name, of others that there is one.
    is('subject of what is late', late.includes(letter.subject) && letter.security !== 'B' && !named, false);
    const heard = news.filter(({ incomingId }) => incomingId === letter.id);
    const places = waitingAt(facts, letter).map(({ positionId }) => positionId);
    const above = places.some((id) => isAbove(facts, personId, id)) || facts.administrators.has(personId);
    if (heard.length > 0 && !line && !above)
      throw new Error(`${where}: told of it although it is none of theirs any more`);
    is(
      'subject of what was told',
      JSON.stringify(heard).includes(letter.subject) && letter.security !== 'B' && !named,
      false,
    );
    for (const book of ['incoming', 'dispositions'] as const)
      for (const inFile of keepsAgendaOf(facts, personId, letter) ? [false, true] : [true]) {
        const read = books.read(actor, { unitId: letter.unitId, book, inFile, from: '2026-11-01' }, 'id');
        const said = await read.then(
          ({ rows }) => JSON.stringify(rows),
          () => '',
        );
        if (!keepsAgendaOf(facts, personId, letter)) is(`book ${book}`, said, '');
        if (isSecretFact(letter)) is(`subject in book ${book}`, said.includes(letter.subject), false);
      }
  }
}

async function demandLine(
  { office }: Life,
  { personId, letter, line, opens }: { personId: number; letter: LetterFact; line: boolean; opens: boolean },
): Promise<void> {
  const read = readLine(office.deps, await office.actor(personId), letter.id);
  expect([personId, letter.id, 'line', await outcomeOf(read)]).toEqual([
    ...[personId, letter.id, 'line'],
    line ? 'done' : 'incoming-unknown',
  ]);
  if (!line || opens || !isSecretFact(letter)) return;
  const shown = await read;
  expect(JSON.stringify(shown)).not.toContain(letter.subject);
  // Of a secret letter a clerk learns of vacant posts alone, and of the first holder, whom they named.
  const inHand = shown.inHand.filter(({ vacant, first }) => !vacant && !first);
  expect([letter.id, inHand]).toEqual([letter.id, []]);
}

const Notice = z.object({ personId: z.number(), incomingId: z.number(), text: z.string() });

/** Mails and notices of the day written since, with who they are to. */
export async function noticesSince({ office }: Life, since: { mail: number; day: number }) {
  const last = await office.db.one(
    z.object({ mail: z.number(), day: z.number() }),
    sql`SELECT coalesce((SELECT max(id) FROM mail), 0) AS mail, coalesce((SELECT max(id) FROM day_notice), 0) AS day`,
  );
  const notices = await office.db.many(
    Notice,
    sql`SELECT p.id AS person_id, m.incoming_id, m.subject || ' ' || m.body AS text FROM mail m
          JOIN person p ON m.to_address = p.username || '@purnama.example' WHERE m.id > ${since.mail} AND m.incoming_id IS NOT NULL
        UNION ALL SELECT person_id, incoming_id, subject FROM day_notice WHERE id > ${since.day} AND incoming_id IS NOT NULL`,
  );
  return { last, notices };
}

/** What people were told: the subject of class B alone, and of a letter only those who may open it or answer for who has it. */
export function demandNotices(before: Facts, facts: Facts, notices: readonly z.infer<typeof Notice>[]): void {
  for (const { personId, incomingId, text } of notices) {
    const letter = facts.letters.find(({ id }) => id === incomingId);
    // What takes the place of a notice when the class rises says of no letter which.
    if (letter === undefined || text.includes('Ada surat masuk yang menyangkut Anda')) continue;
    const where = `person ${personId} was told of letter ${incomingId} ${letter.security}: ${text}`;
    if (letter.security !== 'B' && (text.includes(letter.subject) || text.includes(letter.senderName)))
      throw new Error(where);
    const theirs = [before, facts].some(
      (each) =>
        each.administrators.has(personId) ||
        each.letters.some(({ id }) => id === incomingId && mayOpen(each, personId, letter)) ||
        keepsAgendaOf(each, personId, letter) ||
        // Given and taken back at the same moment.
        each.holdings.some((held) => held.incomingId === incomingId && postsOf(each, personId).has(held.positionId)) ||
        waitingAt(each, letter).some(({ positionId }) => isAbove(each, personId, positionId)),
    );
    if (!theirs) throw new Error(`${where}, a stranger`);
  }
}
