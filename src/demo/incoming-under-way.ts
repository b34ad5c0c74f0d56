import { stat } from 'node:fs/promises';
import { calendarDate } from '../clock.ts';
import { Fault } from '../errors.ts';
import { type Dispositions, openDispositions } from '../incoming/dispositions.ts';
import { openIncoming } from '../incoming/incoming.ts';
import { backToDesk, lockForRegistering, markRegistered } from '../intake/ready-intake.ts';
import type { Actor } from '../people/actor.ts';
import { projectPath } from '../project-root.ts';
import { drawToken } from '../seal/token.ts';
import type { Layang } from '../wiring.ts';
import { actorNamed } from './found-regency.ts';
import { ADDRESSEE, type DemoIncoming, type DemoStep, FROM_THE_PUBLIC, INCOMING_LETTERS } from './incoming-letters.ts';
import { ADMINISTRATOR, OFFICE } from './regency.ts';

const DAY_MS = 86_400_000;

/**
 * Incoming letters at the desk and in several hands: unregistered, unread, given on, late, reported, closed. What lies in the
 * past is done by the same acts with a clock that stands there. Every item and letter has a key of its own: a second run finds
 * it. Needs running jobs, since scans are prepared by one.
 */
export async function incomingUnderWay(layang: Layang): Promise<void> {
  const { people } = layang;
  const clerk = await actorNamed(layang, 'agenda');
  const unitId = (await people.listUnits()).find(({ code }) => code === 'DISDIK')?.id ?? 0;
  const posts = new Map((await people.listPositions()).map(({ name, id }) => [name, id]));
  const names = [...new Set(INCOMING_LETTERS.flatMap(({ course }) => course.map(({ by }) => by)))];
  const actors = new Map<string, Actor>();
  for (const name of names) actors.set(name, await actorNamed(layang, name));

  const intakeIds = await dropScans(layang, clerk, unitId);
  await writeAsThePublic(layang, unitId);
  for (const letter of INCOMING_LETTERS) {
    const intakeId = intakeIds.get(letter.scan);
    if (intakeId === undefined) throw new Fault(`the scan ${letter.scan} of the demo was not taken in`);
    await ready(layang, clerk, intakeId);
    const { incomingId, again } = await register(layang, clerk, letter, { unitId, intakeId, posts });
    if (again) continue;
    for (const step of letter.course) await take(layang, actors, posts, incomingId, step);
  }
}

async function dropScans({ intake }: Layang, clerk: Actor, unitId: number): Promise<Map<string, number>> {
  const files = await Promise.all(INCOMING_LETTERS.map(({ scan }) => scanFile(scan)));
  const dropped = await intake.drop(clerk, { unitId, submissionKey: 'demo-scans', together: false, files });
  return new Map(dropped.flatMap((one) => ('intakeId' in one ? [[one.name, one.intakeId]] : [])));
}

async function scanFile(name: string) {
  const path = projectPath('views', 'demo', 'incoming', name);
  return { path, name, size: (await stat(path)).size };
}

async function writeAsThePublic(layang: Layang, unitId: number): Promise<void> {
  const { publicLetters } = layang;
  if ((await publicLetters.desks()).length === 0)
    await publicLetters.setDesks(await actorNamed(layang, ADMINISTRATOR.username), [unitId]);
  const { scan, ...letter } = FROM_THE_PUBLIC;
  await publicLetters.send({
    ...letter,
    unitId,
    letterDate: '',
    files: [await scanFile(scan)],
    key: 'demo-public-letter',
    code: drawToken(),
  });
}

/** Until the job has looked into the scan. */
async function ready({ intake }: Layang, clerk: Actor, intakeId: number): Promise<void> {
  for (;;) {
    const { state } = await intake.get(clerk, intakeId);
    if (state === 'refused' || state === 'put_aside') throw new Fault('a scan of the demo was refused');
    if (state !== 'waiting') return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

function register(
  layang: Layang,
  clerk: Actor,
  { scan, registered, course: _course, ...letter }: DemoIncoming,
  { unitId, intakeId, posts }: { unitId: number; intakeId: number; posts: Map<string, number> },
) {
  const clock = daysAgo(registered);
  const never = () => Promise.reject(new Error('all that was scanned lies at the desk here'));
  const intakes = { lockForRegistering, markRegistered, backToDesk, takeIn: never, receive: never, wake() {} };
  const desk = openIncoming({ db: layang.db, clock, appOrigin: layang.web.settings.appOrigin, intakes });
  return desk.register(clerk, {
    ...letter,
    ...{ unitId, intakeId, submissionKey: `demo-incoming-${scan.replace('.', '-')}` },
    ...{ channel: 'post', classification: '', security: 'B', addresseePositionId: posts.get(ADDRESSEE) ?? 0 },
    letterDate: day(registered + 2),
    receivedOn: day(registered + 1),
    receivedTime: '09:40',
  });
}

/** One act of one official, who opens the letter first. */
async function take(
  layang: Layang,
  actors: Map<string, Actor>,
  posts: Map<string, number>,
  incomingId: number,
  step: DemoStep,
): Promise<void> {
  const actor = actors.get(step.by);
  if (actor === undefined) throw new Fault(`the demo has no ${step.by}`);
  const { db, documents, typesetter, web } = layang;
  const acts = openDispositions({
    ...{ db, documents, typesetter, clock: daysAgo(step.day) },
    appOrigin: web.settings.appOrigin,
  });
  const holdingId = await holdingAt(acts, actor, incomingId);
  await acts.read(actor, incomingId);
  if ('reports' in step) await acts.report(actor, { holdingId, text: step.reports, files: [] });
  else if ('accepts' in step) await acts.accept(actor, { holdingId, remark: step.accepts });
  else
    await acts.dispose(actor, {
      ...{ holdingId, recipients: [{ positionId: posts.get(step.gives) ?? 0, responsible: true }] },
      ...{ instructions: step.asks, remark: step.remark ?? '' },
      dueOn: step.dueDay === undefined ? undefined : day(step.dueDay),
    });
}

async function holdingAt({ waiting }: Pick<Dispositions, 'waiting'>, actor: Actor, incomingId: number) {
  const found = (await waiting(actor)).find((line) => line.incomingId === incomingId);
  if (found === undefined) throw new Fault(`the demo letter ${incomingId} does not wait for ${actor.name}`);
  return found.holdingId;
}

function daysAgo(days: number): () => Date {
  return () => new Date(Date.now() - days * DAY_MS);
}

function day(ago: number): string {
  return calendarDate(daysAgo(ago)(), OFFICE.timeZone);
}
