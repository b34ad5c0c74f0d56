import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { unixSeconds } from '../../src/clock.ts';
import { deliveryJobs } from '../../src/exchange/deliver.ts';
import type { PartnerLine } from '../../src/exchange/partner-line.ts';
import { type MessageKind, signMessage } from '../../src/exchange/signed-message.ts';
import { sql } from '../../src/postgres/sql.ts';
import type { Json } from '../../src/seal/canonical-json.ts';
import { shownTimeline } from '../../src/web/pages/incoming-timeline.ts';
import { framed, strangersKey } from './by-hand.ts';
import { changed, noteOf, post, type Raw, rawDelivery } from './raw-delivery.ts';
import { arrived, befriend, followed, type Installation, issue, later, openInstallation, send } from './two-offices.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const time = { now: new Date() };
let here: Installation;
let there: Installation;
let partnerId: number;

beforeAll(async () => {
  [here, there] = [await openInstallation(time), await openInstallation(time)];
  ({ bAtA: partnerId } = await befriend(here, there));
  await there.db.run(sql`UPDATE person SET email = 'p' || id || '@rawakencana.example'`);
});

async function change(letterId: number, code: 'withdrawn' | 'restored'): Promise<void> {
  const { letterStatus } = here.layang;
  const { seen } = await letterStatus.choices(here.chief, letterId);
  const words = { successorId: undefined, reason: 1, remark: '' };
  await letterStatus.change(here.chief, { letterId, seen, code, ...words });
}

/** A letter that lies at the front desk there. */
async function delivered(): Promise<{ letterId: number; intakeId: number; unitId: number }> {
  const letterId = await issue(here);
  await send(here, letterId, `${partnerId}:DISDIK`);
  await later(0, here, there);
  const item = (await arrived(there)).at(-1);
  if (item === undefined) throw new Error('nothing arrived');
  return { letterId, intakeId: item.id, unitId: item.unitId };
}

async function register({ intakeId, unitId }: { intakeId: number; unitId: number }, security: 'B' | 'R') {
  const { incomingId } = await there.layang.incoming.register(there.clerk, {
    ...{
      submissionKey: randomUUID(),
      unitId,
      intakeId,
      senderName: 'Dinas Pendidikan',
      senderAddress: '',
      senderEmail: '',
    },
    ...{
      number: String(intakeId),
      letterDate: '2026-11-20',
      subject: 'Undangan rapat',
      receivedOn: '2026-11-22',
      receivedTime: '08:00',
    },
    ...{ security, urgency: 'BIASA', classification: '' },
    addresseePositionId: there.positions.get('Kepala Dinas Pendidikan') ?? 0,
  });
  return incomingId;
}

const mailsAbout = async (incomingId: number) => {
  const rows = await there.db.many(
    z.object({ text: z.string() }),
    sql`SELECT body AS text FROM mail WHERE incoming_id = ${incomingId} ORDER BY id`,
  );
  return rows.map(({ text }) => text);
};
const toDo = async (letterId: number) =>
  (await here.layang.sending.toDo(here.clerk)).filter((one) => one.letterId === letterId).map(({ task }) => task);

