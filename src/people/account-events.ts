import type { Transaction } from '../postgres/database.ts';
import {
  type AccountEventKind,
  type AccountEventRow,
  insertAccountEvent,
  insertEventsRead,
  listAccountEvents,
  listUnreadEvents,
  type NewAccountEvent,
} from './account-events-store.ts';
import type { Actor } from './actor.ts';
import type { PeopleDeps } from './deps.ts';
import { fullName } from './full-name.ts';
import { demand } from './permissions.ts';
import { listAdministrators } from './persons-store.ts';

/** Something that was done to an account. */
export interface AccountEvent
  extends Pick<AccountEventRow, 'id' | 'kind' | 'subject' | 'day' | 'toBeTold' | 'at' | 'readAt'> {
  /** Who did it: the account's owner, whoever held the link, or somebody else by name. */
  by: { who: 'owner' } | { who: 'link' } | { who: 'other'; personId: number; name: string };
}

/** What a person is to be told when somebody else did it: by each of these an account, its keys, its name or its duties change hands. */
const ofConcern: readonly AccountEventKind[] = [
  'link-made',
  'password-set',
  'keys-ended',
  'appointed',
  'appointment-ended',
  'name-changed',
  'details-changed',
  'mandate-given',
  'mandate-received',
  'mandate-ended',
  'absence-recorded',
  'absence-ended',
  'sessions-ended',
];

/** Events on one page, and notices at once: more wait until these are read. */
const SHOWN = { history: 200, notices: 10 };

/** Written in the transaction of what happened: neither is there without the other. */
export async function recordAccountEvent(
  tx: Transaction,
  event: Omit<NewAccountEvent, 'toBeTold'>,
  at: Date,
): Promise<void> {
  const toBeTold = event.byId !== event.personId && ofConcern.includes(event.kind);
  await insertAccountEvent(tx, { ...event, toBeTold }, at);
}

/** What was done to an account, the latest first; for its owner and for administrators. */
export async function readAccountHistory(deps: PeopleDeps, actor: Actor, personId: number): Promise<AccountEvent[]> {
  if (personId !== actor.personId) demand(actor, 'people.manage');
  return (await listAccountEvents(deps.db, personId, SHOWN.history)).map((row) => eventOf(row, personId));
}

export interface AccountNotices {
  /** The earliest first. */
  events: AccountEvent[];
  /** Administrators who did none of it: whom to ask. */
  contacts: string[];
}

/** What others did to the actor's own account and the actor has not yet said to have read. */
export async function readAccountNotices(deps: PeopleDeps, actor: Actor): Promise<AccountNotices> {
  const rows = await listUnreadEvents(deps.db, actor.personId, SHOWN.notices);
  if (rows.length === 0) return { events: [], contacts: [] };
  const doers = new Set([actor.personId, ...rows.map(({ byId }) => byId)]);
  const others = (await listAdministrators(deps.db)).filter(({ id }) => !doers.has(id));
  return { events: rows.map((row) => eventOf(row, actor.personId)), contacts: others.map(fullName) };
}

/** The actor has read the notices up to the one with this id, the last that the page showed. */
export async function markNoticesRead(deps: PeopleDeps, actor: Actor, upTo: number): Promise<void> {
  await deps.db.transaction((tx) => insertEventsRead(tx, actor.personId, upTo, deps.clock()));
}

function eventOf(row: AccountEventRow, personId: number): AccountEvent {
  const { id, kind, subject, day, toBeTold, at, readAt } = row;
  return { id, kind, subject, day, toBeTold, at, readAt, by: doerOf(row, personId) };
}

function doerOf(row: AccountEventRow, personId: number): AccountEvent['by'] {
  if (row.byId === null) return { who: 'link' };
  if (row.byId === personId) return { who: 'owner' };
  const { byName, byTitleBefore, byTitleAfter } = row;
  const name = fullName({ name: byName ?? '', titleBefore: byTitleBefore ?? '', titleAfter: byTitleAfter ?? '' });
  return { who: 'other', personId: row.byId, name };
}
