import { randomBytes } from 'node:crypto';
import { recordSigned } from '../approvals/signing-turn.ts';
import { recordDocument } from '../documents/documents-store.ts';
import { Fault, Refusal } from '../errors.ts';
import { enqueue } from '../jobs/enqueue.ts';
import { tellAnswerMoved } from '../letters/answer-moved.ts';
import { findVersion, lockLetter } from '../letters/letters-store.ts';
import type { Transaction } from '../postgres/database.ts';
import { markIssued } from '../registers/take-number.ts';
import { getSealKey } from '../seal/directory-store.ts';
import { issueCommit, letterEntry } from '../seal/log-entry.ts';
import { queueEntry } from '../transparency/log-queue-store.ts';
import { insertIssue, insertSignature } from './issue-store.ts';
import { markDone, type SigningAct } from './signing-act-store.ts';

/**
 * T2 (seal-and-log 5): the letter is *terbit*, or, if this transaction does not commit, still only prepared. The file is on
 * disk and was accepted by our verifier before. An act that recovery has given up meanwhile cannot come here.
 */
export async function finishAct(
  tx: Transaction,
  act: SigningAct,
  file: { sha256: Buffer; length: number },
  now: Date,
): Promise<void> {
  await lockLetter(tx, act.letterId);
  if (!(await markDone(tx, act.id, now))) throw givenUp();
  const version = await findVersion(tx, act.versionId);
  if (version === undefined) throw new Fault(`signing act ${act.id} has no version`);
  const { kid } = await getSealKey(tx, act.sealKeyId);
  // r blinds the commitment in the log; it is drawn here because nothing before T2 needs it.
  const r = randomBytes(32);
  const opening = { r, contentCommit: act.contentCommit, pdfLength: file.length, pdfSha256: file.sha256 };
  await recordDocument(tx, { ...file, mediaType: 'application/pdf', at: now });
  await insertSignature(tx, act, file.sha256);
  await insertIssue(tx, act, file, { r }, now);
  await markIssued(tx, { numberId: act.numberId, personId: act.personId, at: now });
  await recordSigned(tx, { ...act, versionSha256: version.sha256, at: now });
  await queueEntry(tx, {
    kind: 'LETTER',
    entry: letterEntry({ kid, sealHash: act.sealHash, issueCommit: issueCommit(opening) }),
    letterId: act.letterId,
    at: now,
  });
  // Where the office has letters set out by themselves: once, and not before anybody may know of the issue.
  await enqueue(tx, { name: 'send-issued', payload: { letterId: act.letterId }, key: `send:${act.letterId}` }, now);
  await tellAnswerMoved(tx, act.letterId, now);
}

/** Recovery took this process for dead (its connection was lost in the middle) and gave the act up; nobody was told of it. */
export function givenUp(): Refusal {
  return new Refusal('conflict', 'signing-given-up', {
    id: 'Penandatanganan ini terputus dan tidak diselesaikan. Nomornya tetap dipesan; silakan tanda tangani lagi.',
    en: 'This signing was interrupted and not completed. Its number stays reserved; please sign again.',
  });
}
