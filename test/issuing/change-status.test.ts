import { calendarDate } from '../../src/clock.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase, OFFICE } from '../../src/demo/regency.ts';
import type { StatusChange } from '../../src/issuing/change-status.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import type { Actor } from '../../src/people/actor.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

const DAY = 86_400_000;
const time = { ahead: 0 };
const clock = () => new Date(Date.now() + time.ahead);

let world: SigningWorld;
let administrator: Actor;
beforeAll(async () => {
  world = await signingWorld({ clock });
  administrator = await actorNamed(world.layang, 'admin');
});

const passphrase = demoPassphrase('kadisdik');

async function issue(changes: Partial<DraftContent> = {}): Promise<number> {
  const letter = await letterToSign(world, changes);
  await world.layang.signLetter({ actor: world.chief, ...letter, passphrase });
  return letter.letterId;
}

type Part = Partial<StatusChange> & Pick<StatusChange, 'letterId'>;
const asked = (part: Part): StatusChange => ({
  seen: null,
  code: 'withdrawn',
  successorId: undefined,
  reason: 1,
  remark: '',
  ...part,
});
const change = (part: Part, actor = world.chief) => world.layang.letterStatus.change(actor, asked(part));
const last = async (letterId: number) => (await world.layang.letterStatus.choices(world.chief, letterId)).seen;
const statuses = async (letterId: number) => (await world.layang.letters.readLetter(world.chief, letterId)).statuses;
const invalid = (field: string) => ({ problem: 'invalid-input', fields: { [field]: expect.anything() } });

test('a letter is withdrawn and restored, in the name and capacity of its official, and its number stays issued', async () => {
  const letterId = await issue();
  await change({ letterId, remark: 'Salah tanggal rapat.' });
  await change({ letterId, seen: await last(letterId), code: 'restored', reason: 7 });
  expect(await statuses(letterId)).toMatchObject([
    {
      code: 'withdrawn',
      reasonName: 'Kekeliruan isi surat',
      remark: 'Salah tanggal rapat.',
      personName: world.chief.name,
      capacity: 'Kepala Dinas Pendidikan',
      authority: 'Penanda tangan surat',
    },
    { code: 'restored', remark: '' },
  ]);
  const { rows } = await world.layang.db.pool.query(
    `SELECT n.state, s.prev_id, s.log_index, (SELECT count(*)::int FROM log_entry WHERE kind = 'STATUS') AS entries
     FROM letter_status s JOIN letter_number n ON n.letter_id = s.letter_id WHERE s.letter_id = $1 ORDER BY s.id`,
    [letterId],
  );
  // It waits in its table for the log; nothing is signed or queued before the letter has its index.
  expect(rows).toMatchObject([
    { state: 'issued', prev_id: null, log_index: null, entries: 0 },
    { prev_id: expect.anything(), log_index: null },
  ]);
});

test('nobody else may: not the drafter, a superior, a recipient, the registry, the administrator or a stranger', async () => {
  const letterId = await issue({ security: 'R' });
  const open = await issue();
  for (const username of ['bupati', 'sekda', 'sekdisdik', 'kabid', 'analis', 'agenda', 'sekbkpsdm', 'camat', 'admin']) {
    const actor = await actorNamed(world.layang, username);
    for (const id of [letterId, open]) {
      const refusal = { problem: expect.stringMatching(/^not-(allowed|found)$/) };
      await expect(change({ letterId: id }, actor)).rejects.toMatchObject(refusal);
      await expect(world.layang.letterStatus.choices(actor, id)).rejects.toMatchObject(refusal);
    }
  }
  expect(await statuses(letterId)).toEqual([]);
  expect(await statuses(open)).toEqual([]);
});

