import { removeUnsent } from '../mail/mail-store.ts';
import { queueMail } from '../mail/queue-mail.ts';
import type { Transaction } from '../postgres/database.ts';
import { dayMail } from './day-mail.ts';
import { hideSubjects, listCollected, listDayMailsWith, listUnsentAbout, storeCollected } from './day-notices-store.ts';
import { hidePushSubjects } from './push-messages-store.ts';

/**
 * An incoming letter is of a higher class than it was: whatever has not reached its reader yet (notices for the mail of the day, mails
 * that wait, are tried again or were given up, messages on their way to a browser) says from now on no more than that there is
 * one. A mail keeps its words, so another one takes its place. `subject`: as it was told until now. What a server or service has
 * taken already stays told.
 */
export async function hideLetter(
  tx: Transaction,
  { incomingId, subject }: { incomingId: number; subject: string },
  appOrigin: string,
  at: Date,
): Promise<void> {
  for (const { id, language, ...to } of await listUnsentAbout(tx, incomingId)) {
    await removeUnsent(tx, id);
    await queueMail(tx, { to, ...withoutLetter(language, appOrigin), about: { incomingId } }, at);
  }
  await hideSubjects(tx, incomingId);
  for (const { id, language, ...to } of await listDayMailsWith(tx, incomingId)) {
    const notices = await listCollected(tx, id);
    const inPlace = await queueMail(tx, { to, ...dayMail(notices, { language, origin: appOrigin }) }, at);
    const ids = notices.map((notice) => notice.id);
    if (inPlace !== undefined) await storeCollected(tx, ids, inPlace);
    // With it goes what still stands in it.
    await removeUnsent(tx, id);
  }
  await hidePushSubjects(tx, { path: `/incoming/${incomingId}`, subject });
}

function withoutLetter(language: 'id' | 'en', appOrigin: string): { subject: string; text: string } {
  return language === 'id'
    ? { subject: 'Surat masuk', text: `Ada surat masuk yang menyangkut Anda. Lihat di kotak masuk:\n${appOrigin}/\n` }
    : { subject: 'Incoming letter', text: `An incoming letter concerns you. See your inbox:\n${appOrigin}/\n` };
}
