import { readFile, statfs } from 'node:fs/promises';
import { type Clock, unixSeconds } from '../clock.ts';
import { openWorkingFolder } from '../documents/working-folder.ts';
import { Fault, isRefusal } from '../errors.ts';
import type { Coming } from '../intake/take-in.ts';
import type { Database, Sql, Transaction } from '../postgres/database.ts';
import type { Verifier } from '../verification/verifier.ts';
import { findArrival, insertArrival } from './arrivals-store.ts';
import { asComing } from './as-coming.ts';
import { type Manifest, Manifest as ManifestShape, manifestSha256, type Receipt } from './manifest.ts';
import { findFrontDesk } from './own-card-store.ts';
import type { OwnVoice } from './own-voice.ts';
import type { Partner } from './partners-store.ts';
import { readDelivery, withFile } from './read-delivery.ts';
import { turnedAway } from './receive-refusals.ts';
import { noteRefusal } from './refusals-store.ts';
import { readMessage } from './signed-message.ts';
import { demandKnown, isHostOf } from './who-speaks.ts';

export interface ReceiveDeps {
  db: Database;
  clock: Clock;
  verifyPdf: Verifier['verify'];
  voice: OwnVoice;
  /** Of the intake (`intake/take-in.ts`): `within` runs in the transaction in which the item is made. */
  takeIn(
    coming: Coming,
    within: (tx: Transaction, intakeId: number) => Promise<void>,
  ): Promise<{ intakeId: number; fresh: boolean }>;
  /** Where a file lies while it is looked at. */
  folder: string;
}

/**
 * Takes one delivery in, whole or not at all: its sender is a partner, the note is signed by them and new, the PDF is the one
 * that it names, and our verifier accepts it with the partner's certificates. Gives the receipt, signed by this office; the same
 * one however often the same delivery comes. `known` is told once the sender is, before their file is read. What is turned away is counted by claimed sender and reason.
 * @throws Refusal with a code of `receive-refusals.ts`, and those of a store that is away
 */
export function openReceiving(deps: ReceiveDeps) {
  const ready = openFolder(deps.folder);
  return async (
    chunks: AsyncIterable<Buffer>,
    known: (partner: { id: number }) => Promise<void> = async () => {},
  ): Promise<string> => {
    let claimed = '';
    const delivery = await readDelivery(chunks).catch((error: unknown) => refused(deps, claimed, error));
    try {
      claimed = readMessage(delivery.note)?.from ?? '';
      return await receive(deps, { note: delivery.note, known }, async (manifest, use) => {
        await ready();
        await demandRoom(deps.folder);
        const expected = { sha256: Buffer.from(manifest.pdf.sha256, 'hex'), length: manifest.pdf.length };
        return withFile(delivery.rest, expected, deps.folder, use);
      });
    } catch (error) {
      return await refused(deps, claimed, error);
    } finally {
      // Whoever is still sending reads the answer only when all of it was taken from the line.
      await delivery.drain();
    }
  };
}

/** Four files of 32 MB at once, twice on the disk until their pages are prepared. */
const LEAST_ROOM = 512 * 1024 * 1024;

type WithDocument = <T>(manifest: Manifest, use: (path: string) => Promise<T>) => Promise<T>;

async function receive(
  deps: ReceiveDeps,
  { note, known }: { note: string; known: (partner: { id: number }) => Promise<void> },
  withDocument: WithDocument,
): Promise<string> {
  const { db, clock } = deps;
  const { partner, message } = await demandKnown(db, note, 'delivery', clock());
  await known(partner);
  const parsed = ManifestShape.safeParse(message.body);
  if (!parsed.success) throw turnedAway('malformed');
  const manifest = parsed.data;
  const hash = manifestSha256(message.body);
  const earlier = await receiptOf(db, partner, manifest.key, hash);
  if (earlier !== undefined) return earlier;
  if (!(await isHostOf(db, partner, manifest.letter.host))) throw turnedAway('other-seal');
  return withDocument(manifest, async (path) => {
    const report = await deps.verifyPdf(await readFile(path), { anchors: [...partner.roots], at: clock() });
    if (report?.intactAndTrusted !== true) throw turnedAway('not-verified', report?.words ?? TOO_COMPLICATED);
    const desk = await findFrontDesk(db, manifest.recipient.desk);
    if (desk === undefined) throw new Fault('a delivery came to an office without units');
    await deps.takeIn(asComing({ partner, manifest, unitId: desk.id }, path), async (tx, intakeId) => {
      const at = clock();
      const body: Receipt = {
        v: 1,
        key: manifest.key,
        manifest: hash.toString('hex'),
        pdf: manifest.pdf.sha256,
        receivedAt: unixSeconds(at),
        desk: desk.name.slice(0, 300),
      };
      const receipt = await deps.voice(tx, { kind: 'receipt', to: message.from, body }, at);
      const documentSha256 = Buffer.from(manifest.pdf.sha256, 'hex');
      const arrival = { partnerId: partner.id, key: manifest.key, note, documentSha256, intakeId, receipt };
      await insertArrival(tx, { ...arrival, manifestSha256: hash }, at);
    });
    const receipt = await receiptOf(db, partner, manifest.key, hash);
    if (receipt === undefined) throw new Fault('a delivery was taken in without a receipt');
    return receipt;
  });
}

/** That of a delivery that lies here already. @throws Refusal `conflict` */
async function receiptOf(db: Sql, partner: Partner, key: string, hash: Buffer): Promise<string | undefined> {
  const arrival = await findArrival(db, partner.id, key);
  if (arrival === undefined) return undefined;
  if (!arrival.manifestSha256.equals(hash)) throw turnedAway('conflict');
  return arrival.receipt;
}

const TOO_COMPLICATED = {
  id: 'Berkas ini terlalu rumit untuk diperiksa.',
  en: 'The file is too complicated to be checked.',
};

async function refused(deps: ReceiveDeps, host: string, error: unknown): Promise<never> {
  if (isRefusal(error) && error.problem !== 'unavailable')
    await noteRefusal(deps.db, { host, code: error.code }, deps.clock());
  throw error;
}

/** Whoever sends much does not fill the disk on which everything else lives: what comes then waits at its sender. */
async function demandRoom(folder: string): Promise<void> {
  const { bavail, bsize } = await statfs(folder);
  if (bavail * bsize < LEAST_ROOM) throw turnedAway('busy');
}

function openFolder(folder: string): () => Promise<void> {
  let opening: Promise<void> | undefined;
  return () => {
    opening ??= openWorkingFolder(folder).catch((error: unknown) => {
      opening = undefined;
      throw error;
    });
    return opening;
  };
}
