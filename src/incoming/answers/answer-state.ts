import type { Channel, DeliveryState } from '../../sending/channel.ts';

/**
 * How far an issued answer has come on its way to whoever wrote: `waiting` for somebody to send it or hand it over, `moving` by
 * mail, line or courier, `failed` until somebody tries another way, `withdrawn` before it left, `sent` for good.
 */
export const ANSWER_STATES = ['waiting', 'moving', 'failed', 'withdrawn', 'sent'] as const;
export type AnswerState = (typeof ANSWER_STATES)[number];

export interface AnswerDelivery {
  part: 'to' | 'cc';
  name: string;
  positionId: number | null;
  channel: Channel;
  state: DeliveryState;
}

/** Whoever wrote the incoming letter; `positionIds` where it is one of ours: who signed it, and the posts of that unit. */
export interface AnswerTo {
  name: string;
  positionIds: readonly number[];
}

/**
 * By its deliveries. One of several ways to the sender is enough; where none of the recipients reads like the sender, nobody can
 * tell which of them it is, so the letter has to have reached all that it is addressed to.
 */
export function answerState(
  deliveries: readonly AnswerDelivery[],
  to: AnswerTo,
  { inForce }: { inForce: boolean },
): AnswerState {
  const known = towards(deliveries, to);
  const ways = known ?? deliveries.filter(({ part }) => part === 'to');
  const out = ways.filter(isOut);
  if (ways.length > 0 && (known === undefined ? out.length === ways.length : out.length > 0)) return 'sent';
  if (!inForce) return 'withdrawn';
  const failed = ways.filter(({ state }) => state === 'failed');
  const needsAnother = known === undefined ? failed.length > 0 : failed.length === ways.length;
  if (ways.length > 0 && needsAnother) return 'failed';
  return ways.some(isMoving) ? 'moving' : 'waiting';
}

/** It lies in an inbox here, the mail server took it, the other installation gave its receipt, somebody has the paper. */
function isOut({ channel, state }: AnswerDelivery): boolean {
  switch (channel) {
    case 'internal':
      return state === 'sent' || state === 'received' || state === 'read';
    case 'email':
      return state === 'sent';
    case 'exchange':
      return state === 'received' || state === 'read';
    case 'print':
    case 'expedition':
      return state === 'handed_over';
  }
}

/** Nobody has to do anything: it is on the line, or the courier has it. */
function isMoving(delivery: AnswerDelivery): boolean {
  const { channel, state } = delivery;
  if (isOut(delivery) || state === 'failed') return false;
  return channel === 'email' || channel === 'exchange' || state === 'sent';
}

/** Undefined: none of them can be told to be the sender. */
function towards(deliveries: readonly AnswerDelivery[], { name, positionIds }: AnswerTo): AnswerDelivery[] | undefined {
  const asked = folded(name);
  const sorts: ((delivery: AnswerDelivery) => boolean)[] = [
    ({ positionId }) => positionId !== null && positionIds.includes(positionId),
    (delivery) => folded(delivery.name) === asked,
    // "Kepala SMP Negeri 1" answers "SMP Negeri 1": drafters write to the official, clerks register the institution.
    (delivery) => isTailOf(folded(delivery.name), asked) || isTailOf(asked, folded(delivery.name)),
  ];
  for (const is of sorts) {
    const found = deliveries.filter(is);
    if (found.length > 0) return found;
  }
  return undefined;
}

const SHORTEST_NAME = 5;

/** What stands before a name is an office in it; what stands behind it makes another one: "SMP Negeri 1" is not "SMP Negeri 1 Atap". */
function isTailOf(part: string, whole: string): boolean {
  return part.length >= SHORTEST_NAME && ` ${whole}`.endsWith(` ${part}`);
}

function folded(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim();
}
