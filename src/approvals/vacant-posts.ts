import { calendarDate } from '../clock.ts';
import { getLetter, type Letter } from '../letters/letters-store.ts';
import type { Actor } from '../people/actor.ts';
import { findOffice } from '../people/office-store.ts';
import { demand } from '../people/permissions.ts';
import { listActingFor } from '../people/standing-in.ts';
import type { Sql } from '../postgres/database.ts';
import type { NamedStep } from './approvals-store.ts';
import type { Turn } from './chain.ts';
import type { ApprovalsDeps } from './deps.ts';
import { findStanding } from './turn-of.ts';
import { listUnattended, type UnattendedLetter } from './unattended-store.ts';

/**
 * The open posts without which the letter cannot go on and for which nobody can decide now: of a stage of one, all of them or
 * none. A signature is given by its holder alone.
 */
export async function findVacantPosts(
  db: Sql,
  letter: Pick<Letter, 'kind' | 'security'>,
  turn: Turn<NamedStep>,
  now: Date,
): Promise<NamedStep[]> {
  const office = await findOffice(db);
  if (turn.holder !== 'stage' || office === undefined) return [];
  const vacant: NamedStep[] = [];
  for (const step of turn.steps) {
    const ask = { kind: letter.kind, security: letter.security, task: step.task, now, timeZone: office.timeZone };
    const acting = await listActingFor(db, step.positionId, ask);
    if (!acting.some(({ mandateId }) => step.task === 'initial' || mandateId === null)) vacant.push(step);
  }
  const oneWillDo = turn.steps.some(({ mode }) => mode === 'one-of');
  return oneWillDo && vacant.length < turn.steps.length ? [] : vacant;
}

export interface StuckLetter extends UnattendedLetter {
  posts: string[];
}

/** Letters that wait for a post without a holder, for an administrator: by kind and unit, never by subject. Oldest first. */
export async function listStuck(deps: Pick<ApprovalsDeps, 'db' | 'clock'>, actor: Actor): Promise<StuckLetter[]> {
  demand(actor, 'office.manage');
  const { db } = deps;
  const now = deps.clock();
  const office = await findOffice(db);
  if (office === undefined) return [];
  const stuck: StuckLetter[] = [];
  for (const found of await listUnattended(db, calendarDate(now, office.timeZone))) {
    const letter = await getLetter(db, found.letterId);
    const standing = await findStanding(db, letter);
    const vacant = standing === undefined ? [] : await findVacantPosts(db, letter, standing.turn, now);
    if (vacant.length > 0) stuck.push({ ...found, posts: vacant.map(({ positionName }) => positionName) });
  }
  return stuck;
}
