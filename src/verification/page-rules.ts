import { isKind, type PdfObject } from '../pdf/objects.ts';
import { pagesOf } from '../pdf/pages.ts';
import type { Comparison } from './comparison.ts';
import { newSignatureWidgets } from './form-rules.ts';

const annotations: ReadonlySet<string> = new Set(['Annots']);

/** Pages are frozen but for widgets of new signature fields, which may come after the annotations that are there. */
export function comparePages(comparison: Comparison): void {
  const widgets = newSignatureWidgets(comparison);
  for (const { index, ref } of pagesOf(comparison.before)) {
    if (ref === undefined) continue;
    const place = `page ${index + 1}`;
    comparison.rules.set(ref.number, (before, after) => {
      if (!isKind(before, 'dict') || !isKind(after, 'dict')) {
        comparison.forbid('page-changed', place);
        return;
      }
      comparison.sameEntries(before, after, place, annotations);
      compareAnnotations(comparison, before.entries.get('Annots'), after.entries.get('Annots'), place, widgets);
    });
  }
}

function compareAnnotations(
  comparison: Comparison,
  before: PdfObject | undefined,
  after: PdfObject | undefined,
  page: string,
  widgets: ReadonlySet<number>,
): void {
  const place = `${page} /Annots`;
  const old = listed(comparison.before.resolve(before));
  const next = listed(comparison.moved(before, after, place));
  if (old === undefined || next === undefined) {
    comparison.same(before, after, place);
    return;
  }
  // Order is depth on the page: what was there stays in order, and only new signature widgets come between or after.
  let at = 0;
  for (const item of next) {
    const expected = old[at];
    if (expected !== undefined && isSameItem(expected, item)) {
      comparison.same(expected, item, place);
      at += 1;
    } else if (!isKind(item, 'ref') || !widgets.has(item.number)) {
      comparison.forbid('annotation-added', place);
      return;
    }
  }
  if (at < old.length) comparison.forbid('annotation-removed', place);
}

function listed(value: PdfObject): readonly PdfObject[] | undefined {
  if (value === null) return [];
  return isKind(value, 'array') ? value.items : undefined;
}

function isSameItem(before: PdfObject, after: PdfObject): boolean {
  if (isKind(before, 'ref')) return isKind(after, 'ref') && before.number === after.number;
  return !isKind(after, 'ref');
}
