import type { Transaction } from '../../postgres/database.ts';
import type { Incoming } from '../incoming-store.ts';
import { takeTurn } from './register-store.ts';
import { forgetSender, rememberSender } from './senders-store.ts';

/**
 * Who is remembered is suggested to the clerks of every unit: nobody who writes what only some may know of, and no citizen who filled
 * in a form.
 */
export function isRemembered({ security, origin }: Pick<Incoming, 'security' | 'origin'>): boolean {
  return security === 'B' && origin !== 'public';
}

type Named = Pick<Incoming, 'senderName' | 'senderAddress' | 'security'>;

/** As whom the letter's sender is remembered once the line is mended; a sender that it names no more is forgotten of it. */
export async function mendSender(
  tx: Transaction,
  before: Named & Pick<Incoming, 'origin' | 'senderId'>,
  after: Named,
  at: Date,
): Promise<number | null> {
  const counted = isRemembered(before) ? before.senderId : null;
  const remains = isRemembered({ security: after.security, origin: before.origin });
  if (remains && counted !== null && after.senderName === before.senderName) return counted;
  // Two who exchange names would otherwise wait for each other's senders.
  await takeTurn(tx, 'senders');
  const sender = { name: after.senderName, address: after.senderAddress, email: '' };
  const senderId = remains ? await rememberSender(tx, sender, at) : null;
  if (counted !== null) await forgetSender(tx, counted);
  return senderId;
}

/** The line was struck: it names nobody any more. */
export async function forgetStruck(
  tx: Transaction,
  letter: Pick<Incoming, 'security' | 'origin' | 'senderId'>,
): Promise<void> {
  if (isRemembered(letter) && letter.senderId !== null) await forgetSender(tx, letter.senderId);
}
