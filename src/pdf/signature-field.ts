import { PdfDamage } from './damage.ts';
import type { IncrementalUpdate } from './incremental-update.ts';
import { isKind, type PdfDict, type PdfRef, pdfArray, pdfDict, pdfName, withEntries } from './objects.ts';
import type { Page } from './pages.ts';
import type { PdfDocument } from './reader.ts';
import { listSignatures } from './signature-dictionaries.ts';
import { addFormElement } from './structure-tree.ts';
import { textString } from './text-string.ts';

export interface NewSignatureField {
  name: string;
  /** What a screen reader says instead of the name (/TU). */
  description: string;
  /** The signature dictionary. */
  value: PdfRef;
  page: Page;
  /** [left, bottom, right, top] in the page's own points; without it the signature is invisible. */
  rect?: readonly [number, number, number, number] | undefined;
}

/** Print and Locked: what PDF/A asks of a widget, and what keeps a reader from moving it (ISO 32000-2, table 167). */
const PRINT_AND_LOCKED = 132;
/** SignaturesExist and AppendOnly (table 225). */
const SIGNATURES_APPEND_ONLY = 3;

/** Adds a signature field, one dictionary with its widget, to the form and to its page; makes the form if there is none. */
export function addSignatureField(update: IncrementalUpdate, field: NewSignatureField): void {
  const ref = update.allocate();
  const rect = field.rect ?? [0, 0, 0, 0];
  const pageRef = field.page.ref;
  if (pageRef === undefined) throw new PdfDamage('structure', 'the page is no object of its own');
  // Not into a signed file: readers count a changed structure among the changes that break a signature.
  const structured = field.rect !== undefined && listSignatures(update.document).length === 0;
  update.put(
    ref,
    withEntries(pdfDict({}), {
      Type: pdfName('Annot'),
      Subtype: pdfName('Widget'),
      FT: pdfName('Sig'),
      T: textString(field.name),
      TU: textString(field.description),
      V: field.value,
      F: PRINT_AND_LOCKED,
      P: pageRef,
      Rect: pdfArray(rect),
      AP: field.rect === undefined ? undefined : pdfDict({ N: emptyAppearance(update, field.rect) }),
      StructParent: structured ? addFormElement(update, ref, pageRef) : undefined,
    }),
  );
  addToPage(update, field.page.dict, pageRef, ref);
  addToForm(update, ref);
}

/** A visible widget must have an appearance (PDF/A-2, 6.3.3); what the reader sees there is part of the page itself. */
function emptyAppearance(update: IncrementalUpdate, rect: readonly [number, number, number, number]): PdfRef {
  const dict = pdfDict({
    Type: pdfName('XObject'),
    Subtype: pdfName('Form'),
    BBox: pdfArray([0, 0, rect[2] - rect[0], rect[3] - rect[1]]),
    Resources: pdfDict({}),
    Length: 0,
  });
  return update.put(update.allocate(), { kind: 'stream', dict, raw: Buffer.alloc(0), start: -1, end: -1 });
}

function addToPage(update: IncrementalUpdate, page: PdfDict, pageRef: PdfRef, widget: PdfRef): void {
  const { document } = update;
  const held = page.entries.get('Annots') ?? null;
  const annotations = document.resolve(held);
  if (annotations !== null && !isKind(annotations, 'array')) throw new PdfDamage('structure', '/Annots is no array');
  const grown = pdfArray([...(annotations?.items ?? []), widget]);
  // In a tagged file the order of annotations has to be that of the structure (PDF/UA-1, 7.18.3).
  const tabs = isTagged(document) && !page.entries.has('Tabs') ? { Tabs: pdfName('S') } : {};
  if (isKind(held, 'ref') && annotations !== null) {
    update.put(held, grown);
    if (Object.keys(tabs).length > 0) update.put(pageRef, withEntries(page, tabs));
  } else {
    update.put(pageRef, withEntries(page, { ...tabs, Annots: grown }));
  }
}

function isTagged(document: PdfDocument): boolean {
  return document.catalog.entries.has('StructTreeRoot');
}

/** Changes as little as can be: the array of fields alone where it is an object of its own and the flags are set already. */
function addToForm(update: IncrementalUpdate, field: PdfRef): void {
  const { document } = update;
  const { catalog } = document;
  const root = document.trailer.entries.get('Root');
  if (!isKind(root, 'ref')) throw new PdfDamage('structure', 'the catalog is no object of its own');
  const held = catalog.entries.get('AcroForm') ?? null;
  const form = document.resolve(held);
  if (form === null) {
    const made = pdfDict({ Fields: pdfArray([field]), SigFlags: SIGNATURES_APPEND_ONLY });
    update.put(root, withEntries(catalog, { AcroForm: update.put(update.allocate(), made) }));
    return;
  }
  if (!isKind(form, 'dict')) throw new PdfDamage('structure', '/AcroForm is no dictionary');
  const heldFields = form.entries.get('Fields') ?? null;
  const fields = document.resolve(heldFields);
  if (fields !== null && !isKind(fields, 'array')) throw new PdfDamage('structure', '/Fields is no array');
  const grown = pdfArray([...(fields?.items ?? []), field]);
  const flags = document.integer(form, 'SigFlags') ?? 0;
  const apart = isKind(heldFields, 'ref') && fields !== null;
  if (apart) update.put(heldFields, grown);
  const flagged = (flags & SIGNATURES_APPEND_ONLY) === SIGNATURES_APPEND_ONLY;
  if (apart && flagged) return;
  const changed = withEntries(form, {
    Fields: apart ? heldFields : grown,
    SigFlags: flags | SIGNATURES_APPEND_ONLY,
  });
  if (isKind(held, 'ref')) update.put(held, changed);
  else update.put(root, withEntries(catalog, { AcroForm: changed }));
}
