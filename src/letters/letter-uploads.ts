import type { DocumentStore } from '../documents/document-store.ts';
import { recordDocument } from '../documents/documents-store.ts';
import { Refusal } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import type { Actor } from '../people/actor.ts';
import type { Transaction } from '../postgres/database.ts';
import { demandClean } from '../uploads/demand-clean.ts';
import { type FileKind, fileKind } from '../uploads/file-kind.ts';
import { headOf } from '../uploads/head-of.ts';
import { Place, type Places, proposedPlaces } from '../uploads/places.ts';
import { PREPARE_UPLOAD } from '../uploads/prepare-upload.ts';
import {
  findUpload,
  insertUpload,
  listUploads,
  removeUpload,
  storeApproval,
  storeOrder,
  storePlaces,
  type Upload,
  workKey,
} from '../uploads/upload-store.ts';
import { MOST_UPLOAD_BYTES, MOST_UPLOAD_PAGES, refuseUpload } from '../uploads/upload-words.ts';
import type { UploadWork } from '../uploads/upload-work.ts';
import type { VirusScanner } from '../uploads/virus-scanner.ts';
import type { LettersDeps } from './deps.ts';
import { changedSinceRead, getEditable, saveDraft } from './drafting.ts';
import { freezeFiles } from './frozen-files.ts';
import { demandReading } from './letter-subject.ts';
import { getLetter, type Letter, lockLetter, touchFiles } from './letters-store.ts';

export interface LetterUploadsDeps extends Omit<LettersDeps, 'documents' | 'uploads'> {
  documents: Pick<DocumentStore, 'putFile' | 'locate'>;
  uploads: Pick<UploadWork, 'compose' | 'takeText'>;
  /** Whether a DOCX can be turned into a PDF here. */
  convertsDocx: boolean;
  /** Undefined where none is set up. */
  scanner: VirusScanner | undefined;
  /** After a commit that left work for the jobs. */
  wake(): void;
}

/** A file on this machine's disk, as it came in. */
export interface ReceivedFile {
  path: string;
  name: string;
  size: number;
}

export const MOST_ATTACHMENTS = 20;
/** Of all files of a letter together: what one process can compose. */
const MOST_BYTES_TOGETHER = 2 * MOST_UPLOAD_BYTES;

/** The files of a letter. Whoever may read the letter sees them; whoever may edit its draft changes them. */
export function openLetterUploads(deps: LetterUploadsDeps) {
  const { db } = deps;

  /** In one transaction with the letter's row locked, the letter still being a draft that the actor may edit. */
  async function change(
    actor: Actor,
    letterId: number,
    act: (tx: Transaction, letter: Letter) => Promise<void>,
  ): Promise<void> {
    await getEditable(deps, actor, letterId);
    await db.transaction(async (tx) => {
      const letter = await lockLetter(tx, letterId);
      await demandDraft(letter);
      await act(tx, letter);
      await touchFiles(tx, letterId);
    });
  }

  return {
    convertsDocx: deps.convertsDocx,

    async list(actor: Actor, letterId: number): Promise<Upload[]> {
      await demandReading(db, actor, await getLetter(db, letterId));
      return listUploads(db, letterId);
    },

    /**
     * Takes a file in: kept as it came, and looked into by a job. A second text of the letter takes the place of the first.
     * @throws Refusal on `file`: its first bytes are not what its name says, too large, too many, no DOCX here
     */
    async receive(actor: Actor, letterId: number, role: Upload['role'], file: ReceivedFile): Promise<number> {
      await getEditable(deps, actor, letterId);
      if (file.size > MOST_UPLOAD_BYTES) throw refuseUpload('upload-too-large');
      const kind = await lookAt(deps.scanner, file);
      if (kind === 'docx' && !deps.convertsDocx) throw refuseUpload('docx-no-converter');
      const stored = await deps.documents.putFile(file.path);
      let uploadId = 0;
      await change(actor, letterId, async (tx) => {
        const present = await listUploads(tx, letterId);
        const before = present.find((one) => role === 'letter' && one.role === 'letter');
        const others = present.filter((one) => one !== before);
        if (role === 'attachment' && others.filter((one) => one.role === 'attachment').length >= MOST_ATTACHMENTS) {
          throw tooMany();
        }
        if (others.reduce((sum, one) => sum + one.receivedLength, stored.length) > MOST_BYTES_TOGETHER) throw tooMany();
        const at = deps.clock();
        if (before !== undefined) await removeUpload(tx, letterId, before.id, at);
        const mediaType = kind === 'pdf' ? 'application/pdf' : DOCX_TYPE;
        await recordDocument(tx, { ...stored, mediaType, at });
        uploadId = await insertUpload(tx, {
          letterId,
          role,
          name: file.name.normalize('NFC').slice(0, 200),
          kind,
          receivedSha256: stored.sha256,
          receivedLength: stored.length,
          personId: actor.personId,
          at,
        });
        await enqueue(tx, { name: PREPARE_UPLOAD, payload: { uploadId }, key: workKey(uploadId) }, at);
        await storeApproval(tx, letterId, false);
      });
      deps.wake();
      return uploadId;
    },

    /** The words of a DOCX behind what the section holds. @returns what was left behind */
    async takeText(actor: Actor, letterId: number, section: string, file: ReceivedFile): Promise<string[]> {
      const letter = await getEditable(deps, actor, letterId);
      if ((await lookAt(deps.scanner, file)) !== 'docx') throw refuseUpload('upload-not-its-name');
      const taken = await deps.uploads.takeText(file.path);
      if ('problem' in taken) throw refuseUpload(taken.problem);
      const before = letter.draft.sections[section] ?? '';
      const text = before.trim() === '' ? taken.text : `${before.trimEnd()}\n\n${taken.text}`;
      const draft = { ...letter.draft, sections: { ...letter.draft.sections, [section]: text } };
      await saveDraft(deps, actor, { letterId, revision: letter.draftRevision, draft });
      return taken.left;
    },

    async remove(actor: Actor, letterId: number, uploadId: number): Promise<void> {
      await change(actor, letterId, async (tx) => {
        if (!(await removeUpload(tx, letterId, uploadId, deps.clock()))) throw unknown();
        await storeApproval(tx, letterId, false);
      });
    },

    /** One place up or down among the attachments; past either end nothing changes. */
    async move(actor: Actor, letterId: number, uploadId: number, by: -1 | 1): Promise<void> {
      await change(actor, letterId, async (tx) => {
        const ids = (await listUploads(tx, letterId)).flatMap(({ id, role }) => (role === 'attachment' ? [id] : []));
        const at = ids.indexOf(uploadId);
        if (at < 0) throw unknown();
        const other = ids[at + by];
        if (other === undefined) return;
        ids[at] = other;
        ids[at + by] = uploadId;
        await storeOrder(tx, letterId, ids);
        await storeApproval(tx, letterId, false);
      });
    },

    /** Where number, date and signature block of an uploaded letter stand: on its pages, or what was proposed. */
    placesOf(upload: Upload): Places {
      return upload.places ?? proposedPlaces(upload.pages ?? 1);
    },

    async place(actor: Actor, letterId: number, uploadId: number, places: Places): Promise<void> {
      await change(actor, letterId, async (tx) => {
        const upload = await findUpload(tx, uploadId);
        if (upload?.letterId !== letterId || upload.role !== 'letter' || upload.state !== 'ready') throw unknown();
        demandOnPages(places, upload.pages ?? 0);
        await storePlaces(tx, uploadId, places);
        await storeApproval(tx, letterId, false);
      });
    },

    /** The drafter has looked at the stamped pages of this revision of the files: smaller pages, places, mended files. */
    async approve(actor: Actor, letterId: number, filesRevision: number): Promise<void> {
      await change(actor, letterId, async (tx, letter) => {
        if (letter.filesRevision !== filesRevision) throw changedSinceRead();
        const uploads = await listUploads(tx, letterId);
        const { upload, attachments = [] } = freezeFiles(uploads);
        if (uploads.some(({ state }) => state !== 'ready')) throw notYet();
        if (uploads.some(({ role, places }) => role === 'letter' && places === null)) throw placesFirst();
        const pages = [...(upload === undefined ? [] : [upload]), ...attachments].reduce(
          (sum, one) => sum + one.pages,
          0,
        );
        if (pages > MOST_UPLOAD_PAGES) throw refuseUpload('pdf-too-many-pages');
        await storeApproval(tx, letterId, true);
      });
    },
  };
}
export type LetterUploads = ReturnType<typeof openLetterUploads>;

