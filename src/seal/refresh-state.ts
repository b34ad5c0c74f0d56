import { unixSeconds } from '../clock.ts';
import type { Database } from '../postgres/database.ts';
import { findDirectory } from './directory-store.ts';
import { type KeyPair, logOrigin, signerOf } from './ensure-trust.ts';
import { signNote } from './signed-note.ts';
import { NO_CHECKPOINT, stateText } from './state-note.ts';
import { findStateNote, storeStateNote } from './state-store.ts';
import { findTrust, lockNotes } from './trust-store.ts';

/**
 * Signs the state of now: which directory and trust note are in force. Called after every act that changes one of them and at
 * least hourly. Nothing to say (undefined) before trust note and directory exist. Until there is a log the checkpoint is 0
 * and no seal is named as out of force.
 */
export async function refreshState(deps: { db: Database; stateKey: KeyPair }, now: Date): Promise<string | undefined> {
  return deps.db.transaction(async (tx) => {
    await lockNotes(tx);
    const [trust, keys] = [await findTrust(tx), await findDirectory(tx)];
    if (!trust || !keys) return undefined;
    const before = await findStateNote(tx);
    const at = before && before.at > now ? before.at : now;
    const text = stateText({
      origin: logOrigin(trust.trust),
      time: unixSeconds(at),
      checkpoint: NO_CHECKPOINT,
      keys: { version: keys.version, sha256: keys.textSha256 },
      trust: { version: trust.version, sha256: trust.textSha256 },
      notInForce: [],
    });
    const note = await signNote(text, [signerOf(trust.trust.state, deps.stateKey)]);
    await storeStateNote(tx, note, at);
    return note;
  });
}
