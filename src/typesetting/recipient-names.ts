import { needsRecipientList } from './page-profile.ts';

type Recipients = Parameters<typeof needsRecipientList>[0];

/** What `{penerima}` prints: the names in one line of words, or where they stand when they are too many for the first page. */
export function recipientNames(recipients: Recipients, shape: 'korespondensi' | 'judul'): string {
  if (shape === 'korespondensi' && needsRecipientList(recipients)) return 'para penerima dalam daftar terlampir';
  const names = recipients.map(({ name }) => name);
  if (names.length < 3) return names.join(' dan ');
  return `${names.slice(0, -1).join(', ')}, dan ${names.at(-1)}`;
}
