/** How a letter reaches one addressee. `print`: printed and handed over by the sender; `expedition`: through the handover book. */
export const CHANNELS = ['internal', 'email', 'print', 'expedition'] as const;
export type Channel = (typeof CHANNELS)[number];

/**
 * `queued`: nothing has left. `sent`: it lies in the inbox, the mail server took it, the courier has it. `received`: the inbox
 * showed it. `read`: its holder opened it. Nothing tells that a mail was received or read, and nothing spies it out.
 */
export const DELIVERY_STATES = ['queued', 'sent', 'received', 'read', 'failed', 'handed_over'] as const;
export type DeliveryState = (typeof DELIVERY_STATES)[number];

export interface Addressed {
  positionId: number | null;
  /** Whether the position still exists; irrelevant for somebody outside. */
  positionOpen: boolean;
  email: string;
}

export type Security = 'B' | 'T' | 'R' | 'SR';

/** By which ways it can go at all. */
export function possibleChannels({ positionId, positionOpen }: Addressed): Channel[] {
  if (positionId === null) return ['email', 'expedition', 'print'];
  return positionOpen ? ['internal', 'expedition', 'print'] : ['expedition', 'print'];
}

/**
 * What the clerk is offered, and what happens where letters set out by themselves. A mail carries the letter only where it is
 * open; of any other class it would be a notice, so paper is offered.
 */
export function proposedChannel(one: Addressed, security: Security): Channel {
  if (one.positionId !== null) return one.positionOpen ? 'internal' : 'expedition';
  return one.email !== '' && security === 'B' ? 'email' : 'expedition';
}

/** Whether a failed delivery, or one still waiting on paper, may take this way now. */
export function mayTakeWay(delivery: { channel: Channel; state: DeliveryState }, channel: Channel): boolean {
  if (delivery.state === 'failed') return true;
  return delivery.state === 'queued' && delivery.channel !== 'email' && channel !== delivery.channel;
}
