const MOST_LISTED = 100;

/** The mail of the day: what each notice would have said in its subject, and where it leads. `origin` is the officials' site. */
export function dayMail(
  notices: readonly { subject: string; path: string }[],
  { language, origin }: { language: 'id' | 'en'; origin: string },
): { subject: string; text: string } {
  // Reminded of twice, it still is one thing to do.
  const told = [...new Map(notices.map((notice) => [`${notice.subject} ${notice.path}`, notice])).values()];
  const more = told.length - MOST_LISTED;
  const lines = told.slice(0, MOST_LISTED).map(({ subject, path }) => `- ${subject}\n  ${origin}${path}\n`);
  const words =
    language === 'id'
      ? {
          subject: `Ringkasan harian: ${told.length} pemberitahuan`,
          lead: 'Sejak ringkasan terakhir Anda diberi tahu tentang:',
          more: `dan ${more} lagi.`,
          inbox: 'Semua yang menunggu Anda sekarang ada di kotak masuk:',
        }
      : {
          subject: `Daily summary: ${told.length} ${told.length === 1 ? 'notice' : 'notices'}`,
          lead: 'Since the last summary you were told of:',
          more: `and ${more} more.`,
          inbox: 'All that waits for you now is in your inbox:',
        };
  const rest = more > 0 ? `${words.more}\n` : '';
  return { subject: words.subject, text: `${words.lead}\n\n${lines.join('')}${rest}\n${words.inbox}\n${origin}/\n` };
}