describe('A letter that is withdrawn', () => {
  it('is so at the desk of the partner that has it, and whoever has it in hand there is told; restored, it is again', async () => {
    const { letterId, ...item } = await delivered();
    await change(letterId, 'withdrawn');
    await later(0, here);
    expect((await followed(here, letterId)).changes).toMatchObject([
      { notices: [{ state: 'told' }], toldAt: expect.any(Date) },
    ]);
    expect(await toDo(letterId)).toEqual([]);
    const { intake, dispositions } = there.layang;
    expect((await intake.get(there.clerk, item.intakeId)).remarks[0]).toMatchObject({ tone: 'bad' });
    const line = (await intake.list(there.clerk, item.unitId)).find(({ id }) => id === item.intakeId);
    expect(line?.senderStanding).toBe('withdrawn');

    const incomingId = await register(item, 'B');
    expect(await dispositions.read(there.chief, incomingId)).toMatchObject({
      letterStanding: 'withdrawn',
      senderStatuses: [{ code: 'withdrawn', n: 1 }],
    });
    const before = (await mailsAbout(incomingId)).length;
    await change(letterId, 'restored');
    await later(0, here);
    const read = await dispositions.read(there.chief, incomingId);
    expect([read.letterStanding, read.senderStatuses.length]).toEqual([undefined, 2]);
    const told = shownTimeline(read, (key) => key).map(({ what }) => what);
    expect(told.filter((what) => what.startsWith('held.sender'))).toEqual([
      'held.sender.withdrawn',
      'held.sender.restored',
    ]);
    const mails = (await mailsAbout(incomingId)).slice(before);
    expect(mails).toEqual([expect.stringMatching(/^Pengirim memulihkan surat yang ada pada Kepala Dinas Pendidikan/)]);
  });

  it('is told by the schedule of deliveries while the partner is away, and once', async () => {
    const { letterId, ...item } = await delivered();
    const incomingId = await register(item, 'B');
    await there.goDown();
    await change(letterId, 'withdrawn');
    await later(0, here);
    const waiting = { notices: [{ state: 'waiting', problem: 'unreachable' }], toldAt: null };
    expect((await followed(here, letterId)).changes).toMatchObject([waiting]);
    expect(await toDo(letterId)).toEqual([]);
    await later(25 * HOUR, here);
    expect((await followed(here, letterId)).changes).toMatchObject([waiting]);
    expect(await toDo(letterId)).toEqual(['tell']);
    await there.comeUp();
    await later(70 * MINUTE, here);
    expect((await followed(here, letterId)).changes).toMatchObject([{ notices: [{ state: 'told' }] }]);
    await later(DAY, here);
    const told = (await mailsAbout(incomingId)).filter((text) => text.startsWith('Pengirim mencabut'));
    expect(told).toHaveLength(1);
  });

  it('is told of on line too where it went on paper because the partner that has it did not answer', async () => {
    const lost = async () => {
      const { letterId, intakeId } = await delivered();
      // As if their answer had not come back.
      const { id } = await followed(here, letterId);
      await here.db.run(sql`UPDATE exchange_outgoing SET state = 'waiting', problem = 'unreachable', receipt = NULL, received_at = NULL,
          ask_at = NULL WHERE delivery_id = ${id}`);
      await here.db.run(sql`UPDATE delivery SET state = 'queued' WHERE id = ${id}`);
      const away = { letterId, deliveryId: id, channel: 'print', email: '', partner: '' };
      await here.layang.sending.sendAgain(here.clerk, away);
      return { letterId, intakeId, deliveryId: id };
    };
    const remarks = async (intakeId: number) => (await there.layang.intake.get(there.clerk, intakeId)).remarks;
    const [kept, handed] = [await lost(), await lost()];
    await here.layang.sending.handOver(here.clerk, { ...handed, note: 'Bagian umum' });
    // A paper that nobody has fetched needs no word on paper, and what is there one on line.
    for (const { letterId } of [kept, handed]) await change(letterId, 'withdrawn');
    await later(0, here);
    for (const { letterId, intakeId } of [kept, handed]) {
      expect(await followed(here, letterId)).toMatchObject({
        ...{ channel: 'print', exchange: undefined },
        changes: [{ notices: [{ state: 'told', lastTriedAt: expect.any(Date), isElsewhere: true }] }],
      });
      expect((await remarks(intakeId))[0]).toMatchObject({ tone: 'bad' });
    }
    // The paper in somebody's hands is told of on paper all the same.
    expect([await toDo(kept.letterId), await toDo(handed.letterId)]).toEqual([[], ['tell']]);
    const toldAt = async (letterId: number) => (await followed(here, letterId)).changes[0]?.toldAt;
    expect([await toldAt(kept.letterId), await toldAt(handed.letterId)]).toEqual([expect.any(Date), null]);
  });

  it('needs no word where it turns out that the partner never had it', async () => {
    await there.goDown();
    const letterId = await issue(here);
    await send(here, letterId, `${partnerId}:`);
    await later(0, here);
    await change(letterId, 'withdrawn');
    await there.comeUp();
    const count = (await arrived(there)).length;
    await later(70 * MINUTE, here, there);
    expect(await followed(here, letterId)).toMatchObject({
      state: 'failed',
      exchange: { problem: 'not-in-force' },
      changes: [{ notices: [{ state: 'nothing_there' }] }],
    });
    expect([await arrived(there), await toDo(letterId)]).toMatchObject([{ length: count }, []]);
  });

  it('is so by the word of the office alone that brought it, for that letter and in its order', async () => {
    const { letterId } = await delivered();
    const raw = await rawDelivery(here, there, letterId);
    const { key } = await here.db.one(
      z.object({ key: z.string() }),
      sql`SELECT key FROM exchange_outgoing o JOIN delivery d ON d.id = o.delivery_id WHERE d.letter_id = ${letterId}`,
    );
    const pdf = raw.manifest.pdf.sha256;
    const notice = (n: number, code = 'withdrawn') => ({
      v: 1,
      key,
      pdf,
      change: { n, code, at: unixSeconds(time.now) },
    });
    const tell = async (body: Json, by: Partial<Raw> = {}, kind: MessageKind = 'notice') => {
      const { from, to, key: voice } = { ...raw, ...by };
      const note = await signMessage({ kind, from, to, time: unixSeconds(time.now), body }, voice);
      const { status, code } = await post(there, '/exchange/notices', Buffer.from(note));
      return code ?? status;
    };
    const stranger = strangersKey('palsu.example');
    expect(await tell(notice(2))).toBe(200);
    expect(await tell(notice(2))).toBe(200);
    expect(await tell(notice(1, 'recalled'))).toBe(200);
    expect(await tell(notice(2, 'restored'))).toBe('conflict');
    expect(await tell({ ...notice(3), pdf: 'ab'.repeat(32) })).toBe('unknown-letter');
    expect(await tell({ ...notice(3), key: randomUUID() })).toBe('unknown-letter');
    expect(await tell(notice(101))).toBe('malformed');
    expect(await tell(notice(3, 'burnt'))).toBe('malformed');
    expect(await tell(notice(3), {}, 'delivery')).toBe('malformed');
    expect(await tell(notice(3), { key: stranger })).toBe('signature');
    expect(await tell(notice(3), { from: 'palsu.example', key: stranger })).toBe('unknown-partner');
    const item = (await arrived(there)).at(-1);
    const line = (await there.layang.intake.list(there.clerk, item?.unitId ?? 0)).find(({ id }) => id === item?.id);
    expect(line?.senderStanding).toBe('withdrawn');
  });
});

