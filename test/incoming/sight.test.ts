import { beforeAll, describe, expect, it } from '@jest/globals';
import { getIncoming } from '../../src/incoming/incoming-store.ts';
import { incomingSubject } from '../../src/incoming/incoming-subject.ts';
import { leadingWords } from '../../src/incoming/lists/leading-words.ts';
import { type IncomingLine, listLines } from '../../src/incoming/lists/lines-store.ts';
import { type LinesAsk, lineTerms, searchLines } from '../../src/incoming/lists/search-lines.ts';
import { findLines, sampleTexts, walkLines } from '../../src/incoming/lists/search-lines-store.ts';
import { incomingSightOf } from '../../src/incoming/sight-store.ts';
import { may } from '../../src/people/permissions.ts';
import { sql } from '../../src/postgres/sql.ts';
import type { Key } from '../letters/office.ts';
import { type Desk, openDesk } from './desk-office.ts';

const PEOPLE: Key[] = ['bupati', 'sekda', 'kadis', 'sekretaris', 'kabid', 'staf', 'camat'];
const CLASSES = ['B', 'T', 'R', 'SR'] as const;
const STATES = ['unread', 'read', 'forwarded', 'passed_on', 'reported', 'done', 'cancelled'] as const;

let desk: Desk;
const letters: number[] = [];

/** Letters of every class, held in every state by every post, some in the agenda of another unit. */
beforeAll(async () => {
  desk = await openDesk();
  const posts = Object.values(desk.positions);
  let n = 0;
  for (const security of CLASSES) {
    for (const state of STATES) {
      for (const clerk of ['sekretaris', 'camat'] as const) {
        const unitId = desk.units.get(clerk === 'camat' ? 'CAMAT' : 'DISDIK') ?? 0;
        const addresseePositionId = posts[n % posts.length] ?? 0;
        const subject = `Hal ${security} istimewa`;
        const made = { number: `${++n}`, unitId, security, addresseePositionId, subject, senderName: `Pengirim ${n}` };
        const { incomingId, holdingId } = await desk.register(made, clerk);
        const holder = posts[(n * 3) % posts.length] ?? 0;
        await desk.db.run(sql`UPDATE holding SET state = ${state}, position_id = ${holder} WHERE id = ${holdingId}`);
        letters.push(incomingId);
      }
    }
  }
  // A delegate of the head of agency for disposing, given by the head themself; and one given over the head's head.
  for (const [to, givenAs] of [
    ['staf', 'holder'],
    ['kabid', 'administrator'],
  ] as const)
    await desk.db.run(sql`INSERT INTO mandate (from_position_id, to_person_id, tasks, kinds, valid_from, valid_to, given_as, warrant, made_by, made_at)
      VALUES (${desk.positions.kadis}, ${desk.persons[to]}, ARRAY['dispose'], '{}', '2026-11-01', '2026-12-31', ${givenAs}, 'cuti', ${desk.persons.kadis}, now())`);
});

