import { queueMail } from '../mail/queue-mail.ts';
import { findPerson } from '../people/persons-store.ts';
import { listActingFor } from '../people/standing-in.ts';
import type { Transaction } from '../postgres/database.ts';
import type { Incoming } from './incoming-store.ts';

export type ToldOf = Pick<Incoming, 'id' | 'senderName' | 'subject' | 'security' | 'urgency'>;

const urgent = {
  AMAT_SEGERA: { id: 'Amat segera. ', en: 'Immediate. ' },
  SEGERA: { id: 'Segera. ', en: 'Urgent. ' },
  PENTING: { id: 'Penting. ', en: 'Important. ' },
  BIASA: { id: '', en: '' },
} as const;

/**
 * Tells those who act for a post that a letter came into its hands: whoever is there, or all where everybody is away. Of any
 * class but biasa neither sender nor subject stands in the mail: a mailbox is seen over shoulders.
 */
export async function tellHolder(
  tx: Transaction,
  { appOrigin, timeZone }: { appOrigin: string; timeZone: string },
  { letter, positionId, positionName }: { letter: ToldOf; positionId: number; positionName: string },
  at: Date,
): Promise<void> {
  const acting = await listActingFor(tx, positionId, { now: at, timeZone, security: letter.security, task: 'dispose' });
  const present = acting.filter(({ awayUntil }) => awayUntil === null);
  for (const { personId } of present.length > 0 ? present : acting) {
    const person = await findPerson(tx, personId);
    if (person === undefined || person.email === '') continue;
    const { language } = person;
    const open = letter.security === 'B' && letter.subject !== '';
    const name = open ? `${letter.senderName}: ${letter.subject}` : '';
    const [lead, sentence, next] =
      language === 'id'
        ? ['Surat masuk', `Surat masuk untuk ${positionName} menunggu Anda.`, 'Buka suratnya:']
        : ['Incoming letter', `An incoming letter for ${positionName} waits for you.`, 'Open the letter:'];
    await queueMail(
      tx,
      {
        to: { personId },
        subject: open ? `${lead}: ${letter.subject}` : lead,
        text: `${urgent[letter.urgency][language]}${sentence}\n${name}${open ? '\n' : ''}\n${next}\n${appOrigin}/incoming/${letter.id}\n`,
      },
      at,
    );
  }
}
