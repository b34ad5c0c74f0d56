import { isKind, type PdfDict } from '../pdf/objects.ts';
import type { PdfDocument } from '../pdf/reader.ts';
import { textOf } from '../pdf/text-string.ts';
import type { Change } from './changes.ts';

/** Fields that must not change any more after a signature (ISO 32000-2, 12.8.2.4 and table 237). */
export interface FieldLock {
  action: 'All' | 'Include' | 'Exclude';
  fields: readonly string[];
}

/** What a signature allows to happen after it. */
export interface Protection {
  /** DocMDP: 1 nothing but validation data, 2 filling in and signing, 3 annotations too; undefined: no certification. */
  certification: 1 | 2 | 3 | undefined;
  /** /P of a field lock (PDF 2.0): the same restriction by an approval signature. */
  restriction: 1 | 2 | 3 | undefined;
  locks: readonly FieldLock[];
  /** A reference whose transform nobody here knows: whatever it forbids, we cannot say that it was kept. */
  unknownTransform: boolean;
}

export interface JudgedChange extends Change {
  forbidden: boolean;
}

export interface LaterChanges {
  level: 'none' | 'allowed' | 'forbidden';
  changes: JudgedChange[];
}

/** Judges what happened after a signature by what that signature allows. */
export function judgeLaterChanges(changes: readonly Change[], protection: Protection): LaterChanges {
  const judged = changes.map((found) => ({ ...found, forbidden: isForbidden(found, protection) }));
  const level = judged.length === 0 ? 'none' : judged.some(({ forbidden }) => forbidden) ? 'forbidden' : 'allowed';
  return { level, changes: judged };
}

function isForbidden(found: Change, { certification, restriction, locks }: Protection): boolean {
  if (found.level === 'forbidden') return true;
  if (found.level === 'form' && (certification === 1 || restriction === 1)) return true;
  if (certification !== undefined && !found.allowedAfterCertification) return true;
  const { field } = found;
  return field !== undefined && !found.allowedWhenLocked && locks.some((lock) => isLocked(lock, field));
}

/** A lock on a field covers the fields below it. */
function isLocked({ action, fields }: FieldLock, name: string): boolean {
  if (action === 'All') return true;
  const named = fields.some((field) => name === field || name.startsWith(`${field}.`));
  return action === 'Include' ? named : !named;
}

/** Reads what a signature protects from its /Reference entries and from its field's /Lock. */
export function readProtection(document: PdfDocument, signature: PdfDict, field: PdfDict): Protection {
  const locks: FieldLock[] = [];
  let certification: Protection['certification'];
  let unknownTransform = false;
  for (const item of document.array(signature, 'Reference')?.items ?? []) {
    const reference = document.resolve(item);
    if (!isKind(reference, 'dict')) continue;
    const method = document.name(reference, 'TransformMethod');
    const parameters = document.dict(reference, 'TransformParams');
    if (method === 'DocMDP') {
      // Table 257: 2 is the default.
      certification = parameters === undefined ? 2 : (level(document, parameters) ?? 2);
    } else if (method === 'FieldMDP' && parameters !== undefined) locks.push(readLock(document, parameters));
    else unknownTransform = true;
  }
  const lock = document.dict(field, 'Lock');
  if (lock !== undefined) locks.push(readLock(document, lock));
  const restriction = lock === undefined ? undefined : level(document, lock);
  return { certification, restriction, locks, unknownTransform };
}

function level(document: PdfDocument, dict: PdfDict): 1 | 2 | 3 | undefined {
  const value = document.value(dict, 'P');
  if (value === null) return undefined;
  // A level that does not exist is read as the strictest.
  return value === 2 || value === 3 ? value : 1;
}

function readLock(document: PdfDocument, dict: PdfDict): FieldLock {
  const action = document.name(dict, 'Action');
  const names = document.array(dict, 'Fields')?.items.map((item) => document.resolve(item)) ?? [];
  const fields = names.flatMap((name) => (isKind(name, 'string') ? [textOf(name)] : []));
  if (action === 'Include' || action === 'Exclude') return { action, fields };
  return { action: 'All', fields: [] };
}
