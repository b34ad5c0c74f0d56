import type { FormField } from '../pdf/form-fields.ts';
import { isKind, type PdfDict, type PdfObject } from '../pdf/objects.ts';
import type { PdfDocument } from '../pdf/reader.ts';
import { change } from './changes.ts';
import type { Comparison } from './comparison.ts';
import { equalDirect } from './direct-values.ts';

/** A field in both revisions. */
export interface FieldPair {
  field: FormField;
  next: FormField;
}

/** Some programs touch these without meaning anything by it. */
const harmless: ReadonlySet<string> = new Set(['Ff', 'Type']);
/** What filling a field in may change. */
const value = ['V', 'AP', 'AS', 'F', 'DA', 'Q'] as const;
const filling: ReadonlySet<string> = new Set([...harmless, ...value]);

/** A terminal field. A signed signature field is frozen, an unsigned one may be signed, any other may be filled in. */
export function compareField(comparison: Comparison, pair: FieldPair, before: PdfObject, after: PdfObject): void {
  const { field, next } = pair;
  const place = `field ${field.name}`;
  if (!isKind(before, 'dict') || !isKind(after, 'dict')) {
    comparison.record(change('field-changed', 'forbidden', place, { field: field.name }));
    return;
  }
  compareTypes(comparison, before, after, place);
  const changed = isFilled(before, after);
  if (!changed || (field.type === 'Sig' && !isFreshlySigned(comparison, pair))) {
    comparison.sameEntries(before, after, place, harmless);
    return;
  }
  comparison.sameEntries(before, after, place, filling);
  if (field.type === 'Sig') {
    acceptAppearance(comparison, before, after, place);
    recordSignature(comparison, next, isVisible(comparison.after, next));
    return;
  }
  acceptAppearance(comparison, before, after, place);
  comparison.accept(after.entries.get('V'), place, true);
  recordFilling(comparison, field, before, after, place);
}

/** A widget that is a dictionary of its own, below its field. */
export function compareWidget(comparison: Comparison, pair: FieldPair, before: PdfObject, after: PdfObject): void {
  const { field } = pair;
  const place = `field ${field.name} widget`;
  if (!isKind(before, 'dict') || !isKind(after, 'dict')) {
    comparison.record(change('field-changed', 'forbidden', place, { field: field.name }));
    return;
  }
  compareTypes(comparison, before, after, place);
  const frozen = field.type === 'Sig' && !isFreshlySigned(comparison, pair);
  const filled = !equalDirect(pair.field.value, pair.next.value);
  if (frozen || (!filled && !isFilled(before, after))) {
    comparison.sameEntries(before, after, place, harmless);
    return;
  }
  comparison.sameEntries(before, after, place, filling);
  acceptAppearance(comparison, before, after, place);
  if (filled && equalDirect(before.entries.get('F'), after.entries.get('F'))) {
    if (isFilled(before, after)) {
      comparison.record(change('field-filled', 'form', place, { field: field.name, allowedWhenLocked: false }));
    }
  } else recordFilling(comparison, field, before, after, place);
}

/** Filled in is what has another value; what only looks otherwise, or was hidden before, may show what was always there. */
function recordFilling(comparison: Comparison, field: FormField, before: PdfDict, after: PdfDict, place: string): void {
  const same = (key: string) => equalDirect(before.entries.get(key), after.entries.get(key));
  const code = same('V') || !same('F') ? 'field-redrawn' : 'field-filled';
  comparison.record(change(code, 'form', place, { field: field.name, allowedWhenLocked: false }));
}

/** A value put into a signature field: a document time-stamp without appearance is archival, all else is signing. */
export function recordSignature(comparison: Comparison, field: FormField, visible: boolean): void {
  const value = comparison.after.resolve(field.value);
  if (value === null) return;
  const place = `field ${field.name} /V`;
  const isNew = isKind(field.value, 'ref') && !comparison.existed(field.value.number);
  if (!isNew || !isKind(value, 'dict')) {
    comparison.record(change('field-changed', 'forbidden', place, { field: field.name }));
    return;
  }
  comparison.accept(field.value, place);
  const isStamp = comparison.after.name(value, 'Type') === 'DocTimeStamp' && !visible;
  comparison.record(
    isStamp
      ? change('time-stamp-added', 'archival', place, { field: field.name })
      : change('signature-added', 'form', place, { field: field.name, allowedWhenLocked: false }),
  );
}

/** Whether a person sees it: a widget with an area (ISO 32000-2, 12.7.5.5). */
export function isVisible(document: PdfDocument, field: FormField): boolean {
  return field.widgets.some(({ dict }) => {
    const rectangle = document.array(dict, 'Rect')?.items.map((item) => document.resolve(item)) ?? [];
    const [left, bottom, right, top] = rectangle.map((side) => (typeof side === 'number' ? side : Number.NaN));
    const area = ((right ?? 0) - (left ?? 0)) * ((top ?? 0) - (bottom ?? 0));
    return area !== 0;
  });
}

function isFreshlySigned(comparison: Comparison, { field, next }: FieldPair): boolean {
  return comparison.before.resolve(field.value) === null && comparison.after.resolve(next.value) !== null;
}

function isFilled(before: PdfDict, after: PdfDict): boolean {
  return value.some((key) => !equalDirect(before.entries.get(key), after.entries.get(key)));
}

/** /Type may be added to say what it is anyway; some readers act on it, so it never changes. */
function compareTypes(comparison: Comparison, before: PdfDict, after: PdfDict, place: string): void {
  const [old, next] = [before.entries.get('Type'), after.entries.get('Type')];
  if (old === undefined && (next === undefined || (isKind(next, 'name') && next.value === 'Annot'))) return;
  comparison.same(old, next, `${place} /Type`);
}

function acceptAppearance(comparison: Comparison, before: PdfDict, after: PdfDict, place: string): void {
  const appearance = comparison.moved(before.entries.get('AP'), after.entries.get('AP'), `${place} /AP`);
  if (appearance !== null && !isKind(appearance, 'dict')) comparison.forbid('object-changed', `${place} /AP`);
  comparison.accept(appearance, `${place} /AP`, true);
}