test('a change follows only what it may follow', async () => {
  const letterId = await issue();
  await expect(change({ letterId, code: 'restored' })).rejects.toMatchObject({ code: 'status-cannot-follow' });
  await change({ letterId, code: 'recalled' });
  await expect(change({ letterId, seen: await last(letterId), code: 'corrected' })).rejects.toMatchObject({
    code: 'status-cannot-follow',
  });
  const recalled = await last(letterId);
  await change({ letterId, seen: recalled, code: 'restored', reason: 7 });
  // The former "restored" cannot come again: it followed another change than the last one.
  await change({ letterId, seen: await last(letterId) });
  await expect(change({ letterId, seen: recalled, code: 'restored' })).rejects.toMatchObject({
    problem: 'conflict',
    code: 'status-changed',
  });
  expect((await statuses(letterId)).map(({ code }) => code)).toEqual(['recalled', 'restored', 'withdrawn']);
});

test('a draft has no status', async () => {
  const { letterId } = await letterToSign(world);
  await expect(change({ letterId })).rejects.toMatchObject({ code: 'letter-not-issued' });
});

test('a reason of the list is asked for, and a note where the reason says too little', async () => {
  const letterId = await issue();
  await expect(change({ letterId, reason: 99 })).rejects.toMatchObject(invalid('reason'));
  await expect(change({ letterId, reason: 255 })).rejects.toMatchObject(invalid('remark'));
  await expect(change({ letterId, remark: 'a\u202eb' })).rejects.toMatchObject(invalid('remark'));
  await expect(change({ letterId, remark: 'x'.repeat(1001) })).rejects.toMatchObject(invalid('remark'));
  expect(await statuses(letterId)).toEqual([]);
});

test('superseding and correcting need a later issued letter in force that the official may read', async () => {
  const older = await issue();
  const letterId = await issue();
  const later = await issue();
  const unsigned = (await letterToSign(world)).letterId;
  for (const successorId of [undefined, letterId, older, unsigned]) {
    await expect(change({ letterId, code: 'superseded', successorId })).rejects.toMatchObject(invalid('successor'));
  }
  await expect(change({ letterId, code: 'corrected', successorId: 999_999 })).rejects.toMatchObject({
    problem: 'not-found',
  });
  await change({ letterId, code: 'corrected', successorId: later });
  const { number } = await world.layang.letters.readLetter(world.chief, later);
  expect(await statuses(letterId)).toMatchObject([
    { code: 'corrected', otherId: later, otherReadable: true, otherNumber: number?.text },
  ]);
  await change({ letterId: later });
  await expect(change({ letterId: older, code: 'superseded', successorId: later })).rejects.toMatchObject(
    invalid('successor'),
  );
});

test('of two officials or clicks at once, one change is recorded', async () => {
  const letterId = await issue();
  const [other, third] = [await issue(), await issue()];
  const outcomes = await Promise.allSettled([
    change({ letterId }),
    change({ letterId }),
    change({ letterId, code: 'recalled' }),
    change({ letterId, code: 'superseded', successorId: other }),
    change({ letterId, code: 'corrected', successorId: third }),
  ]);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
  for (const outcome of outcomes) {
    if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'status-changed' });
  }
  expect(await statuses(letterId)).toHaveLength(1);
});

test('a letter that is withdrawn while it is to supersede another either does or is refused, and nobody waits for ever', async () => {
  for (let round = 0; round < 3; round++) {
    const [first, second] = [await issue(), await issue()];
    const [superseded, withdrawn] = await Promise.allSettled([
      change({ letterId: first, code: 'superseded', successorId: second }),
      change({ letterId: second }),
    ]);
    expect(withdrawn.status).toBe('fulfilled');
    if (superseded.status === 'rejected') expect(superseded.reason).toMatchObject(invalid('successor'));
  }
});

