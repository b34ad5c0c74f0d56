import { z } from 'zod';
import { calendarDate } from '../../src/clock.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase, OFFICE } from '../../src/demo/regency.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import type { Actor } from '../../src/people/actor.ts';
import { sql } from '../../src/postgres/sql.ts';
import { parseContent } from '../../src/seal/content.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

const time = { now: new Date('2026-11-21T03:00:00Z') };
let world: SigningWorld;
/** Keeps the agency's register and grants its dates; holds no post of it. */
let agenda: Actor;
let registerId: number;

beforeAll(async () => {
  world = await signingWorld({ clock: () => time.now });
  const { people } = world.layang;
  const admin = await actorNamed(world.layang, 'admin');
  const unitId = world.chief.acting?.unitId ?? 0;
  const { personId } = await actorNamed(world.layang, 'agenda');
  for (const duty of ['registry', 'backdating'] as const) {
    await people.setDuty(admin, { personId, unitId, duty, held: true });
  }
  agenda = await actorNamed(world.layang, 'agenda');
  const first = await letterToSign(world);
  await sign(first);
  const row = await world.layang.db.one(
    z.object({ registerId: z.number() }),
    sql`SELECT register_id FROM letter_number WHERE letter_id = ${first.letterId}`,
  );
  registerId = row.registerId;
});

type Letter = Awaited<ReturnType<typeof letterToSign>>;
const sign = ({ letterId, versionSha256 }: Letter, letterDate?: string) =>
  world.layang.signLetter({
    actor: world.chief,
    letterId,
    versionSha256,
    letterDate,
    passphrase: demoPassphrase('kadisdik'),
  });
const grantDate = ({ letterId }: Letter, date: string) =>
  world.layang.registers.grantDate(agenda, { registerId, letterId, date, reason: 'Rapat diputuskan hari itu' });
const insert = ({ letterId }: Letter, year: number) =>
  world.layang.registers.grantInsertion(agenda, { registerId, letterId, year, after: 1, reason: 'Ralat nomor 1' });
const letter = (changes: Partial<DraftContent> = {}) => letterToSign(world, changes);
const today = () => calendarDate(time.now, OFFICE.timeZone);
const numbersOf = ({ letterId }: Letter) =>
  world.layang.db.many(
    z.object({ text: z.string(), state: z.string(), year: z.number() }),
    sql`SELECT text, state, year FROM letter_number WHERE letter_id = ${letterId} ORDER BY id`,
  );

