import type { Security } from '../people/security-class.ts';

/**
 * How a letter reaches one addressee. `print`: printed and handed over by the sender; `expedition`: through the handover book;
 * `exchange`: to the installation of a partner office.
 */
export const CHANNELS = ['internal', 'exchange', 'email', 'print', 'expedition'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * `queued`: nothing has left. `sent`: it lies in the inbox, the mail server took it, the courier has it. `received`: the inbox
 * showed it, the partner office gave a receipt. `read`: its holder opened it. Nothing tells that a mail was received or read, and
 * nothing spies it out.
 */
export const DELIVERY_STATES = ['queued', 'sent', 'received', 'read', 'failed', 'handed_over'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Addressed {
  positionId: number | null;
  /** Whether the position still exists; irrelevant for somebody outside. */
  positionOpen: boolean;
  email: string;
  /** Partner offices to which this letter may go: none, some, or one that had this recipient's letters before. */
  partner: 'none' | 'some' | 'usual';
}

/** By which ways it can go at all. */
export function possibleChannels({ positionId, positionOpen, partner }: Addressed): Channel[] {
  if (positionId === null)
    return [...(partner === 'none' ? [] : (['exchange'] as const)), 'email', 'expedition', 'print'];
  return positionOpen ? ['internal', 'expedition', 'print'] : ['expedition', 'print'];
}

/**
 * What the clerk is offered, and what happens where letters set out by themselves. A mail carries the letter only where it is
 * open; of any other class it would be a notice, so paper is offered.
 */
export function proposedChannel(one: Addressed, security: Security): Channel {
  if (one.positionId !== null) return one.positionOpen ? 'internal' : 'expedition';
  if (one.partner === 'usual') return 'exchange';
  return one.email !== '' && security === 'B' ? 'email' : 'expedition';
}

/**
 * Whether a failed delivery, one still waiting on paper, or one that does not get through to a partner office (`held`) may take
 * this way now: nobody waits ten days with a letter that is urgent.
 */
export function mayTakeWay(
  delivery: { channel: Channel; state: DeliveryState; held: boolean },
  channel: Channel,
): boolean {
  if (delivery.state === 'failed') return true;
  const isUnderWay = delivery.channel === 'email' || (delivery.channel === 'exchange' && !delivery.held);
  return delivery.state === 'queued' && !isUnderWay && channel !== delivery.channel;
}
