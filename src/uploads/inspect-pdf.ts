import { isPdfDamage } from '../pdf/damage.ts';
import { isKind, type PdfDict, type PdfObject } from '../pdf/objects.ts';
import { pagesOf } from '../pdf/pages.ts';
import { openPdf, type PdfDocument } from '../pdf/reader.ts';
import { listSignatures } from '../pdf/signature-dictionaries.ts';
import { hidesLayers } from './hidden-layers.ts';
import { MOST_UPLOAD_PAGES, type UploadProblem } from './upload-words.ts';

/** `forgiven`: what was found of that which the caller forgives; absent where nothing was. */
export type Inspection = { pages: number; forgiven?: UploadProblem[] } | { problem: UploadProblem };

const MOST_OBJECTS = 2_000_000;
const DEEPEST = 200;

/** Actions that reach outside the document or run something (ISO 32000-2, 12.6.4), beside JavaScript. */
const ACTIVE_ACTIONS = new Set([
  ...['Launch', 'GoToR', 'GoToE', 'SubmitForm', 'ImportData', 'Rendition', 'Movie', 'Sound', 'RichMediaExecute'],
  ...['GoTo3DView', 'SetOCGState'],
]);
const ACTIVE_ANNOTATIONS = new Set(['RichMedia', '3D', 'Screen', 'Movie', 'Sound']);

const NONE: ReadonlySet<UploadProblem> = new Set();

/**
 * A PDF read by the strict reader: how many pages, or why it is not taken. `pdf-damaged` says that this reader cannot read
 * it whole; whether it can be mended is the caller's question. Only what the catalog leads to is looked at: nothing else
 * is ever shown. What is in `forgivable` is no reason, and is told: a letter from outside is read as its pages show it.
 */
export function inspectPdf(pdf: Uint8Array, forgivable = NONE): Inspection {
  try {
    const document = openPdf(pdf);
    if (document.encrypted) return { problem: 'pdf-encrypted' };
    return look(document, forgivable);
  } catch (error) {
    if (!isPdfDamage(error)) throw error;
    return { problem: error.code === 'encrypted' ? 'pdf-encrypted' : 'pdf-damaged' };
  }
}

function look(document: PdfDocument, forgivable: ReadonlySet<UploadProblem>): Inspection {
  const forgiven = new Set<UploadProblem>();
  let pages = 0;
  for (const found of remarkable(document)) {
    if (typeof found === 'number') pages = found;
    else if (forgivable.has(found)) forgiven.add(found);
    else return { problem: found };
  }
  return { pages, ...(forgiven.size === 0 ? {} : { forgiven: [...forgiven] }) };
}

/** The number of pages, and every reason against the document. */
function* remarkable(document: PdfDocument): Generator<number | UploadProblem> {
  const form = document.dict(document.catalog, 'AcroForm');
  if (form !== undefined && document.value(form, 'XFA') !== null) yield 'pdf-xfa';
  if (document.dict(document.catalog, 'Perms') !== undefined || listSignatures(document).length > 0) yield 'pdf-signed';
  let pages = 0;
  for (const _page of pagesOf(document)) {
    pages += 1;
    if (pages > MOST_UPLOAD_PAGES) yield 'pdf-too-many-pages';
  }
  if (pages === 0) yield 'pdf-no-pages';
  yield pages;
  const names = document.dict(document.catalog, 'Names');
  if (names !== undefined && document.value(names, 'JavaScript') !== null) yield 'pdf-javascript';
  if (names !== undefined && document.value(names, 'EmbeddedFiles') !== null) yield 'pdf-embedded-files';
  if (hidesLayers(document)) yield 'pdf-hidden-layers';
  yield* findActive(document);
}

/** Every dictionary that the catalog leads to, each indirect object once. */
function* findActive(document: PdfDocument): Generator<UploadProblem> {
  const seen = new Set<number>();
  const waiting: { object: PdfObject; depth: number }[] = [{ object: document.catalog, depth: 0 }];
  let looked = 0;
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    let { object } = next;
    looked += 1;
    if (looked > MOST_OBJECTS || next.depth > DEEPEST) yield 'upload-too-costly';
    let depth = next.depth;
    if (isKind(object, 'ref')) {
      if (seen.has(object.number)) continue;
      seen.add(object.number);
      object = document.resolve(object);
      depth = 0;
    }
    const dict = isKind(object, 'stream') ? object.dict : object;
    if (isKind(dict, 'dict')) {
      const problem = activeIn(document, dict, dict !== object);
      if (problem !== undefined) yield problem;
      for (const value of dict.entries.values()) {
        if (typeof value === 'object' && value !== null) waiting.push({ object: value, depth: depth + 1 });
      }
    } else if (isKind(dict, 'array')) {
      for (const item of dict.items) {
        if (typeof item === 'object' && item !== null) waiting.push({ object: item, depth: depth + 1 });
      }
    }
  }
}

function activeIn(document: PdfDocument, dict: PdfDict, stream: boolean): UploadProblem | undefined {
  const { entries } = dict;
  const action = entries.has('S') ? document.name(dict, 'S') : undefined;
  if (action === 'JavaScript' || (action !== undefined && entries.has('JS'))) return 'pdf-javascript';
  // A resource may be named EF too; that of a file specification leads to the files (7.11.4).
  const files = entries.has('EF') ? document.dict(dict, 'EF') : undefined;
  if (files !== undefined && [...files.entries.values()].some((file) => isKind(document.resolve(file), 'stream'))) {
    return 'pdf-embedded-files';
  }
  const subtype = entries.has('Subtype') ? document.name(dict, 'Subtype') : undefined;
  if (subtype === 'FileAttachment') return 'pdf-embedded-files';
  // A stream whose data lie in another file (7.3.8), and a page of another file drawn into this one (8.10.4).
  if (stream && (entries.has('F') || (subtype === 'Form' && entries.has('Ref')))) return 'pdf-active-content';
  // One picture for the screen and another for paper (8.9.5.4), and programs for the printer (8.8.2, 8.10.1): what is seen
  // here would not be what is printed.
  if (stream && (entries.has('Alternates') || entries.has('OPI'))) return 'pdf-hidden-layers';
  if (stream && (subtype === 'PS' || (subtype === 'Form' && document.name(dict, 'Subtype2') === 'PS')))
    return 'pdf-active-content';
  if (action !== undefined && ACTIVE_ACTIONS.has(action)) return 'pdf-active-content';
  if (subtype !== undefined && ACTIVE_ANNOTATIONS.has(subtype)) return 'pdf-active-content';
  return undefined;
}