it('of a letter registered there as secret its sender learns that it is registered, and no more', async () => {
  const { letterId, ...item } = await delivered();
  const incomingId = await register(item, 'R');
  await there.layang.dispositions.read(there.chief, incomingId);
  await later(HOUR, here);
  const told = await followed(here, letterId);
  expect(told).toMatchObject({ state: 'received', exchange: { standing: 'registered', agenda: '', readAt: null } });
  expect(told.exchange?.registeredAt).toBeInstanceOf(Date);
});

it('what a later version adds is passed over, and a message of another version is refused with a sentence that says so', async () => {
  const raw = changed(await rawDelivery(here, there, await issue(here)), { key: randomUUID() });
  const more: Raw = {
    ...raw,
    manifest: { ...raw.manifest, letter: { ...raw.manifest.letter, colour: 'biru' } } as Raw['manifest'],
  };
  const note = await noteOf(more);
  expect(note).toContain('biru');
  const taken = await post(there, '/exchange/deliveries', framed(note, raw.pdf));
  const again = await post(there, '/exchange/deliveries', framed(await noteOf(more), raw.pdf));
  expect([taken.status, again.text]).toEqual([200, taken.text]);
  expect(await post(there, '/exchange/deliveries', framed(await noteOf(raw), raw.pdf))).toMatchObject({
    code: 'conflict',
  });

  const fresh = changed(raw, { key: randomUUID() });
  const next = { ...fresh, manifest: { ...fresh.manifest, v: 2 } as unknown as Raw['manifest'] };
  for (const other of [await noteOf(next), (await noteOf(fresh)).replace('layang-exchange/v1', 'layang-exchange/v2')]) {
    const { code, sentence } = await post(there, '/exchange/deliveries', framed(other, raw.pdf));
    expect([code, sentence]).toEqual(['version', expect.stringContaining('perlu diperbarui')]);
  }
});

