import { randomBytes } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Request, RequestHandler } from 'express';
import multer from 'multer';
import { openWorkingFolder } from '../documents/working-folder.ts';
import { Fault, type Refusal } from '../errors.ts';
import { fileRefusal } from './file-refusals.ts';
import { Places } from './places.ts';
import { networkOf } from './sign-in-throttle.ts';

/** Which files a form may bring: all by one field. */
export interface FilesWanted {
  field: string;
  most: number;
  /** Of each file. */
  maxBytes: number;
}

/** A file as it lies on disk until its request is answered. Whoever wants it longer takes the bytes over. */
export interface ReceivedFile {
  path: string;
  /** The last part of the name that the sender's machine gave it: one line, for the reader; nothing to trust. */
  name: string;
  /** Bytes, at least 1. */
  size: number;
}

interface Reception {
  /** In the order of the form; whichever is refused leaves its place empty. */
  files: (ReceivedFile | undefined)[];
  problem: Refusal | undefined;
  /** Some came with a form that may bring none: its session has ended. */
  turnedAway: boolean;
  /** The answer is out: whatever comes to its end after that goes at once. */
  over: boolean;
}

/** Files coming in at once, of all and of one person, at this process: each takes room on its disk while it does. */
const AT_ONCE = 16;
const AT_ONCE_EACH = 3;

/** Text beside the files: bounded as a whole by fields times size. */
const FIELDS = 300;
const FIELD_BYTES = 64 * 1024;

/** The field of a form kept over a sign-in that says that it came with files: it goes on without them, and no longer as multipart. */
export const LEFT_BEHIND = 'filesLeft';

const receptions = new WeakMap<Request, Reception>();

/** The files of this request. What was wrong with them is refused on their field, so that a page shows it there. */
export function receivedFiles(req: Request): readonly ReceivedFile[] {
  const reception = receptions.get(req);
  if (reception === undefined) return [];
  if (reception.problem !== undefined) throw reception.problem;
  return reception.files.filter((file) => file !== undefined);
}

/** Whether files came that were not taken in, because nobody was signed in any more. */
export function filesTurnedAway(req: Request): boolean {
  return receptions.get(req)?.turnedAway === true;
}

export function receivedFile(req: Request, field: string): ReceivedFile {
  const [file] = receivedFiles(req);
  if (file === undefined) throw fileRefusal('file-missing', field);
  return file;
}

/**
 * Takes the files of multipart forms to `directory`, and what was typed beside them to `req.body`. A file's first byte
 * touches the disk only after `mayBring` has seen the fields before it: the CSRF token stands first in every form of ours, so a
 * form from elsewhere leaves nothing. Nothing of a file that is too large, unexpected or one too many stays either, while the
 * fields are kept: what was typed is shown again.
 */
export function filesReceiver(directory: string) {
  const places = new Places(AT_ONCE, AT_ONCE_EACH);
  let ready: Promise<void> | undefined;
  const prepared = () => {
    ready ??= openWorkingFolder(directory).catch((error: unknown) => {
      ready = undefined;
      throw error;
    });
    return ready;
  };

  return (wanted: FilesWanted, mayBring: (req: Request) => boolean): RequestHandler =>
    (req, res, next) => {
      const reception: Reception = { files: [], problem: undefined, turnedAway: false, over: false };
      const refuse = (code: Parameters<typeof fileRefusal>[0], name = '') => {
        const bounds = { most: wanted.most, bytes: wanted.maxBytes, name };
        reception.problem ??= fileRefusal(code, wanted.field, bounds);
      };
      // Whoever is not signed in is told apart by network.
      const who = req.user === undefined ? networkOf(req.ip ?? '') : String(req.user.personId);
      let place: 'none' | 'held' | 'refused' = 'none';
      let expected = 0;

      const storage: multer.StorageEngine = {
        _handleFile(_req, file, done) {
          const path = join(directory, randomBytes(16).toString('hex'));
          const place = reception.files.push(undefined) - 1;
          prepared()
            .then(() => keepUpTo(file.stream, path, wanted.maxBytes))
            .then(async (size) => {
              const name = shownName(file.originalname);
              if (size === 'too-large') refuse('file-too-large', name);
              // Alone it counts as none; among others it would be missing and nobody would know.
              else if (size === 0 && wanted.most > 1) refuse('file-empty', name);
              else if (size > 0 && !reception.over) reception.files[place] = { path, name, size };
              if (reception.files[place] === undefined) await rm(path, { force: true });
            })
            .catch(async (error: unknown) => {
              await rm(path, { force: true });
              if (!isFull(error)) throw error;
              refuse('disk-full');
            })
            .then(() => done(null, {}), done);
        },
        _removeFile: (_req, _file, done) => done(null),
      };
      const fileFilter: multer.Options['fileFilter'] = (_req, file, answer) => {
        if (!mayBring(req)) {
          reception.turnedAway = true;
          return answer(null, false);
        }
        if (file.fieldname !== wanted.field || ++expected > wanted.most) refuse('too-many-files');
        else if (place === 'none') place = places.take(who) ? 'held' : 'refused';
        if (place === 'refused') refuse('files-busy');
        answer(null, reception.problem === undefined);
      };
      const limits = {
        fields: FIELDS,
        fieldSize: FIELD_BYTES,
        fieldNameSize: 100,
        // Names in brackets stay names, as in every other form.
        fieldNestingDepth: 0,
        parts: FIELDS + wanted.most + 10,
        headerPairs: 20,
      };
      receptions.set(req, reception);
      if (req.body?.[LEFT_BEHIND] === 'yes') refuse('files-left');
      multer({ storage, fileFilter, limits, defParamCharset: 'utf8' }).any()(req, res, (error: unknown) => {
        if (place === 'held') places.give(who);
        if (error === undefined) return next();
        // Cut off, not well-formed, too many fields.
        const unread = Object.assign(new Fault('reading a form with files', { cause: error }), { status: 400 });
        removeReceived(req).then(() => next(unread), next);
      });
    };
}

/** After the answer, and after whatever went wrong. */
export async function removeReceived(req: Request): Promise<void> {
  const reception = receptions.get(req);
  if (reception === undefined) return;
  reception.over = true;
  const files = reception.files.splice(0).filter((file) => file !== undefined);
  await Promise.all(files.map(({ path }) => rm(path, { force: true })));
}

/** Bytes written; the rest of what is too large is read and thrown away, so that the sender gets an answer and not a cut. */
async function keepUpTo(stream: Readable, path: string, most: number): Promise<number | 'too-large'> {
  let size = 0;
  async function* bounded(chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      size += chunk.length;
      if (size <= most) yield chunk;
    }
  }
  await pipeline(stream, bounded, createWriteStream(path, { flags: 'wx', mode: 0o600 }));
  return size > most ? 'too-large' : size;
}

function shownName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? '';
  return last
    .normalize('NFC')
    .replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, '')
    .slice(0, 200);
}

function isFull(error: unknown): boolean {
  const code = typeof error === 'object' && error !== null && 'code' in error ? error.code : undefined;
  return code === 'ENOSPC' || code === 'EDQUOT';
}
