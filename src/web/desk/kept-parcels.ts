import { inOneTab } from '../browser/one-tab.ts';
import type { Sealed, Sealing } from '../browser/sealing.ts';
import { openShelf } from '../browser/shelf.ts';
import { hasRoomFor } from './room.ts';

/** Files that become one item of the desk. */
export interface Parcel {
  unitId: string;
  files: File[];
}

/** A parcel without its bytes. */
export interface Label {
  unitId: string;
  files: { name: string; type: string; size: number }[];
  /** What the server refused, or is wrong with what was kept; empty while it only waits. */
  why: string;
}

export interface KeptParcel {
  key: string;
  /** Milliseconds since 1970. */
  at: number;
  label: Label;
}

interface ParcelRecord extends Sealed {
  key: string;
  person: string;
  at: number;
  bytes: number;
  /** Every piece is there. */
  whole: boolean;
}

interface PieceRecord extends Sealed {
  parcel: string;
  file: number;
  piece: number;
}

/** Sealed and opened one by one: a scan of 100 MB is never in memory as a whole. */
const PIECE_BYTES = 4 * 1024 * 1024;
const LONGEST_KEPT_MS = 7 * 24 * 3_600_000;

/** Databases of this browser. */
export const DROPPED = 'layang.loket';
export const BESIDE_LETTERS = 'layang.surat';

/**
 * Files of this person that the server does not have yet, by the submission key that makes sending one twice harmless. They
 * outlive the tab and the browser; names and bytes are encrypted as what was typed is.
 */
export function keptParcels(
  database: string,
  person: string,
  { possible, close, open, closeValue, openValue }: Sealing,
) {
  const shelf = openShelf(database, { parcels: 'key', pieces: ['parcel', 'file', 'piece'] });
  const lockOf = (key: string) => `${database}.${key}`;
  const forget = (key: string) => shelf.remove({ parcels: key, pieces: IDBKeyRange.bound([key], [key, []]) });

  /** Looked at again under the lock: it may have become whole since it was listed. */
  async function forgetHalf(key: string): Promise<void> {
    const record = await shelf.get<ParcelRecord>('parcels', key);
    if (record?.whole === false) await forget(key);
  }

  async function read({ key, at, iv, sealed }: ParcelRecord): Promise<KeptParcel | undefined> {
    const label = await openValue<Label>(iv, sealed, key);
    return label && { key, at, label };
  }

  async function keepPieces(key: string, files: readonly File[]): Promise<void> {
    for (const [n, file] of files.entries()) {
      for (let piece = 0; piece * PIECE_BYTES < file.size; piece++) {
        const plain = await file.slice(piece * PIECE_BYTES, (piece + 1) * PIECE_BYTES).arrayBuffer();
        const made = await close(plain, `${key}/${n}/${piece}`);
        await shelf.put('pieces', { parcel: key, file: n, piece, ...made });
      }
    }
  }

  const records = async () => (possible ? shelf.all<ParcelRecord>('parcels').catch(() => []) : []);

  return {
    possible,
    /** `no-room`: nothing of it stays. `unreadable`: a folder, or a file that has gone from its place. */
    async keep(key: string, { unitId, files }: Parcel, at: number): Promise<'kept' | 'no-room' | 'unreadable'> {
      const bytes = files.reduce((sum, { size }) => sum + size, 0);
      const own = (await records()).filter((record) => record.person === person);
      if (!possible || !(await hasRoomFor(bytes, own))) return 'no-room';
      const said = { unitId, files: files.map(({ name, type, size }) => ({ name, type, size })), why: '' };
      // The lock tells other tabs that a parcel in pieces is on its way in, and not left over from a tab that died.
      const kept = await inOneTab(lockOf(key), async () => {
        try {
          const record = { key, person, at, bytes, ...(await closeValue(said, key)) };
          await shelf.put('parcels', { ...record, whole: false });
          await keepPieces(key, files);
          await shelf.put('parcels', { ...record, whole: true });
          return 'kept' as const;
        } catch (error) {
          await forget(key).catch(() => {});
          const name = error instanceof DOMException ? error.name : '';
          return ['NotReadableError', 'NotFoundError'].includes(name) ? ('unreadable' as const) : ('no-room' as const);
        }
      });
      return kept ?? 'no-room';
    },

    /** Those that can be read, oldest first; what is too old or was left half-way is forgotten. */
    async list(): Promise<KeptParcel[]> {
      const found: KeptParcel[] = [];
      for (const record of await records()) {
        if (!(Date.now() - record.at < LONGEST_KEPT_MS)) await forget(record.key);
        else if (!record.whole) await inOneTab(lockOf(record.key), () => forgetHalf(record.key));
        else if (record.person === person) {
          const parcel = await read(record);
          if (parcel !== undefined) found.push(parcel);
        }
      }
      return found.sort((a, b) => a.at - b.at || a.key.localeCompare(b.key));
    },

    /** Undefined where a piece is missing or damaged. */
    async files({ key, label: { files } }: KeptParcel): Promise<File[] | undefined> {
      const made: File[] = [];
      for (const [n, { name, type, size }] of files.entries()) {
        const blobs: Blob[] = [];
        for (let piece = 0; piece * PIECE_BYTES < size; piece++) {
          const record = await shelf.get<PieceRecord>('pieces', [key, n, piece]);
          const plain = record && (await open(record.iv, record.sealed, `${key}/${n}/${piece}`));
          if (plain === undefined) return undefined;
          // The browser holds blobs on the disk: a few pieces at a time are in memory.
          blobs.push(new Blob([plain]));
        }
        const file = new File(blobs, name, { type });
        if (file.size !== size) return undefined;
        made.push(file);
      }
      return made;
    },

    /** What is wrong with it is kept beside it; empty to have it tried again. */
    async mark({ key, label: said }: KeptParcel, why: string): Promise<void> {
      const record = await shelf.get<ParcelRecord>('parcels', key);
      if (record !== undefined) await shelf.put('parcels', { ...record, ...(await closeValue({ ...said, why }, key)) });
    },

    forget,
  };
}
export type KeptParcels = ReturnType<typeof keptParcels>;
