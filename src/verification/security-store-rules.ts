import { isKind, type PdfDict, type PdfObject, pdfDict } from '../pdf/objects.ts';
import { change } from './changes.ts';
import type { Comparison } from './comparison.ts';
import { equalDirect } from './direct-values.ts';

const storeLists = ['Certs', 'CRLs', 'OCSPs'] as const;
const itemLists = ['Cert', 'CRL', 'OCSP'] as const;
const storeKeys: ReadonlySet<string> = new Set(['Type', 'VRI', ...storeLists]);
const itemKeys: ReadonlySet<string> = new Set(['Type', 'TU', 'TS', ...itemLists]);

/**
 * The document security store (ISO 32000-2, 12.8.4.3; EN 319 142-1, 5.4.2): lists of certificates, CRLs and OCSP
 * answers, and per signature the same again. What stands under a signature's key
 * when somebody signs stays as it is for that signature; new keys may come.
 * Dropping an answer from the lists is allowed by PAdES and says nothing to a reader.
 */
export function compareSecurityStore(
  comparison: Comparison,
  before: PdfObject | undefined,
  after: PdfObject | undefined,
): void {
  const place = 'catalog /DSS';
  if (after === undefined || after === null) {
    if (before !== undefined && before !== null) comparison.forbid('object-removed', place);
    return;
  }
  const store = comparison.moved(before, after, place);
  const old = comparison.before.resolve(before);
  const known = isKind(old, 'dict') ? old : pdfDict({});
  if (!isKind(store, 'dict') || [...store.entries.keys()].some((key) => !storeKeys.has(key))) {
    comparison.forbid('security-store-broken', place);
    return;
  }
  let news = !equalDirect(known, store);
  for (const key of storeLists) {
    news = compareList(comparison, known.entries.get(key), store.entries.get(key), `${place} /${key}`) || news;
  }
  news = compareItems(comparison, known.entries.get('VRI'), store.entries.get('VRI'), `${place} /VRI`) || news;
  if (news) comparison.allow('security-store', 'archival', place);
}

/** An array of references to streams; returns whether it differs. */
function compareList(
  comparison: Comparison,
  before: PdfObject | undefined,
  after: PdfObject | undefined,
  place: string,
): boolean {
  if (after === undefined) return before !== undefined;
  const list = comparison.moved(before, after, place);
  const isStreams =
    isKind(list, 'array') &&
    list.items.every((item) => isKind(item, 'ref') && isKind(comparison.after.resolve(item), 'stream'));
  if (!isStreams) {
    comparison.forbid('security-store-broken', place);
    return true;
  }
  const news = comparison.accept(list, place);
  return news || !equalDirect(comparison.before.resolve(before), list);
}

function compareItems(
  comparison: Comparison,
  before: PdfObject | undefined,
  after: PdfObject | undefined,
  place: string,
): boolean {
  const old = comparison.before.resolve(before);
  const known: PdfDict = isKind(old, 'dict') ? old : pdfDict({});
  if (after === undefined) {
    if (before !== undefined) comparison.forbid('security-store-broken', place);
    return before !== undefined;
  }
  const items = comparison.moved(before, after, place);
  if (!isKind(items, 'dict')) {
    comparison.forbid('security-store-broken', place);
    return true;
  }
  let news = false;
  for (const [key, item] of known.entries) {
    const next = items.entries.get(key);
    if (next === undefined || equalDirect(item, next)) comparison.same(item, next, `${place} /${key}`);
    else comparison.record(change('security-store-replaced', 'archival', `${place} /${key}`, { storeKey: key }));
  }
  for (const [key, item] of items.entries) {
    if (known.entries.has(key) && equalDirect(item, known.entries.get(key))) continue;
    news = true;
    compareNewItem(comparison, key, known.entries.get(key), item, `${place} /${key}`);
  }
  return news;
}

function compareNewItem(
  comparison: Comparison,
  key: string,
  before: PdfObject | undefined,
  item: PdfObject,
  place: string,
): void {
  const value = comparison.moved(before, item, place);
  const fits =
    /^[0-9A-F]{40}$/.test(key) &&
    isKind(value, 'dict') &&
    [...value.entries.keys()].every((name) => itemKeys.has(name));
  if (!fits) {
    comparison.forbid('security-store-broken', place);
    return;
  }
  for (const name of itemLists) compareList(comparison, undefined, value.entries.get(name), `${place} /${name}`);
  comparison.accept(value.entries.get('TS'), place);
  comparison.accept(value.entries.get('TU'), place);
}
