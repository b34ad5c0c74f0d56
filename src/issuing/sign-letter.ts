import { createHash } from 'node:crypto';
import { checkSigningTurn } from '../approvals/signing-turn.ts';
import { chainOf, currentCertificate, trustAnchors } from '../authority/current-certificate.ts';
import type { KeyHandle } from '../custody/key-handle.ts';
import { openPassphrase } from '../custody/open-passphrase.ts';
import type { StoredDocument } from '../documents/document-store.ts';
import { Fault, isRefusal, type Words } from '../errors.ts';
import type { Actor, HeldAppointment } from '../people/actor.ts';
import { fullName } from '../people/full-name.ts';
import { findOffice } from '../people/office-store.ts';
import { findPerson, type Person } from '../people/persons-store.ts';
import { databaseAbsence } from '../postgres/database-absence.ts';
import { findSealKeyOfAppointment, type SealKey } from '../seal/directory-store.ts';
import { type EnrolDeps, enrolLaterAppointments } from './enrol-official.ts';
import { finishAct, givenUp } from './finish-act.ts';
import { type ProductionTimes, produceDocument } from './produce-document.ts';
import { recoverActs } from './recover-acts.ts';
import { renewWhenDue } from './renew-certificate.ts';
import { demandSealKeyInForce, reserveAct } from './reserve-act.ts';
import { isDone, markAbandoned, markSigned, type SigningAct } from './signing-act-store.ts';
import type { SigningDeps } from './signing-deps.ts';

export interface SignRequest {
  actor: Actor;
  letterId: number;
  /** SHA-256 of the version that the official has read. */
  versionSha256: Buffer;
  /** `YYYY-MM-DD`: the earlier date that the official was shown, where one was granted. The signing of any other is refused. */
  letterDate?: string | undefined;
  passphrase: string;
}

export interface Issued {
  letterId: number;
  number: string;
  /** `YYYY-MM-DD`. */
  date: string;
  token: string;
  documentSha256: Buffer;
  /** Milliseconds of each step: opening the keys, T1, typesetting, signing, verifying, storing the file, T2. */
  times: ProductionTimes & { keys: number; reserve: number; store: number; finish: number };
}

export type SignLetterDeps = SigningDeps & { enrol: EnrolDeps };

/**
 * The signing act of seal-and-log 5. A refusal before T1 (store, passphrase, certificate, turn) touches no number; after T1 the
 * number belongs to this letter; after T2 it is issued. No lock is held while anything slow runs.
 */
export async function signLetter(deps: SignLetterDeps, request: SignRequest): Promise<Issued> {
  const { actor, letterId, versionSha256 } = request;
  // A store that is away or full is told while no number is taken yet.
  await deps.documents.demandWritable();
  await recoverActs(deps, { letterId });

  const now = deps.clock();
  const turn = await checkSigningTurn(deps.db, actor, letterId, versionSha256, now);
  const office = await findOffice(deps.db);
  const person = await findPerson(deps.db, actor.personId);
  if (office === undefined || person === undefined) throw new Fault('a signatory without an office or a person');
  let certificate = await currentCertificate(deps.db, actor.personId, now, office.timeZone);
  const anchors = await trustAnchors(deps.db);

  const lap = stopwatch();
  const keys = await openPassphrase(deps.custody, actor.personId, request.passphrase);
  try {
    if (await renewWhenDue(deps.enrol, keys, { certificate, person }, now)) {
      certificate = await currentCertificate(deps.db, actor.personId, now, office.timeZone);
    }
    const chain = await chainOf(deps.db, certificate);
    const sealKey = await sealKeyFor(deps, keys, { appointment: turn.appointment, person }, now);
    const sealHandle = keys.openSealKey(sealKey.name, sealKey.publicKey);
    const signSeal = (message: Uint8Array) => sealHandle.sign(message);
    const certificateKey = keys.openCertificateKey(certificate.keyName, certificate.publicKey);
    const opened = lap();
    const instance = await deps.instance.number();

    const reserved = await deps.db.transaction((tx) =>
      reserveAct(tx, {
        actor,
        letterId,
        versionSha256,
        signer: { person, certificateId: certificate.id },
        sealKey,
        signSeal,
        host: deps.host,
        timeZone: office.timeZone,
        letterDate: request.letterDate,
        instance,
        now,
      }),
    );
    const reservedIn = lap();

    try {
      const produced = await produceDocument(deps, {
        act: reserved.act,
        frozen: reserved.turn.content,
        person: { ...person, forms: turn.appointment.forms },
        signerName: fullName(person),
        kid: sealKey.kid,
        signSeal,
        signer: { certificate: certificate.der, chain, sign: (bytes) => certificateKey.sign(bytes) },
        anchors,
      });
      lap();
      const file = await storeSigned(deps, reserved.act.id, produced.pdf);
      const stored = lap();
      await finish(deps, produced.act, file);
      return {
        letterId,
        number: reserved.number,
        date: reserved.act.letterDate,
        token: reserved.act.token,
        documentSha256: file.sha256,
        times: { keys: opened, reserve: reservedIn, ...produced.times, store: stored, finish: lap() },
      };
    } catch (error) {
      // The number stays reserved for this letter. If even this note fails, recovery gives the act up later.
      await markAbandoned(deps.db, reserved.act.id, deps.clock()).catch(() => {});
      throw isRefusal(error) ? error : interrupted(letterId, error);
    }
  } finally {
    keys.close();
  }
}

