import { z } from 'zod';

/*
 * A place for copies:
 *   layang-backups.json          whose copies these are
 *   documents/ab/cd/<hex>        files by their SHA-256, shared by all copies of the place
 *   2026-11-22T010000Z/          one copy; under another name until it is whole
 *     backup.json                written last: what belongs to the copy, with the hash of every part
 *     tables/<table>.gz          rows as COPY gives them
 *     documents.gz               a line a document: SHA-256 and length
 *     keys/                      DATA_DIR/keys as it is, officials' keys still wrapped in the tables
 */
export const PLACE_FILE = 'layang-backups.json';
export const DOCUMENTS = 'documents';
export const MANIFEST = 'backup.json';
export const DOCUMENT_LIST = 'documents.gz';
export const KEYS = 'keys';

/** 1: the first. A copy of a form that is not known is refused. */
export const FORM = 1;

const hash = z.string().regex(/^[0-9a-f]{64}$/);
const Part = z.object({ sha256: hash, length: z.int().min(0) });
/** A file of the copy: SHA-256 in hex and length of its bytes. */
export type Part = z.infer<typeof Part>;

export const Place = z.object({
  form: z.literal(FORM),
  /** SHA-256 of the office's root certificate: copies of two offices never lie in one place. */
  office: hash,
});

/** Names that lead nowhere else. */
const safeName = z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/);

export const Manifest = z.object({
  form: z.literal(FORM),
  /** The Layang that made it. */
  layang: z.string(),
  office: hash,
  officeName: z.string(),
  /** The moment that the copy shows. */
  takenAt: z.coerce.date(),
  finishedAt: z.coerce.date(),
  /** The schema: what the database had run. */
  migrations: z.array(z.string()).min(1),
  tables: z.array(Part.extend({ name: safeName, columns: z.array(z.string()), rows: z.int().min(0) })),
  sequences: z.array(z.object({ name: safeName, lastValue: z.string().regex(/^-?\d+$/) })),
  documents: Part.extend({ count: z.int().min(0), bytes: z.int().min(0) }),
  keys: z.array(Part.extend({ name: safeName })),
  /** Issued letters in it. */
  letters: z.int().min(0),
  /** How far each register had counted: letters issued later carry the numbers after these. */
  registers: z.array(z.object({ register: z.string(), unit: z.string(), year: z.int(), last: z.int() })),
  /** What could not be copied as it should be. */
  findings: z.array(
    z.object({ code: z.string(), about: z.string(), words: z.object({ id: z.string(), en: z.string() }) }),
  ),
});
export type Manifest = z.infer<typeof Manifest>;

/** `2026-11-22T010000Z`: sorts by time, and is a name on every file system. */
export function folderName(takenAt: Date): string {
  return `${takenAt.toISOString().slice(0, 19).replaceAll(':', '')}Z`;
}

export const FOLDER_NAME = /^\d{4}-\d{2}-\d{2}T\d{6}Z$/;

/**
 * Tables whose rows are not copied, each for its reason: they hold nothing that the office must keep, and what they say is
 * about a running process or an open browser.
 */
export const NOT_COPIED: Readonly<Record<string, string>> = {
  session: 'people sign in again; a copy would keep open what somebody has signed out of since',
  rate_limit: 'guesses are counted anew',
  form_sent: 'answers to forms that were open in a browser',
  document_home: 'documents are where the restoration puts them',
  draft_presence: 'who has a draft open at this moment',
};