describe('Which lines of agendas somebody sees', () => {
  it('is what the table of permissions grants, line and letter, for everybody', async () => {
    let seen = 0;
    for (const key of PEOPLE) {
      const actor = await desk.actor(key);
      const lines = new Map((await listLines(desk.db, incomingSightOf(actor), letters)).map((line) => [line.id, line]));
      for (const id of letters) {
        const letter = await getIncoming(desk.db, id);
        const subject = await incomingSubject(desk.db, letter);
        const line = lines.get(id);
        const where = [key, letter.security, id];
        expect([...where, line !== undefined]).toEqual([...where, may(actor, 'incoming.see-line', subject)]);
        expect([...where, line?.readable ?? false]).toEqual([...where, may(actor, 'incoming.read', subject)]);
        const open = line?.readable === true && (letter.security === 'B' || letter.security === 'T');
        expect([...where, line?.subject ?? '']).toEqual([...where, open ? letter.subject : '']);
        const secret = letter.security === 'R' || letter.security === 'SR';
        if (secret && line?.readable === false) expect([...where, line.holders]).toEqual([...where, []]);
        if (line !== undefined) seen++;
      }
    }
    expect(seen).toBeGreaterThan(100);
  });

  it('is found by the walk from the newest as well, page by page, each once', async () => {
    for (const key of PEOPLE) {
      const actor = await desk.actor(key);
      const visible = (await listLines(desk.db, incomingSightOf(actor), letters)).map(({ id }) => id);
      const walked: number[] = [];
      for (let before: number | undefined, page = 0; page === 0 || before !== undefined; page++) {
        const found = await searchLines(desk, actor, { before });
        walked.push(...found.lines.map(({ id }) => id));
        before = found.older;
      }
      expect([key, walked]).toEqual([key, visible]);
    }
  });

  it('shows a secret letter by its subject to nobody who may not open it', async () => {
    for (const key of PEOPLE) {
      const actor = await desk.actor(key);
      for (const text of ['istimewa', 'SR istimewa', 'Hal R']) {
        const { lines } = await searchLines(desk, actor, { text });
        expect([key, text, lines.every(({ readable }) => readable)]).toEqual([key, text, true]);
      }
    }
  });

  it('is narrowed by what the line shows to this reader, and by nothing that it does not', async () => {
    for (const key of PEOPLE) {
      const actor = await desk.actor(key);
      const visible = await listLines(desk.db, incomingSightOf(actor), letters);
      const narrowed = async (ask: LinesAsk) => {
        const ids: number[] = [];
        for (let before: number | undefined, page = 0; page === 0 || before !== undefined; page++) {
          const found = await searchLines(desk, actor, { ...ask, before });
          ids.push(...found.lines.map(({ id }) => id));
          before = found.older;
        }
        return ids;
      };
      const those = (fits: (line: IncomingLine) => boolean) => visible.filter(fits).map(({ id }) => id);
      for (const security of CLASSES)
        expect([key, security, await narrowed({ security })]).toEqual([
          ...[key, security],
          those((line) => line.security === security),
        ]);
      for (const code of ['DISDIK', 'CAMAT']) {
        const unitId = desk.units.get(code) ?? 0;
        expect([key, code, await narrowed({ unitId })]).toEqual([key, code, those((line) => line.unitId === unitId)]);
      }
      for (const post of ['Camat', 'Kepala Dinas', 'kepala bidang smp', 'Bupati']) {
        const named = (name: string) =>
          post
            .toLowerCase()
            .split(' ')
            .every((word) => name.toLowerCase().includes(word));
        const shown = those((line) => named(line.addresseeName) || line.holders.some(named));
        expect([key, post, await narrowed({ post })]).toEqual([key, post, shown]);
      }
      expect(await narrowed({ channel: 'fax' })).toEqual([]);
      expect(await narrowed({ security: 'R', urgency: 'BIASA', text: 'pengirim' })).toEqual(
        those((line) => line.security === 'R' && line.urgency === 'BIASA'),
      );
    }
  });

  it('refuses to be narrowed to a unit or a post that there is not', async () => {
    const clerk = await desk.actor('sekretaris');
    await expect(searchLines(desk, clerk, { unitId: 999 })).rejects.toMatchObject({ code: 'filter-unit-unknown' });
    await expect(searchLines(desk, clerk, { post: 'gubernur' })).rejects.toMatchObject({ code: 'filter-post-unknown' });
  });

  it('finds by the index of words what it finds by walking, whichever part of the words leads', async () => {
    await desk.db.run(sql`ANALYZE incoming`);
    const sample = await sampleTexts(desk.db);
    expect(sample.length).toBeGreaterThan(50);
    for (const key of PEOPLE) {
      const sight = incomingSightOf(await desk.actor(key));
      for (const text of [
        'pengirim 7',
        'istimewa SR',
        'Hal R istimewa',
        'engir',
        '12',
        '3/2026',
        'tiada',
        '%',
        'hal -',
      ]) {
        const [, figures, year] = /^([0-9]+)(?:\/([0-9]{4}))?$/.exec(text) ?? [];
        const terms = {
          ...(await lineTerms(desk.db, {})),
          words: text.split(' '),
          agenda:
            figures === undefined
              ? undefined
              : { number: Number(figures), year: year === undefined ? undefined : Number(year) },
          receivedFrom: undefined,
          receivedBefore: undefined,
        };
        const before = Number.MAX_SAFE_INTEGER;
        const { ids } = await walkLines(desk.db, sight, terms, { before, most: 1_000 });
        for (const texts of [sample, []]) {
          const leading = leadingWords(terms.words, texts).parts;
          const found = await findLines(desk.db, sight, terms, { before, most: 1_000, leading });
          expect([key, text, leading, found]).toEqual([key, text, leading, ids]);
          expect(await findLines(desk.db, sight, terms, { before, most: 3, leading })).toEqual(ids.slice(0, 3));
        }
      }
    }
  });

  it('finds by sender, number, agenda number, day and state', async () => {
    const clerk = await desk.actor('sekretaris');
    const [first] = (await searchLines(desk, clerk, { text: 'pengirim 1' })).lines.slice(-1);
    expect(first?.senderName).toBe('Pengirim 1');
    const byAgenda = await searchLines(desk, clerk, { text: `${first?.agenda}/2026` });
    expect(
      byAgenda.lines.some(
        ({ id, agenda, unitName }) => id === first?.id && agenda === 1 && unitName === 'Dinas Pendidikan',
      ),
    ).toBe(true);
    expect((await searchLines(desk, clerk, { from: '2026-11-24', to: '2026-11-24' })).lines.length).toBeGreaterThan(20);
    expect((await searchLines(desk, clerk, { from: '2026-11-25' })).lines).toEqual([]);
    expect((await searchLines(desk, clerk, { to: '2026-11-23' })).lines).toEqual([]);
    expect((await searchLines(desk, clerk, { state: 'void' })).lines).toEqual([]);
    expect((await searchLines(desk, clerk, { text: '%' })).lines).toEqual([]);
    expect((await searchLines(desk, clerk, { text: ' - ' })).lines).toEqual([]);
  });

  it('lists of the struck ones those whose line the reader sees, newest first, page by page', async () => {
    const struck = letters.filter((_, at) => at % 2 === 0);
    await desk.db.run(
      sql`UPDATE incoming SET state = 'void', state_reason = 'Salah catat' WHERE id = ANY (${struck}::bigint[])`,
    );
    for (const key of PEOPLE) {
      const actor = await desk.actor(key);
      const seen = await listLines(desk.db, incomingSightOf(actor), struck);
      const listed: IncomingLine[] = [];
      let before: number | undefined;
      do {
        const page = await searchLines(desk, actor, { state: 'void', before });
        listed.push(...page.lines);
        before = page.older;
      } while (before !== undefined);
      expect([key, listed.map(({ id }) => id)]).toEqual([key, seen.map(({ id }) => id)]);
    }
  });
});
