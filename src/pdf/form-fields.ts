import { PdfDamage } from './damage.ts';
import { isKind, type PdfDict, type PdfObject, type PdfRef } from './objects.ts';
import type { PdfDocument } from './reader.ts';
import { textOf } from './text-string.ts';

const DEEPEST = 32;
/** Fields and widgets together. */
const MOST_NODES = 100_000;

/** A terminal field of the form: one that has a value and is not merely a branch of names. */
export interface FormField {
  /** The full name, partial names joined by dots (ISO 32000-2, 12.7.4.2). */
  readonly name: string;
  /** Undefined for a field that stands directly in an array, which the standard forbids. */
  readonly ref: PdfRef | undefined;
  readonly dict: PdfDict;
  /** /FT, inherited: Btn, Tx, Ch, Sig. */
  readonly type: string | undefined;
  /** /V, inherited, reference not followed; null if there is none. */
  readonly value: PdfObject;
  /** Its widgets: itself where field and widget are one dictionary, else its kids. */
  readonly widgets: readonly { readonly ref: PdfRef | undefined; readonly dict: PdfDict }[];
}

interface Above {
  name: string;
  type: string | undefined;
  value: PdfObject;
}

/** All terminal fields in the order of /AcroForm /Fields; empty without a form. */
export function listFields(document: PdfDocument): FormField[] {
  const form = document.dict(document.catalog, 'AcroForm');
  const roots = form === undefined ? undefined : document.array(form, 'Fields');
  const fields: FormField[] = [];
  const seen = new Set<number>();
  let nodes = 0;
  const visit = (node: PdfObject, above: Above, depth: number): void => {
    if (depth > DEEPEST) throw new PdfDamage('limit', 'form too deep');
    const ref = isKind(node, 'ref') ? node : undefined;
    if (ref !== undefined) {
      if (seen.has(ref.number)) throw new PdfDamage('structure', 'a form field stands in the form twice');
      seen.add(ref.number);
    }
    const dict = document.resolve(node);
    // A reference to a field that was never written is no field; readers agree on that.
    if (dict === null) return;
    if (!isKind(dict, 'dict')) throw new PdfDamage('structure', 'form field is no dictionary');
    const here = describe(document, dict, above);
    const below = document.array(dict, 'Kids')?.items ?? [];
    nodes += 1 + below.length;
    if (nodes > MOST_NODES) throw new PdfDamage('limit', 'form too large');
    const kids = below.map((kid) => {
      const value = document.resolve(kid);
      return { kid, ref: isKind(kid, 'ref') ? kid : undefined, dict: isKind(value, 'dict') ? value : undefined };
    });
    const branches = kids.filter((kid) => kid.dict?.entries.has('T'));
    for (const { kid } of branches) visit(kid, here, depth + 1);
    if (branches.length > 0) return;
    const widgets = kids.flatMap((kid) => (kid.dict === undefined ? [] : [{ ref: kid.ref, dict: kid.dict }]));
    const own = document.name(dict, 'Subtype') === 'Widget' ? [{ ref, dict }] : [];
    fields.push({ ...here, ref, dict, widgets: widgets.length > 0 ? widgets : own });
  };
  for (const root of roots?.items ?? []) visit(root, { name: '', type: undefined, value: null }, 0);
  return fields;
}

function describe(document: PdfDocument, dict: PdfDict, above: Above): Above {
  const partial = document.value(dict, 'T');
  const name = isKind(partial, 'string') ? textOf(partial) : undefined;
  return {
    name: name === undefined ? above.name : above.name === '' ? name : `${above.name}.${name}`,
    type: document.name(dict, 'FT') ?? above.type,
    value: dict.entries.get('V') ?? above.value,
  };
}
