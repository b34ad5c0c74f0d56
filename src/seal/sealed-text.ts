/** Limits of the text fields in bytes of UTF-8 (seal-and-log 3.2). */
export const TEXT_LIMITS = { number: 40, subject: 80, addressee: 60 } as const;

const FORBIDDEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cs}]/u;
const ELLIPSIS = '…';

/** True for text a seal may hold: NFC, and no control, format, line-separator, private-use or surrogate code point. */
export function isSealable(text: string): boolean {
  return !FORBIDDEN.test(text) && text.normalize('NFC') === text;
}

/** The sealable form of a letter's text: breaks become spaces, invisible code points go, NFC. */
export function sealableText(text: string): string {
  return text
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .replace(/[\p{Cf}\p{Co}\p{Cs}]/gu, '')
    .normalize('NFC')
    .trim();
}

/** At most `limit` bytes: cut between code points, never before a mark, and then ending in U+2026. */
export function cutText(text: string, limit: number): string {
  if (Buffer.byteLength(text) <= limit) return text;
  const points = Array.from(text);
  let kept = 0;
  let bytes = Buffer.byteLength(ELLIPSIS);
  for (const point of points) {
    bytes += Buffer.byteLength(point);
    if (bytes > limit) break;
    kept++;
  }
  while (kept > 0 && /^\p{M}/u.test(points[kept] ?? '')) kept--;
  return limit < Buffer.byteLength(ELLIPSIS) ? '' : points.slice(0, kept).join('') + ELLIPSIS;
}

/** The first addressee, with " dan N lainnya" if there are more; when it must be cut, the count stays. */
export function addresseeText(to: readonly string[], limit: number = TEXT_LIMITS.addressee): string {
  const first = sealableText(to[0] ?? '');
  const others = to.length > 1 ? ` dan ${to.length - 1} lainnya` : '';
  const room = limit - Buffer.byteLength(others);
  return room > Buffer.byteLength(ELLIPSIS) ? cutText(first, room) + others : cutText(first + others, limit);
}
