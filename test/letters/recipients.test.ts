import { z } from 'zod';
import { getLetter } from '../../src/letters/letters-store.ts';
import { openRecipientGroups } from '../../src/letters/recipient-groups.ts';
import { listRecipients } from '../../src/letters/recipients-store.ts';
import { sql } from '../../src/postgres/sql.ts';
import { openOffice, submitted, type TestOffice, writtenLetter } from './office.ts';

let office: TestOffice;
let groups: ReturnType<typeof openRecipientGroups>;
beforeAll(async () => {
  office = await openOffice();
  groups = openRecipientGroups(office.deps);
  await office.db.run(sql`UPDATE person SET is_administrator = true WHERE id = ${office.persons.bupati}`);
  await office.db.run(
    sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${office.persons.sekretaris}, ${office.units.get('DISDIK')}, 'registry')`,
  );
});

const outside = (name: string, email = '') => ({ positionId: null, name, address: 'Jalan Satu', email });
const post = (positionId: number) => ({ positionId, name: '', address: '', email: '' });

test('a registry clerk and an administrator keep groups, nobody else', async () => {
  const input = { name: 'Semua guru', printed: 'name', members: [outside('Guru A')] };
  await expect(groups.add(await office.actor('staf'), input)).rejects.toMatchObject({ code: 'not-allowed' });
  const id = await groups.add(await office.actor('sekretaris'), input);
  expect(await groups.get(await office.actor('bupati'), id)).toMatchObject({
    name: 'Semua guru',
    members: [outside('Guru A')],
  });
  await expect(groups.add(await office.actor('bupati'), { ...input, name: 'SEMUA GURU' })).rejects.toMatchObject({
    code: 'group-name-taken',
  });
  await groups.close(await office.actor('bupati'), id);
  await expect(groups.get(await office.actor('bupati'), id)).rejects.toMatchObject({ code: 'group-unknown' });
  await groups.add(await office.actor('bupati'), input);
});

test.each([
  ['members', { members: [] }],
  ['members', { members: [outside('')] }],
  ['members', { members: [outside('A', 'a@b')] }],
  ['members', { members: [outside('A', 'a@b.example\nBcc: x@y.example')] }],
  ['members', { members: Array.from({ length: 301 }, (_, i) => outside(`A ${i}`)) }],
  ['members', { members: [post(99_999)] }],
  ['name', { name: ' ' }],
  ['printed', { printed: 'twice' }],
])('a group is refused with a sentence at %s', async (field, change) => {
  const input = { name: 'Salah', printed: 'members', members: [outside('A')], ...change };
  await expect(groups.add(await office.actor('bupati'), input)).rejects.toMatchObject({
    problem: 'invalid-input',
    fields: { [field]: expect.anything() },
  });
});

test('two who change a group at once: the second is told', async () => {
  const bupati = await office.actor('bupati');
  const id = await groups.add(bupati, { name: 'Berdua', printed: 'name', members: [outside('A')] });
  const change = { name: 'Berdua', printed: 'name', members: [outside('B')], revision: 0 };
  await groups.change(bupati, id, change);
  await expect(groups.change(bupati, id, change)).rejects.toMatchObject({ code: 'group-changed' });
});

test('a letter to a group goes to the members of that day, once each, and prints as the group says', async () => {
  const bupati = await office.actor('bupati');
  const { positions } = office;
  const many = Array.from({ length: 200 }, (_, i) => outside(`Kepala Desa ${i + 1}`, `desa${i + 1}@kab.example`));
  const byName = await groups.add(bupati, { name: 'Semua kepala desa', printed: 'name', members: many });
  const each = await groups.add(bupati, {
    name: 'Pimpinan',
    printed: 'members',
    members: [post(positions.sekda), post(positions.camat)],
  });
  const letterId = await writtenLetter(office, {
    recipients: [
      { type: 'group', groupId: byName },
      { type: 'position', positionId: positions.sekda },
      { type: 'outsider', name: 'Ketua Dewan', address: 'Jalan Dua', email: 'ketua@dewan.example' },
    ],
    copies: [{ type: 'group', groupId: each }],
  });
  await submitted(office, letterId, []);
  const staf = await office.actor('staf');
  const { content, version } = await office.letters.readLetter(staf, letterId);
  expect(content?.to).toEqual([
    { name: 'Semua kepala desa', address: '' },
    { name: 'Sekretaris Daerah', address: '' },
    { name: 'Ketua Dewan', address: 'Jalan Dua' },
  ]);
  expect(content?.cc.map(({ name }) => name)).toEqual(['Sekretaris Daerah', 'Camat Purnama Utara']);
  expect(content?.recipientLists).toMatchObject([{ name: 'Semua kepala desa' }]);
  expect(content?.recipientLists?.[0]?.members).toHaveLength(200);
  // No address of a mailbox is among the bytes that are signed.
  expect(version?.content).not.toContain('@');

  const versionId = version?.id ?? 0;
  const sent = await listRecipients(office.db, versionId);
  expect(sent).toHaveLength(203);
  expect(sent[0]).toEqual({
    ordinal: 1,
    part: 'to',
    name: 'Kepala Desa 1',
    address: 'Jalan Satu',
    positionId: null,
    email: 'desa1@kab.example',
    groupName: 'Semua kepala desa',
  });
  expect(sent.slice(200)).toMatchObject([
    { part: 'to', positionId: positions.sekda, groupName: '' },
    { part: 'to', name: 'Ketua Dewan', email: 'ketua@dewan.example' },
    { part: 'cc', positionId: positions.camat, groupName: 'Pimpinan' },
  ]);
  const row = await office.db.one(
    z.object({ recipientPositions: z.array(z.number()) }),
    sql`SELECT recipient_positions FROM letter_version WHERE id = ${versionId}`,
  );
  expect(row.recipientPositions).toEqual([positions.sekda, positions.camat]);

  await groups.change(bupati, byName, {
    name: 'Sisa desa',
    printed: 'members',
    members: [outside('Lain')],
    revision: 0,
  });
  await groups.close(bupati, each);
  expect(await listRecipients(office.db, versionId)).toEqual(sent);
  await office.approvals.takeBack(staf, { letterId });
  const { draftRevision } = await getLetter(office.db, letterId);
  await expect(
    office.approvals.submitLetter(staf, { letterId, revision: draftRevision, initials: [] }),
  ).rejects.toMatchObject({ code: 'letter-incomplete', fields: { copies: expect.anything() } });
});

test('an address that is none is refused where it was typed', async () => {
  const outsider = { type: 'outsider', name: 'A', address: '', email: 'a@b' };
  await expect(writtenLetter(office, { recipients: [outsider] })).rejects.toMatchObject({
    fields: { recipients: expect.anything() },
  });
});