test('the right goes with the post: whoever holds it now may, whoever held it may no longer', async () => {
  const letterId = await issue();
  const { people } = world.layang;
  const secretary = await actorNamed(world.layang, 'sekdisdik');
  const positionId = world.positions.get('Kepala Dinas Pendidikan') ?? 0;
  const today = calendarDate(clock(), OFFICE.timeZone);
  await people.addAppointment(administrator, {
    personId: secretary.personId,
    positionId,
    forms: ['Plh.'],
    validFrom: today,
    validTo: today,
    warrant: '800/1',
  });
  const acting = await people.loadActor(secretary.personId);
  await change({ letterId, code: 'recalled' }, acting);
  expect(await statuses(letterId)).toMatchObject([
    {
      capacity: 'Plh. Kepala Dinas Pendidikan',
      authority: 'Pemangku jabatan penanda tangan: Kepala Dinas Pendidikan',
    },
  ]);
  // The session remembers the appointment; at this instant it is over.
  time.ahead = 2 * DAY;
  try {
    await expect(change({ letterId, seen: await last(letterId), code: 'restored' }, acting)).rejects.toMatchObject({
      problem: expect.stringMatching(/^not-(allowed|found)$/),
    });
  } finally {
    time.ahead = 0;
  }
});

test('while the signing post is vacant its superior in office may, and the registry may recall; not once it is held again', async () => {
  const outside = { recipients: [{ type: 'outsider' as const, name: 'Ketua Dewan', address: '' }], copies: [] };
  const letterId = await issue(outside);
  const secret = await issue({ ...outside, security: 'R' });
  const { layang } = world;
  const [sekda, clerk] = [await actorNamed(layang, 'sekda'), await actorNamed(layang, 'agenda')];
  await expect(change({ letterId, code: 'recalled' }, sekda)).rejects.toMatchObject({ problem: 'not-found' });
  // The holder leaves; nobody follows for a while.
  time.ahead = 3 * DAY;
  const appointmentId = world.chief.acting?.id ?? 0;
  await layang.db.pool.query('UPDATE appointment SET valid_to = $2 WHERE id = $1', [
    appointmentId,
    calendarDate(new Date(Date.now() + DAY), OFFICE.timeZone),
  ]);
  try {
    const [superior, registry] = [await actorNamed(layang, 'sekda'), await actorNamed(layang, 'agenda')];
    expect(superior.vacancies.map((each) => each.positionName)).toContain('Kepala Dinas Pendidikan');
    for (const letter of [letterId, secret]) {
      const search = { text: '', state: undefined, page: 1 };
      const found = (await layang.letters.searchLetters(superior, search)).letters.some(({ id }) => id === letter);
      expect(found).toBe(letter === letterId);
    }
    await expect(change({ letterId: secret }, superior)).rejects.toMatchObject({ problem: 'not-found' });
    await expect(change({ letterId: secret, code: 'recalled' }, registry)).rejects.toMatchObject({
      problem: 'not-found',
    });
    for (const username of ['bupati', 'sekdisdik', 'sekbkpsdm', 'camat', 'admin'])
      await expect(change({ letterId, code: 'recalled' }, await actorNamed(layang, username))).rejects.toMatchObject({
        problem: expect.stringMatching(/^not-(allowed|found)$/),
      });
    expect(await layang.letterStatus.choices(registry, letterId)).toMatchObject({
      codes: ['recalled'],
      vacant: 'Kepala Dinas Pendidikan',
    });
    await expect(change({ letterId }, registry)).rejects.toMatchObject({ code: 'not-allowed' });
    await change({ letterId, code: 'recalled' }, registry);
    await expect(layang.letterStatus.choices(registry, letterId)).rejects.toMatchObject({
      code: 'status-cannot-follow',
    });
    const { seen } = await layang.letterStatus.choices(superior, letterId);
    await change({ letterId, seen, code: 'withdrawn' }, superior);
    expect((await layang.letters.readLetter(superior, letterId)).statuses).toMatchObject([
      {
        code: 'recalled',
        personName: clerk.name,
        authority: 'Petugas persuratan, karena jabatan penanda tangan kosong: Kepala Dinas Pendidikan',
      },
      {
        code: 'withdrawn',
        capacity: 'Sekretaris Daerah',
        authority: 'Atasan jabatan penanda tangan yang kosong: Kepala Dinas Pendidikan',
      },
    ]);
    await layang.db.pool.query('UPDATE appointment SET valid_to = NULL WHERE id = $1', [appointmentId]);
    const again = { letterId, seen: null, code: 'restored' as const };
    await expect(change(again, superior)).rejects.toMatchObject({ problem: 'not-found' });
  } finally {
    time.ahead = 0;
    await layang.db.pool.query('UPDATE appointment SET valid_to = NULL WHERE id = $1', [appointmentId]);
  }
});