describe('a granted date', () => {
  it('is printed and sealed, the time of the signature stays what it is, and both are told to whoever checks', async () => {
    const granted = await letter();
    await grantDate(granted, '2026-11-12');
    const issued = await sign(granted, '2026-11-12');
    expect(issued.date).toBe('2026-11-12');
    const act = await world.layang.db.one(
      z.object({ content: z.string(), letterDate: z.string(), sealedAt: z.date() }),
      sql`SELECT content, letter_date, sealed_at FROM signing_act WHERE letter_id = ${granted.letterId}`,
    );
    expect(act).toMatchObject({ letterDate: '2026-11-12', sealedAt: time.now });
    expect(parseContent(act.content).date).toBe('2026-11-12');
    const outcome = await world.layang.checking.lookUp({ token: issued.token });
    expect(outcome).toMatchObject({ letter: { date: '2026-11-12', signedAt: time.now } });
    const lines = await world.layang.registers.readRegister(agenda, {
      registerId,
      year: 2026,
      page: 1,
      find: issued.number,
    });
    expect(lines.lines[0]).toMatchObject({
      backdated: true,
      letterDate: '2026-11-12',
      grantReason: 'Rapat diputuskan hari itu',
    });
    const sheet = await world.layang.fileCopy(world.chief, granted.letterId);
    expect(sheet.subarray(0, 5).toString()).toBe('%PDF-');
  });

  it('of a restricted letter is told with the day of the signature, and of a secret one neither is', async () => {
    const restricted = await letter({ security: 'T' });
    await grantDate(restricted, '2026-11-12');
    const { token } = await sign(restricted, '2026-11-12');
    expect(await world.layang.checking.lookUp({ token })).toMatchObject({
      letter: { security: 'terbatas', date: '2026-11-12', signedAt: time.now },
    });
    const secret = await letter({ security: 'R' });
    await grantDate(secret, '2026-11-12');
    const told = await world.layang.checking.lookUp({ token: (await sign(secret, '2026-11-12')).token });
    expect(told).toMatchObject({ letter: { security: 'classified', office: OFFICE.name } });
    expect(JSON.stringify(told)).not.toContain('2026-11-12');
  });

  it('is signed only by whoever was shown that very date; otherwise nothing is taken', async () => {
    const granted = await letter();
    await grantDate(granted, '2026-11-12');
    for (const shown of [undefined, '2026-11-13', today()]) {
      await expect(sign(granted, shown)).rejects.toMatchObject({ code: 'letter-date-changed' });
    }
    expect(await numbersOf(granted)).toEqual([]);
    const plain = await letter();
    await expect(sign(plain, '2026-11-12')).rejects.toMatchObject({ code: 'letter-date-changed' });
    await world.layang.registers.takeBackDate(agenda, { registerId, letterId: granted.letterId, reason: 'Keliru' });
    expect((await sign(granted)).date).toBe(today());
  });

  it('is refused before the signatory held the post', async () => {
    const granted = await letter();
    await grantDate(granted, '2026-11-12');
    const { db } = world.layang;
    const began = sql`UPDATE appointment SET valid_from = '2026-11-15' WHERE id = ${world.chief.acting?.id ?? 0}`;
    await db.run(began);
    const chief = await actorNamed(world.layang, 'kadisdik');
    const signing = world.layang.signLetter({
      actor: chief,
      letterId: granted.letterId,
      versionSha256: granted.versionSha256,
      letterDate: '2026-11-12',
      passphrase: demoPassphrase('kadisdik'),
    });
    await expect(signing).rejects.toMatchObject({ code: 'date-before-appointment' });
    await db.run(
      sql`UPDATE appointment SET valid_from = ${world.chief.acting?.validFrom ?? ''} WHERE id = ${world.chief.acting?.id ?? 0}`,
    );
  });

  it('is not granted to an issued letter, nor while a signing is under way', async () => {
    const issued = await letter();
    await sign(issued);
    await expect(grantDate(issued, '2026-11-12')).rejects.toMatchObject({ code: 'letter-issued' });
    await expect(insert(issued, 2026)).rejects.toMatchObject({ code: 'letter-issued' });
    const busy = await letter();
    const both = await Promise.allSettled([sign(busy), ...[1, 2, 3].map(() => grantDate(busy, '2026-11-12'))]);
    const [signed, ...grants] = both;
    // Whoever had the letter's row first went first: never a letter signed with a date that nobody was shown.
    if (signed?.status === 'fulfilled') {
      expect(signed.value.date).toBe(today());
    } else expect(signed).toMatchObject({ reason: { code: 'letter-date-changed' } });
    for (const grant of grants) {
      if (grant.status === 'rejected') expect(['signing-under-way', 'letter-issued']).toContain(grant.reason.code);
    }
    expect(await world.layang.registers.explainGaps()).toEqual([]);
  });

  it('cannot be put into a signing act past the acts either', async () => {
    const plain = await letter();
    await sign(plain);
    const copy = sql`INSERT INTO signing_act (letter_id, version_id, step_id, number_id, person_id, appointment_id, capacity, certificate_id,
        seal_key_id, host, token, letter_date, sealed_at, salt, content, content_commit, seal, seal_hash, pages, state, instance, started_at)
      SELECT letter_id, version_id, step_id, number_id, person_id, appointment_id, capacity, certificate_id, seal_key_id, host,
        translate(token, '0123456789', '1234567890'), letter_date - 9, sealed_at, salt, content, content_commit, seal, seal_hash, pages,
        'open', instance, started_at FROM signing_act WHERE letter_id = ${plain.letterId}`;
    await expect(world.layang.db.run(copy)).rejects.toThrow(/was not granted/);
  });
});

describe('over the turn of the year', () => {
  it('a granted date of the old year needs an inserted number of it, and an inserted number its date', async () => {
    const [dated, inserted, plain] = [await letter(), await letter(), await letter()];
    await grantDate(dated, '2026-11-20');
    await insert(inserted, 2026);
    const before = time.now;
    time.now = new Date('2027-01-04T03:00:00Z');
    try {
      await expect(sign(dated, '2026-11-20')).rejects.toMatchObject({ code: 'date-in-closed-year' });
      expect(await numbersOf(dated)).toEqual([]);
      await expect(sign(inserted)).rejects.toMatchObject({ code: 'assigned-number-elsewhere' });
      expect(await numbersOf(inserted)).toMatchObject([{ state: 'reserved', year: 2026 }]);
      await grantDate(inserted, '2026-12-10');
      const issued = await sign(inserted, '2026-12-10');
      expect(issued.number).toMatch(/^[0-9.]+\/1\.a\//);
      await insert(dated, 2026);
      expect((await sign(dated, '2026-11-20')).number).toMatch(/\/1\.b\//);
      expect((await sign(plain)).date).toBe('2027-01-04');
    } finally {
      time.now = before;
    }
    expect(await world.layang.registers.explainGaps()).toEqual([]);
  });
});