/**
 * T2. A connection that is lost at the commit leaves open whether it happened, and recovery may have completed the act in the
 * meantime: then the row says that the letter is issued, and its signatory must not be told otherwise.
 */
async function finish(deps: SignLetterDeps, act: SigningAct, file: StoredDocument): Promise<void> {
  try {
    await deps.db.transaction((tx) => finishAct(tx, act, file, deps.clock()));
  } catch (error) {
    // Waits for a commit that is still under way on the server; touches nothing that is done.
    await markAbandoned(deps.db, act.id, deps.clock()).catch(() => {});
    if (!(await isDone(deps.db, act.id).catch(() => false))) throw error;
  }
}

function interrupted(letterId: number, cause: unknown): Fault {
  // The commit may have been carried out and only its answer lost.
  const unknown = databaseAbsence(cause) === 'away';
  return new Fault(`signing letter ${letterId}`, { cause, words: unknown ? inDoubt : stopped });
}

const inDoubt: Words = {
  id: 'Basis data terputus saat surat ini ditandatangani, jadi belum pasti apakah suratnya sudah terbit. Sebentar lagi buka suratnya: di sana tampak apakah sudah terbit. Jika belum, nomornya tetap dipesan untuk surat ini dan surat dapat ditandatangani sekali lagi.',
  en: 'The database was lost while this letter was being signed, so it is not certain whether the letter is issued. Open it in a moment: it shows there. If it is not, its number stays reserved for it and it can be signed once more.',
};

const stopped: Words = {
  id: 'Penandatanganan terhenti dan surat belum terbit. Nomornya tetap dipesan untuk surat ini. Buka suratnya dan tanda tangani sekali lagi.',
  en: 'The signing was interrupted and the letter is not issued. Its number stays reserved for it. Open the letter and sign once more.',
};

/** The appointment's seal key; one for a later appointment or a new name is made now, at the entry of the passphrase. */
async function sealKeyFor(
  deps: SignLetterDeps,
  keys: KeyHandle,
  { appointment, person }: { appointment: HeldAppointment; person: Person },
  now: Date,
): Promise<SealKey> {
  const found = await findSealKeyOfAppointment(deps.db, appointment.id);
  if (found?.holderName === fullName(person)) {
    demandSealKeyInForce(found, now);
    return found;
  }
  await enrolLaterAppointments(deps.enrol, keys, now);
  const made = await findSealKeyOfAppointment(deps.db, appointment.id);
  if (made === undefined) throw new Fault(`appointment ${appointment.id} has no seal key after enrolment`);
  demandSealKeyInForce(made, now);
  return made;
}

/** The name is written to the act before the file is: after a crash recovery knows what to look for. */
async function storeSigned(deps: SignLetterDeps, actId: number, pdf: Buffer): Promise<StoredDocument> {
  const sha256 = createHash('sha256').update(pdf).digest();
  if (!(await markSigned(deps.db, actId, sha256))) throw givenUp();
  return deps.documents.put(pdf);
}

/** Milliseconds since the last call. */
function stopwatch(): () => number {
  let last = performance.now();
  return () => {
    const since = performance.now() - last;
    last += since;
    return since;
  };
}
