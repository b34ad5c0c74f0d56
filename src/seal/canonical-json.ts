/** What JSON can say. `undefined` members are refused instead of dropped: a digest must not depend on an oversight. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/**
 * RFC 8785 (JCS). Strings stay as they are (no normalisation, 3.2.2.2); members are sorted by UTF-16 code units, numbers
 * are written as ECMAScript writes them. Throws TypeError for what I-JSON cannot hold: NaN, infinities, lone surrogates.
 */
export function canonicalJson(value: Json): string {
  if (value === null || typeof value === 'boolean') return String(value);
  if (typeof value === 'number') {
    if (!Number.isFinite(value)) throw new TypeError('canonical JSON holds finite numbers only');
    return JSON.stringify(value);
  }
  if (typeof value === 'string') return canonicalString(value);
  if (isList(value)) return `[${value.map((item) => canonicalJson(item)).join(',')}]`;
  if (typeof value !== 'object') throw new TypeError(`canonical JSON cannot hold a ${typeof value}`);
  const members = Object.entries(value)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([key, member]) => `${canonicalString(key)}:${canonicalJson(member)}`);
  return `{${members.join(',')}}`;
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}

function canonicalString(text: string): string {
  if (/\p{Cs}/u.test(text)) throw new TypeError('canonical JSON holds no lone surrogates');
  return JSON.stringify(text);
}
