import { type FormField, listFields } from '../pdf/form-fields.ts';
import { isKind, type PdfDict, type PdfObject, pdfDict } from '../pdf/objects.ts';
import { change } from './changes.ts';
import type { Comparison } from './comparison.ts';
import { equalDirect } from './direct-values.ts';
import { compareField, compareWidget, isVisible, recordSignature } from './field-rules.ts';

/** Form keys with a rule of their own; the others (XFA, CO, …) are frozen. */
const ruled: ReadonlySet<string> = new Set(['Fields', 'SigFlags', 'DR', 'DA', 'Q', 'NeedAppearances']);
const defaults = ['DR', 'DA', 'Q', 'NeedAppearances'] as const;

/** What a new signature field or its widget may hold: no actions, and nothing that nobody foresaw. */
const signatureFieldKeys: ReadonlySet<string> = new Set([
  ...['Type', 'Subtype', 'FT', 'T', 'TU', 'TM', 'Ff', 'V', 'F', 'Rect', 'P', 'AP', 'AS', 'Lock', 'SV', 'MK', 'DA', 'Q'],
  ...['DR', 'Parent', 'Kids', 'NM', 'M', 'StructParent', 'Border', 'BS', 'H', 'Lang'],
]);

/**
 * Compares /AcroForm: fields stay and stay in order, new signature fields may come, values may be filled in
 * (what DocMDP and locks say of that is judged per signature). Also sets the rules for fields and widgets.
 */
export function compareForm(comparison: Comparison): void {
  const next = new Map(
    listFields(comparison.after).flatMap((field) =>
      field.ref === undefined ? [] : [[field.ref.number, field] as const],
    ),
  );
  const fields = listFields(comparison.before);
  for (const field of fields) setRules(comparison, field, field.ref && next.get(field.ref.number));
  const added = newFields(comparison);
  const taken = new Set(fields.map(({ name }) => name));
  const [before, after] = [
    comparison.before.catalog.entries.get('AcroForm'),
    comparison.after.catalog.entries.get('AcroForm'),
  ];
  if (after === undefined || after === null) {
    if (before !== undefined && before !== null) comparison.forbid('form-changed', 'catalog /AcroForm');
    return;
  }
  const form = comparison.moved(before, after, 'catalog /AcroForm');
  const old = comparison.before.resolve(before);
  if (!isKind(form, 'dict')) {
    comparison.forbid('form-changed', 'catalog /AcroForm');
    return;
  }
  compareFormDictionaries(comparison, isKind(old, 'dict') ? old : pdfDict({}), form, added);
  for (const field of added) {
    compareNewField(comparison, field, taken);
    taken.add(field.name);
  }
}

/** The object numbers of the widgets of signature fields that the newer revision adds. */
export function newSignatureWidgets(comparison: Comparison): ReadonlySet<number> {
  const widgets = newFields(comparison)
    .filter(({ type }) => type === 'Sig')
    .flatMap((field) => field.widgets);
  return new Set(
    widgets.flatMap(({ ref }) => (ref === undefined || comparison.existed(ref.number) ? [] : [ref.number])),
  );
}

function newFields(comparison: Comparison): FormField[] {
  const known = new Set(listFields(comparison.before).map(({ ref }) => ref?.number));
  return listFields(comparison.after).filter(({ ref }) => !known.has(ref?.number));
}

function setRules(comparison: Comparison, field: FormField, next: FormField | undefined): void {
  const { ref } = field;
  if (ref === undefined) return;
  const place = `field ${field.name}`;
  if (next === undefined || next.name !== field.name || next.type !== field.type) {
    comparison.record(change('field-removed', 'forbidden', place, { field: field.name }));
    return;
  }
  comparison.rules.set(ref.number, (before, after) => compareField(comparison, { field, next }, before, after));
  for (const widget of field.widgets) {
    if (widget.ref === undefined || widget.ref.number === ref.number) continue;
    comparison.rules.set(widget.ref.number, (before, after) =>
      compareWidget(comparison, { field, next }, before, after),
    );
  }
}

function compareFormDictionaries(comparison: Comparison, old: PdfDict, form: PdfDict, added: FormField[]): void {
  const place = 'catalog /AcroForm';
  comparison.sameEntries(old, form, place, ruled);
  const flags = (dict: PdfDict) =>
    typeof dict.entries.get('SigFlags') === 'number' ? Number(dict.entries.get('SigFlags')) : 0;
  // Signing may set the two flags and never clears one (ISO 32000-2, table 225).
  if ((flags(form) & flags(old)) !== flags(old) || (flags(form) & ~3 & ~flags(old)) !== 0) {
    comparison.forbid('form-changed', `${place} /SigFlags`);
  }
  for (const key of defaults) {
    const [before, after] = [old.entries.get(key), form.entries.get(key)];
    const news = comparison.accept(after, `${place} /${key}`, true);
    const first = before === undefined && old.entries.size === 0;
    if ((news || !equalDirect(before, after)) && !first) comparison.allow('form-defaults', 'form', `${place} /${key}`);
  }
  const newcomers = new Set(added.map(({ ref }) => ref?.number));
  const [before, after] = [old.entries.get('Fields'), form.entries.get('Fields')];
  const known = listed(comparison.before.resolve(before));
  const next = listed(comparison.moved(before, after, `${place} /Fields`));
  const kept = next.filter((item) => !isKind(item, 'ref') || !newcomers.has(item.number));
  if (kept.length !== known.length) comparison.forbid('form-changed', `${place} /Fields`);
  known.forEach((item, index) => {
    comparison.same(item, kept[index], `${place} /Fields[${index}]`);
  });
}

function compareNewField(comparison: Comparison, field: FormField, taken: ReadonlySet<string>): void {
  const place = `field ${field.name}`;
  const parts = [{ ref: field.ref, dict: field.dict }, ...field.widgets];
  const allNew = parts.every(({ ref }) => ref !== undefined && !comparison.existed(ref.number));
  const plain = parts.every(({ dict }) => [...dict.entries.keys()].every((key) => signatureFieldKeys.has(key)));
  // Another kind of annotation under a field's name would be drawn by its own rules.
  const drawn = field.widgets.every(({ dict }) => comparison.after.name(dict, 'Subtype') === 'Widget');
  const visible = isVisible(comparison.after, field);
  const signed = comparison.after.resolve(field.value) !== null;
  // An appearance over the page that nobody signs for is an overlay, whatever its field is called.
  const overlay = visible && !signed && parts.some(({ dict }) => dict.entries.has('AP'));
  const named = field.name !== '' && !taken.has(field.name);
  if (field.type !== 'Sig' || !allNew || !plain || !drawn || overlay || !named) {
    comparison.record(change('field-added', 'forbidden', place, { field: field.name }));
    return;
  }
  comparison.accept(field.ref, place);
  comparison.record(
    change('signature-field-added', visible ? 'form' : 'archival', place, {
      field: field.name,
      allowedWhenLocked: !visible,
      allowedAfterCertification: !visible,
    }),
  );
  recordSignature(comparison, field, visible);
}

function listed(value: PdfObject): readonly PdfObject[] {
  return isKind(value, 'array') ? value.items : [];
}