const DOCX_TYPE = 'application/vnd.openxmlformats-officedocument.wordprocessingml.document';

/** What it is by its first bytes and its name, once the scanner has let it through. */
async function lookAt(scanner: VirusScanner | undefined, file: ReceivedFile): Promise<FileKind> {
  const found = fileKind(file.name, await headOf(file.path));
  if ('problem' in found) throw refuseUpload(found.problem);
  await demandClean(scanner, file.path);
  return found.kind;
}

async function demandDraft(letter: Letter): Promise<void> {
  if (letter.state === 'draft') return;
  throw new Refusal('wrong-state', 'letter-not-draft', {
    id: 'Surat ini sudah diajukan. Tarik kembali dahulu jika ingin mengubahnya.',
    en: 'This letter has been submitted. Take it back first to change it.',
  });
}

function demandOnPages(places: Places, pages: number): void {
  for (const [field, place] of Object.entries(places)) {
    if (place === null || (Place.safeParse(place).success && place.page <= pages)) continue;
    const words = { id: `Halaman 1 sampai ${pages}.`, en: `A page from 1 to ${pages}.` };
    throw new Refusal('invalid-input', 'place-off-page', words, { [`${field}.page`]: words });
  }
}

function unknown(): Refusal {
  return new Refusal('not-found', 'upload-unknown', {
    id: 'Berkas itu tidak ada pada surat ini.',
    en: 'There is no such file with this letter.',
  });
}

function tooMany(): Refusal {
  const words = {
    id: `Terlalu banyak: paling banyak ${MOST_ATTACHMENTS} lampiran, dan 128 MiB untuk semua berkas satu surat.`,
    en: `Too much: at most ${MOST_ATTACHMENTS} attachments, and 128 MiB for all files of one letter.`,
  };
  return new Refusal('invalid-input', 'uploads-too-many', words, { file: words });
}

function notYet(): Refusal {
  return new Refusal('wrong-state', 'uploads-not-ready', {
    id: 'Ada berkas yang masih diperiksa atau tidak dapat dipakai.',
    en: 'One of the files is still being checked, or cannot be used.',
  });
}

function placesFirst(): Refusal {
  return new Refusal('wrong-state', 'places-first', {
    id: 'Tentukan dahulu letak nomor, tanggal, dan blok tanda tangan.',
    en: 'First choose where number, date and signature block stand.',
  });
}
