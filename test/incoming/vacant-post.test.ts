import { listLateIncoming } from '../../src/incoming/deadlines/overdue-incoming.ts';
import { readLine } from '../../src/incoming/registering/desk.ts';
import { moveLetter } from '../../src/incoming/tree/move-letter.ts';
import { sql } from '../../src/postgres/sql.ts';
import { appoint, type Key } from '../letters/office.ts';
import { openTreeOffice, outcomeOf, type TreeOffice } from './tree-office.ts';

let office: TreeOffice;
beforeEach(async () => {
  office = await openTreeOffice();
});

const move = async (as: Key | number, incomingId: number, holdingId: number, to: Key) =>
  outcomeOf(
    moveLetter(office.deps, await office.actor(as), { incomingId, holdingId, positionId: office.positions[to] }),
  );
const leave = (key: Key) => office.endAppointment(office.persons[key], '2026-11-23');
const offered = async (as: Key | number, incomingId: number) => {
  const actor = await office.actor(as);
  const { may } = await readLine(office.deps, actor, incomingId);
  const { holdings } = await office.dispositions.read(actor, incomingId);
  return [may.move, holdings.filter((each) => each.may.move).map(({ positionName }) => positionName)];
};

test.each(['B', 'R'] as const)(
  'the nearest superior who may read it gives a letter of class %s from a vacant post to another one',
  async (security) => {
    const { incomingId, holdingId } = await office.letter({ security });
    await office.dispose('kadis', holdingId, ['sekretaris', 'staf']);
    const held = await office.holdingOf(incomingId, 'sekretaris');
    // While somebody holds the post it is theirs.
    expect(await move('kadis', incomingId, held, 'kabid')).toBe('not-allowed');
    expect(await offered('kadis', incomingId)).toEqual([false, []]);
    await leave('sekretaris');
    expect(await offered('kadis', incomingId)).toEqual([true, ['Sekretaris Dinas Pendidikan']]);
    const others = await office.holdingOf(incomingId, 'staf');
    expect(await move('kadis', incomingId, others, 'kabid')).toBe('not-allowed');
    // Whoever has it by another post is none of those above, and those above who do not have it do not see it.
    expect(await move('staf', incomingId, held, 'kabid')).toBe('not-allowed');
    expect(await move('sekda', incomingId, held, 'kabid')).toBe('incoming-unknown');
    expect(await move('kadis', incomingId, held, 'staf')).toBe('has-it-already');
    expect(await move('kadis', incomingId, held, 'kabid')).toBe('done');
    expect(await office.tree(incomingId)).toBe('kadis:passed_on kabid:unread staf:unread');
    expect(await office.events(incomingId)).toContain('moved by Kepala Dinas Pendidikan');
    expect(await offered('kadis', incomingId)).toEqual([false, []]);
  },
);

test.each(['B', 'R'] as const)(
  'a superior who may not read a letter of class %s moves nothing of it',
  async (security) => {
    const { incomingId, holdingId } = await office.letter({ security });
    await office.dispose('kadis', holdingId, ['camat']);
    const held = await office.holdingOf(incomingId, 'camat');
    await leave('camat');
    const sekda = await office.actor('sekda');
    expect(sekda.vacancies).toMatchObject([{ positionId: office.positions.camat, as: 'superior' }]);
    expect(await move('sekda', incomingId, held, 'staf')).toBe('incoming-unknown');
    // Who gave it is no superior of that post.
    expect(await move('kadis', incomingId, held, 'staf')).toBe('not-allowed');
    expect(await office.tree(incomingId)).toBe('kadis:passed_on camat:unread');
  },
);

test('a report at a vacant post goes to another one, and to whoever is appointed the right goes back', async () => {
  const { incomingId, holdingId } = await office.letter();
  await office.dispose('kadis', holdingId, ['sekretaris']);
  const held = await office.holdingOf(incomingId, 'sekretaris');
  await office.dispose('sekretaris', held, ['kabid']);
  await leave('sekretaris');
  // Nothing waits there while the section is at work.
  expect(await offered('kadis', incomingId)).toEqual([false, []]);
  const work = await office.holdingOf(incomingId, 'kabid');
  await office.dispositions.report(await office.actor('kabid'), { holdingId: work, text: 'Sudah', files: [] });
  expect(await offered('kadis', incomingId)).toEqual([true, ['Sekretaris Dinas Pendidikan']]);
  await appoint(office.db, office.persons.bupati, office.positions.sekretaris, { forms: ['Plt.'] });
  expect(await move('kadis', incomingId, held, 'staf')).toBe('not-allowed');
  await office.db.run(
    sql`UPDATE appointment SET valid_to = '2026-11-23' WHERE position_id = ${office.positions.sekretaris}`,
  );
  expect(await move('kadis', incomingId, held, 'staf')).toBe('done');
  const accept = office.dispositions.accept(await office.actor('staf'), { holdingId: work, remark: '' });
  expect(await outcomeOf(accept)).toBe('done');
});

test('what is late at a vacant post can be given on from the list of what is late', async () => {
  const { holdingId } = await office.letter();
  await office.dispose('kadis', holdingId, ['sekretaris', 'camat']);
  await leave('sekretaris');
  await leave('camat');
  office.time.now = new Date('2027-01-24T02:00:00Z');
  const late = async (key: Key) =>
    (await listLateIncoming({ db: office.db, clock: () => office.time.now }, await office.actor(key)))
      .flatMap(({ posts }) => posts.flatMap((post) => post.late))
      .map(({ positionName, moves }) => [positionName, moves]);
  expect(await late('kadis')).toEqual([
    ['Sekretaris Dinas Pendidikan', true],
    ['Camat Purnama Utara', false],
  ]);
});

test('sheet and timeline go on naming the post that was asked, whichever has the letter since', async () => {
  const { incomingId, holdingId } = await office.letter();
  await office.dispose('kadis', holdingId, ['sekretaris']);
  const held = await office.holdingOf(incomingId, 'sekretaris');
  await office.dispose('sekretaris', held, ['staf']);
  const work = await office.holdingOf(incomingId, 'staf');
  await office.dispositions.report(await office.actor('staf'), { holdingId: work, text: 'Sudah', files: [] });
  const told = async () => {
    const { sheets, timeline } = await office.dispositions.read(await office.actor('kadis'), incomingId);
    return {
      sheets: sheets.map(({ fromName, recipients }) => [fromName, ...recipients.map(({ givenName }) => givenName)]),
      timeline: timeline.map(({ kind, positionName }) => `${kind} ${positionName ?? ''}`),
    };
  };
  const before = await told();
  expect(before.sheets).toEqual([
    ['Kepala Dinas Pendidikan', 'Sekretaris Dinas Pendidikan'],
    ['Sekretaris Dinas Pendidikan', 'Pengelola Kurikulum'],
  ]);
  await leave('sekretaris');
  expect(await move('kadis', incomingId, held, 'kabid')).toBe('done');
  const after = await told();
  expect(after.sheets).toEqual(before.sheets);
  expect(after.timeline).toEqual([...before.timeline, 'moved Kepala Bidang SMP']);
  // Whoever has it now is who answers for it.
  expect(await office.tree(incomingId)).toBe('kadis:passed_on kabid:passed_on staf:reported');
});
