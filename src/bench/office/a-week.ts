import { calendarDate } from '../../clock.ts';
import type { Actor } from '../../people/actor.ts';
import type { Layang } from '../../wiring.ts';
import { type HeldPost, listDesks, listHeldPosts } from './posts-store.ts';
import { ACTS, PLACES, TOPICS } from './words.ts';

/** The desks at which the week's letters arrive, the busiest first: half of the letters at the first. */
const DESKS = 8;
const ZONE = 'Asia/Jakarta';

interface Desk {
  unitId: number;
  clerk: Actor;
  head: HeldPost;
  posts: HeldPost[];
}

/**
 * A week of office life by the acts that people do: so many letters are registered; heads read and dispose of most, those who
 * got them pass some on and report, heads accept or ask for more; some are finished at once. By the rules as they are, so that
 * the newest pages hold what an office would leave there.
 */
export async function aWeek(layang: Layang, letters: number): Promise<void> {
  const actors = new Map<number, Promise<Actor | undefined>>();
  const actorOf = async (personId: number): Promise<Actor> => {
    const loading = actors.get(personId) ?? layang.people.loadActor(personId);
    actors.set(personId, loading);
    const actor = await loading;
    if (actor === undefined) throw new Error(`nobody is person ${personId} of the made-up office`);
    return actor;
  };
  const desks = await openDesks(layang, actorOf);
  for (let i = 0; i < letters; i++) {
    const desk = desks[i % 2 === 0 ? 0 : ((i - 1) / 2) % desks.length];
    if (desk === undefined) continue;
    const { incomingId, holdingId } = await layang.incoming.register(desk.clerk, registration(desk, i));
    await workOn(layang, actorOf, desk, { incomingId, holdingId, i });
  }
}

async function openDesks(layang: Layang, actorOf: (personId: number) => Promise<Actor>): Promise<Desk[]> {
  const held = await listHeldPosts(layang.db);
  const desks: Desk[] = [];
  for (const { unitId, clerkId } of (await listDesks(layang.db)).slice(0, DESKS)) {
    const posts = held.filter((post) => post.unitId === unitId);
    const head = posts.find(({ superiorId }) => !posts.some(({ id }) => id === superiorId));
    if (head !== undefined) desks.push({ unitId, clerk: await actorOf(clerkId), head, posts });
  }
  return desks;
}

function registration({ unitId, head }: Desk, i: number) {
  const now = new Date(Date.now() - 60_000);
  const today = calendarDate(now, ZONE);
  const time = new Intl.DateTimeFormat('en-GB', { timeZone: ZONE, hour: '2-digit', minute: '2-digit' }).format(now);
  const place = PLACES[i % PLACES.length];
  return {
    submissionKey: `bench-week-${String(i).padStart(5, '0')}`,
    unitId,
    channel: (['post', 'counter', 'email', 'courier'] as const)[i % 4] ?? 'post',
    senderName: i % 3 === 0 ? `Pemerintah Desa ${place}` : `SD Negeri ${(i % 40) + 1} ${place}`,
    senderAddress: `Jalan Pelajar Nomor 5, ${place}`,
    number: `400/${i + 1}/M/${today.slice(0, 4)}`,
    letterDate: today,
    subject: `${ACTS[i % ACTS.length]} ${TOPICS[(i * 7) % TOPICS.length]} ${place}`,
    receivedOn: today,
    receivedTime: time,
    security: i % 20 === 19 ? ('T' as const) : ('B' as const),
    urgency: i % 5 === 4 ? ('SEGERA' as const) : ('BIASA' as const),
    classification: '400.3.5',
    addresseePositionId: head.id,
  };
}

/** As far as this letter comes in its week. */
async function workOn(
  { dispositions }: Layang,
  actorOf: (personId: number) => Promise<Actor>,
  { head, posts }: Desk,
  { incomingId, holdingId, i }: { incomingId: number; holdingId: number; i: number },
): Promise<void> {
  if (i % 5 === 0) return;
  const chief = await actorOf(head.personId);
  await dispositions.read(chief, incomingId);
  if (i % 10 === 1) return dispositions.finish(chief, { holdingId, remark: 'Cukup diketahui.' });
  const below = posts.filter(({ superiorId }) => superiorId === head.id);
  const recipients = [0, 1, 2]
    .slice(0, 1 + (i % 3))
    .flatMap((k) => below[(i + k) % below.length] ?? [])
    .filter((post, k, list) => list.indexOf(post) === k);
  const sheet = { instructions: ['PROSES', 'BAHAN'], remark: '' };
  await dispositions.dispose(chief, { holdingId, ...sheet, recipients: recipients.map(asRecipient) });
  const [first] = recipients;
  if (i % 10 < 4 || first === undefined) return;
  const one = await actorOf(first.personId);
  const own = (await dispositions.read(one, incomingId)).holdings.find(({ positionId }) => positionId === first.id);
  const staff = posts.filter(({ superiorId }) => superiorId === first.id).slice(0, 2);
  if (own === undefined) return;
  if (i % 10 < 7 && staff.length > 0) {
    return dispositions.dispose(one, { holdingId: own.id, ...sheet, recipients: staff.map(asRecipient) });
  }
  await dispositions.report(one, { holdingId: own.id, text: 'Sudah dilaksanakan.', files: [] });
  if (i % 10 === 8) await dispositions.accept(chief, { holdingId: own.id, remark: '' });
  if (i % 10 === 9) await dispositions.giveBack(chief, { holdingId: own.id, remark: 'Mohon dilengkapi.' });
}

function asRecipient({ id }: HeldPost, place: number) {
  return { positionId: id, responsible: place === 0 };
}