test('recipients and the drafter are told until they open the letter, and not of what they did themselves', async () => {
  const camat = await actorNamed(world.layang, 'camat');
  const letterId = await issue();
  const newsOf = async (actor: Actor) =>
    (await world.layang.letterStatus.news(actor)).filter((item) => item.letterId === letterId);
  await world.layang.letters.readLetter(camat, letterId);
  expect(await newsOf(camat)).toEqual([]);
  await change({ letterId });
  expect(await newsOf(camat)).toMatchObject([{ code: 'withdrawn', subject: expect.stringContaining('Undangan') }]);
  expect(await newsOf(world.chief)).toEqual([]);
  expect(await newsOf(await actorNamed(world.layang, 'analis'))).toEqual([]);
  await world.layang.letters.readLetter(camat, letterId);
  expect(await newsOf(camat)).toEqual([]);
  await change({ letterId, seen: await last(letterId), code: 'restored', reason: 7 });
  expect(await newsOf(camat)).toMatchObject([{ code: 'restored' }]);
  const secret = await issue({ security: 'SR' });
  await change({ letterId: secret });
  const news = await world.layang.letterStatus.news(camat);
  expect(news.find((item) => item.letterId === secret)).toMatchObject({ code: 'withdrawn', subject: '' });
});

test('lists and registers show it, and a search finds letters by how they stand', async () => {
  const letterId = await issue({ subject: 'Edaran yang dicabut' });
  await change({ letterId });
  const found = await world.layang.letters.searchLetters(world.chief, {
    text: 'edaran yang dicabut',
    state: undefined,
    standing: 'withdrawn',
    page: 1,
  });
  expect(found.letters).toMatchObject([{ id: letterId, state: 'issued', standing: 'withdrawn' }]);
  const none = { text: 'edaran yang dicabut', state: undefined, standing: 'recalled', page: 1 } as const;
  expect((await world.layang.letters.searchLetters(world.chief, none)).total).toBe(0);
  const [register] = await world.layang.registers.listReadable(world.chief);
  const year = Number(calendarDate(clock(), OFFICE.timeZone).slice(0, 4));
  const page = { registerId: register?.id ?? 0, year, page: 1, find: '' };
  const { lines, counts } = await world.layang.registers.readRegister(world.chief, page);
  expect(lines.find((line) => line.letterId === letterId)).toMatchObject({ state: 'issued', standing: 'withdrawn' });
  expect(counts.issued + counts.reserved + counts.cancelled).toBe(counts.last);
});

test('a secret successor gives its number to those who may read it alone', async () => {
  const letterId = await issue();
  const outsider = { type: 'outsider' as const, name: 'Ketua Dewan Pendidikan', address: '' };
  const secret = await issue({ security: 'R', recipients: [outsider], copies: [] });
  await change({ letterId, code: 'superseded', successorId: secret });
  expect(await statuses(letterId)).toMatchObject([{ otherReadable: true, otherNumber: expect.any(String) }]);
  const camat = await actorNamed(world.layang, 'camat');
  const read = await world.layang.letters.readLetter(camat, letterId);
  expect(read.statuses).toMatchObject([{ otherReadable: false, otherNumber: null }]);
  expect(JSON.stringify(read.statuses)).not.toContain('"otherSecurity"');
});
