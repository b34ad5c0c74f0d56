import { isKind, type PdfDict, type PdfObject } from '../pdf/objects.ts';
import type { Comparison } from './comparison.ts';
import { equalDirect } from './direct-values.ts';
import { compareForm } from './form-rules.ts';
import { comparePages } from './page-rules.ts';
import { compareSecurityStore } from './security-store-rules.ts';
import { isWellFormedXml } from './xml.ts';

/** Catalog keys with a rule of their own; every other key is frozen. */
const ruled: ReadonlySet<string> = new Set(['AcroForm', 'DSS', 'Extensions', 'Metadata', 'MarkInfo', 'Version']);

/** Compares two trailers, and through them everything (pades: modification analysis; reject by default). */
export function compareTrailers(comparison: Comparison): void {
  const before = comparison.before.trailer;
  const after = comparison.after.trailer;
  const [oldRoot, newRoot] = [before.entries.get('Root'), after.entries.get('Root')];
  if (!isKind(oldRoot, 'ref') || !equalDirect(oldRoot, newRoot)) {
    comparison.forbid('catalog-changed', 'trailer /Root');
    return;
  }
  comparison.same(before.entries.get('Encrypt'), after.entries.get('Encrypt'), 'trailer /Encrypt');
  // With another first identifier the same bytes would decipher to something else.
  if (comparison.before.encrypted) comparison.same(firstId(before), firstId(after), 'trailer /ID');
  compareInformation(comparison, before.entries.get('Info'), after.entries.get('Info'));
  comparePages(comparison);
  comparison.rules.set(oldRoot.number, (old, next) => {
    if (isKind(old, 'dict') && isKind(next, 'dict')) compareCatalogs(comparison, old, next);
    else comparison.forbid('catalog-changed', 'catalog');
  });
  // The form's rules name the fields, which pages refer to as well: they stand before anything is walked.
  compareForm(comparison);
  comparison.follow(oldRoot.number, 'catalog');
}

function firstId(trailer: PdfDict): PdfObject {
  const ids = trailer.entries.get('ID') ?? null;
  return isKind(ids, 'array') ? (ids.items[0] ?? null) : ids;
}

function compareCatalogs(comparison: Comparison, before: PdfDict, after: PdfDict): void {
  comparison.sameEntries(before, after, 'catalog', ruled);
  const pair = (key: string) => [before.entries.get(key), after.entries.get(key)] as const;
  compareVersion(comparison, ...pair('Version'));
  compareScalars(comparison, 'Extensions', 'extensions', ...pair('Extensions'));
  compareScalars(comparison, 'MarkInfo', 'metadata', ...pair('MarkInfo'));
  compareMetadata(comparison, ...pair('Metadata'));
  compareSecurityStore(comparison, ...pair('DSS'));
}

function compareVersion(comparison: Comparison, before: PdfObject | undefined, after: PdfObject | undefined): void {
  if (equalDirect(before, after)) return;
  const [old, next] = [comparison.before.resolve(before), comparison.after.resolve(after)];
  const version = (value: PdfObject) => (isKind(value, 'name') ? value.value : '');
  if (/^\d\.\d$/.test(version(next)) && version(next) >= version(old)) {
    comparison.allow('version', 'archival', 'catalog /Version');
  } else comparison.forbid('catalog-changed', 'catalog /Version');
}

/** Dictionaries of names, numbers and truth values, nested at most twice: they can say nothing on a page. */
function compareScalars(
  comparison: Comparison,
  key: string,
  code: 'extensions' | 'metadata',
  before: PdfObject | undefined,
  after: PdfObject | undefined,
): void {
  const place = `catalog /${key}`;
  if (after === undefined || after === null) {
    if (before !== undefined && before !== null) comparison.forbid('object-removed', place);
    return;
  }
  const isScalar = (value: PdfObject, depth: number): boolean => {
    const target = comparison.after.resolve(value);
    if (isKind(target, 'dict')) return depth < 3 && [...target.entries.values()].every((v) => isScalar(v, depth + 1));
    if (isKind(target, 'array')) return depth < 3 && target.items.every((v) => isScalar(v, depth + 1));
    return !isKind(target, 'stream');
  };
  const value = comparison.moved(before, after, place);
  if (!isKind(value, 'dict') || !isScalar(value, 0)) {
    comparison.forbid('catalog-changed', place);
    return;
  }
  const old = comparison.before.resolve(before);
  const news = comparison.accept(value, place, true);
  if (news || !equalDirect(old, value)) comparison.allow(code, 'archival', place);
}

function compareMetadata(comparison: Comparison, before: PdfObject | undefined, after: PdfObject | undefined): void {
  const place = 'catalog /Metadata';
  if (after === undefined || after === null) {
    if (before !== undefined && before !== null) comparison.forbid('object-removed', place);
    return;
  }
  const value = comparison.moved(before, after, place);
  const old = comparison.before.resolve(before);
  if (isKind(old, 'stream') && equalDirect(old, value)) return;
  const typed = isKind(value, 'stream') && comparison.after.name(value.dict, 'Type') === 'Metadata';
  if (!typed || !isWellFormedXml(comparison.after.decode(value))) {
    comparison.forbid('object-changed', place);
    return;
  }
  comparison.accept(value, place, false);
  comparison.allow('metadata', 'archival', place);
}

/** The information dictionary: text and dates only, shown in a dialogue and never on a page. */
function compareInformation(comparison: Comparison, before: PdfObject | undefined, after: PdfObject | undefined): void {
  if (after === undefined || after === null) return;
  const place = 'trailer /Info';
  const value = comparison.moved(before, after, place);
  const old = comparison.before.resolve(before);
  if (!isKind(value, 'dict')) {
    if (value !== null) comparison.forbid('object-changed', place);
    return;
  }
  for (const [key, entry] of value.entries) {
    const target = comparison.after.resolve(entry);
    if (isKind(target, 'dict') || isKind(target, 'stream')) {
      comparison.same(isKind(old, 'dict') ? old.entries.get(key) : undefined, entry, `${place} /${key}`);
    } else comparison.accept(entry, place, true);
  }
  if (!equalDirect(old, value)) comparison.allow('information', 'archival', place);
}
