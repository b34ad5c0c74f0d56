import type { DocumentStore } from '../../documents/document-store.ts';
import { Refusal } from '../../errors.ts';
import type { PictureSize } from '../../letters/letter-files.ts';
import { recentBytes } from '../../letters/recent-bytes.ts';
import type { Actor } from '../../people/actor.ts';
import { isSecret } from '../../people/security-class.ts';
import type { Previewer } from '../../typesetting/preview.ts';
import type { TreeDeps } from '../deps.ts';
import { getIncoming } from '../incoming-store.ts';
import { demandIncomingReading } from '../incoming-subject.ts';
import { type IncomingLine, listLines } from '../lists/lines-store.ts';
import { incomingSightOf } from '../sight-store.ts';
import { listLettersOfHoldings } from '../tree/holdings-store.ts';
import { wasReadSince } from './course-store.ts';
import { findPart, type IncomingPart } from './read-document.ts';
import { noteIncomingReading } from './reading-incoming.ts';

export interface HolderPagesDeps extends Pick<TreeDeps, 'db' | 'clock'> {
  documents: Pick<DocumentStore, 'locate'>;
  previewer: Pick<Previewer, 'preview'>;
}

/** Dots per inch of a picture: to read on a phone, and to look closely. */
const DPI = { normal: 110, large: 200 } as const;
/** What one process keeps of pictures drawn lately; losing it costs time. */
const KEPT_BYTES = 32 * 1024 * 1024;
/** The letter was opened and its pictures are being fetched: one reading, not one for every picture. */
const ONE_READING_MS = 3_600_000;

/** What the pages of a holder fetch beside the letter itself; each time it is asked anew who reads. */
export function openHolderPages(deps: HolderPagesDeps) {
  const pictures = recentBytes(KEPT_BYTES);

  /** Hash of what is drawn, and whether a browser must not keep it. Of T, R and SR the reading is recorded. */
  async function document(
    actor: Actor,
    incomingId: number,
    which: IncomingPart,
  ): Promise<{ sha256: Buffer; confidential: boolean }> {
    const incoming = await getIncoming(deps.db, incomingId);
    const subject = await demandIncomingReading(deps.db, actor, incoming);
    const { security } = incoming;
    const sha256 = await findPart(deps.db, incoming, which);
    if (sha256 === undefined) throw nothingToSee();
    const since = new Date(deps.clock().getTime() - ONE_READING_MS);
    if (security !== 'B' && !(await wasReadSince(deps.db, { incomingId, personId: actor.personId, since }))) {
      await noteIncomingReading(deps, actor, incoming, subject, 'page');
    }
    return { sha256, confidential: isSecret(security) };
  }

  return {
    document,
    /** A page (from 1) as PNG. @throws Refusal as for an unknown letter, `incoming-without-document`, those of the previewer */
    async picture(
      actor: Actor,
      incomingId: number,
      { page, size, ...which }: IncomingPart & { page: number; size: PictureSize },
    ): Promise<Buffer> {
      const { sha256 } = await document(actor, incomingId, which);
      return pictures(`${sha256.toString('hex')}/${page}/${size}`, async () => {
        const stored = { path: await deps.documents.locate(sha256), sha256 };
        return (await deps.previewer.preview(stored, page, DPI[size])).png;
      });
    },
    /** The lines that the actor may see, of the letters that these are holdings of; by holding. */
    async linesOf(actor: Actor, holdingIds: readonly number[]): Promise<Map<number, IncomingLine>> {
      if (holdingIds.length === 0) return new Map();
      const letters = await listLettersOfHoldings(deps.db, holdingIds);
      const ids = letters.map(({ incomingId }) => incomingId);
      const lines = new Map((await listLines(deps.db, incomingSightOf(actor), ids)).map((line) => [line.id, line]));
      const seen = letters.map(({ holdingId, incomingId }) => ({ holdingId, line: lines.get(incomingId) }));
      return new Map(seen.flatMap(({ holdingId, line }) => (line === undefined ? [] : [[holdingId, line]])));
    },
  };
}
export type HolderPages = ReturnType<typeof openHolderPages>;

function nothingToSee(): Refusal {
  return new Refusal('not-found', 'incoming-without-document', {
    id: 'Surat ini dicatat tanpa isinya, jadi tidak ada halaman yang dapat dibuka.',
    en: 'This letter was registered without its content, so there is no page to open.',
  });
}
