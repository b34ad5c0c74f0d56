import type { IncrementalUpdate } from './incremental-update.ts';
import {
  isKind,
  type PdfDict,
  type PdfObject,
  type PdfRef,
  pdfArray,
  pdfDict,
  pdfName,
  withEntries,
} from './objects.ts';
import type { PdfDocument } from './reader.ts';

/**
 * Hangs a widget into the structure of a tagged file as a Form element (PDF/UA-1, 7.18.4), at the end of the document.
 * Gives the widget's /StructParent, or undefined where there is no structure to hang it into.
 */
export function addFormElement(update: IncrementalUpdate, widget: PdfRef, page: PdfRef): number | undefined {
  const { document } = update;
  const rootRef = document.catalog.entries.get('StructTreeRoot') ?? null;
  const root = document.resolve(rootRef);
  if (!isKind(rootRef, 'ref') || !isKind(root, 'dict')) return undefined;
  const free = nextKey(document, document.dict(root, 'ParentTree'));
  if (free === undefined) return undefined;
  const key = Math.max(free, document.integer(root, 'ParentTreeNextKey') ?? 0);
  const whole = wholeDocument(document, root);
  const element = update.put(
    update.allocate(),
    pdfDict({
      Type: pdfName('StructElem'),
      S: pdfName('Form'),
      P: whole?.ref ?? rootRef,
      Pg: page,
      K: pdfDict({ Type: pdfName('OBJR'), Obj: widget, Pg: page }),
    }),
  );
  if (whole !== undefined) update.put(whole.ref, withChild(document, whole.dict, element));
  const grown = whole === undefined ? withChild(document, root, element) : root;
  const parents = withParent(update, document.dict(root, 'ParentTree') ?? pdfDict({}), key, element);
  const held = root.entries.get('ParentTree');
  if (isKind(held, 'ref')) update.put(held, parents);
  const parentTree = isKind(held, 'ref') ? held : parents;
  update.put(rootRef, withEntries(grown, { ParentTree: parentTree, ParentTreeNextKey: key + 1 }));
  return key;
}

/** The one Document element at the top, if there is one: elements beside it would stand outside of the document. */
function wholeDocument(document: PdfDocument, root: PdfDict): { ref: PdfRef; dict: PdfDict } | undefined {
  const kids = root.entries.get('K') ?? null;
  const resolved = isKind(kids, 'ref') ? document.resolve(kids) : kids;
  const only = isKind(resolved, 'array') && resolved.items.length === 1 ? resolved.items[0] : kids;
  const dict = document.resolve(only);
  if (!isKind(only, 'ref') || !isKind(dict, 'dict') || document.name(dict, 'S') !== 'Document') return undefined;
  return { ref: only, dict };
}

function withChild(document: PdfDocument, parent: PdfDict, child: PdfRef): PdfDict {
  const held = parent.entries.get('K') ?? null;
  const value = document.resolve(held);
  const before: readonly PdfObject[] = isKind(value, 'array') ? value.items : held === null ? [] : [held];
  return withEntries(parent, { K: pdfArray([...before, child]) });
}

/** One more than the highest key of a number tree; undefined for a tree that does not tell its limits. */
function nextKey(document: PdfDocument, tree: PdfDict | undefined): number | undefined {
  if (tree === undefined) return 0;
  const numbers = document.array(tree, 'Nums')?.items;
  if (numbers !== undefined) {
    const last = numbers.length < 2 ? -1 : document.resolve(numbers.at(-2));
    return typeof last === 'number' ? last + 1 : undefined;
  }
  const leaf = document.resolve(document.array(tree, 'Kids')?.items.at(-1));
  const limit = isKind(leaf, 'dict') ? document.resolve(document.array(leaf, 'Limits')?.items[1]) : null;
  return typeof limit === 'number' ? limit + 1 : undefined;
}

/** The number tree with one more entry behind all others (ISO 32000-2, 7.9.7). */
function withParent(update: IncrementalUpdate, tree: PdfDict, key: number, element: PdfRef): PdfDict {
  const { document } = update;
  const kids = document.array(tree, 'Kids');
  if (kids !== undefined) {
    const leaf = pdfDict({ Limits: pdfArray([key, key]), Nums: pdfArray([key, element]) });
    return withEntries(tree, { Kids: pdfArray([...kids.items, update.put(update.allocate(), leaf)]) });
  }
  const numbers = document.array(tree, 'Nums')?.items ?? [];
  return withEntries(tree, { Nums: pdfArray([...numbers, key, element]) });
}