it('a partner down for a week is tried by the schedule, its sender sees why and may take another way, and each letter arrives once', async () => {
  const before = (await arrived(there)).length;
  await there.goDown();
  const letters = [await issue(here), await issue(here)] as const;
  const begun = time.now.getTime();
  for (const letterId of letters) await send(here, letterId, `${partnerId}:`);
  await here.jobs.idle();
  const [first, urgent] = letters;
  const Try = z.object({ at: z.date(), next: z.date() });
  const lastTry = () =>
    here.db.one(
      Try,
      sql`SELECT o.last_tried_at AS at, j.run_at AS next FROM exchange_outgoing o JOIN delivery d ON d.id = o.delivery_id
            JOIN job j ON j.key = 'exchange:' || d.id AND j.state = 'waiting' WHERE d.letter_id = ${first}`,
    );

  const waits: number[] = [];
  // The first day try by try; what holds for every hour of ten days is a property of the schedule alone (rules.test.ts).
  while (time.now.getTime() - begun <= DAY) {
    const { at, next } = await lastTry();
    expect(at.getTime()).toBeLessThanOrEqual(time.now.getTime());
    const wait = next.getTime() - time.now.getTime();
    // While the other letter is on the line this one waits for its turn, and was not tried.
    if (wait > 1_000) waits.push(wait);
    await later(wait, here);
  }
  const seen = [await toDo(first)];
  for (const days of [2, 4]) {
    await later(days * DAY, here);
    seen.push(await toDo(first));
  }
  const minutes = [0.5, 2, 5, 15, 30];
  for (const [index, wait] of waits.entries()) {
    const usual = (minutes[index] ?? 60) * MINUTE;
    expect([index, wait >= usual * 0.875 - 1 && wait <= usual * 1.125 + 1]).toEqual([index, true]);
  }
  expect(waits.length).toBeGreaterThan(24);
  expect(seen).toEqual([['late'], ['late'], ['late']]);
  const waiting = await followed(here, first);
  expect(waiting).toMatchObject({ state: 'queued', exchange: { state: 'waiting', problem: 'unreachable' } });
  expect(waiting.channels).toEqual(['email', 'expedition', 'print']);
  const away = { deliveryId: (await followed(here, urgent)).id, channel: 'print', email: '', partner: '' };
  await here.layang.sending.sendAgain(here.clerk, { letterId: urgent, ...away });

  await there.comeUp();
  await later(70 * MINUTE, here, there);
  await later(HOUR, here, there);
  expect((await followed(here, first)).state).toBe('received');
  expect(await followed(here, urgent)).toMatchObject({ channel: 'print', state: 'queued' });
  expect(await arrived(there)).toHaveLength(before + 1);
});

it('a partner who is slow holds one hand of those who do the work, and the next letter has its turn later', async () => {
  await here.jobs.stop();
  time.now = new Date(time.now.getTime() + HOUR);
  const ids = [
    await send(here, await issue(here), `${partnerId}:`),
    await send(here, await issue(here), `${partnerId}:`),
  ];
  const asked: string[] = [];
  let answer = () => {};
  const line: PartnerLine = ({ path }) =>
    new Promise((resolve) => {
      asked.push(path);
      answer = () => resolve({ problem: 'slow' });
    });
  const { db, layang } = here;
  const [job] = deliveryJobs({
    ...{ db, clock: () => time.now, documents: layang.documents, line },
    ...{ voice: async () => 'note', log: { warn: () => {} } },
  });
  const run = (deliveryId?: number) =>
    job?.run({ deliveryId }, { id: 1, attempt: 1, now: time.now, progress: () => {} });
  const first = run(ids[0]);
  await run(ids[1]);
  const waiting = await db.one(
    z.object({ runAt: z.date() }),
    sql`SELECT run_at FROM job WHERE key = ${`exchange:${ids[1]}`} AND state = 'waiting'`,
  );
  expect(waiting.runAt.getTime() - time.now.getTime()).toBeLessThanOrEqual(1_000);
  while (asked.length === 0) await Promise.race([first, new Promise((resolve) => setImmediate(resolve))]);
  answer();
  await first;
  expect(asked).toEqual(['/exchange/deliveries']);
  await run(ids[1]);
  // They answered too late a moment ago: the others wait without asking.
  expect(asked).toHaveLength(1);
});
