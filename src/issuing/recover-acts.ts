import { trustAnchors } from '../authority/current-certificate.ts';
import { Fault, isRefusal } from '../errors.ts';
import { instanceLives } from '../postgres/instance.ts';
import { isAcceptable } from './accept-document.ts';
import { finishAct } from './finish-act.ts';
import { listUnfinishedActs, markAbandoned, type SigningAct } from './signing-act-store.ts';
import type { SigningDeps } from './signing-deps.ts';

export type RecoveryDeps = Pick<SigningDeps, 'db' | 'documents' | 'clock'>;

export interface Recovered {
  letterId: number;
  outcome: 'completed' | 'given-up';
}

/** No act takes this long; one that does lost its connection in the middle, and cannot reach T2 once it is given up. */
const LONGEST_ACT_MS = 10 * 60_000;

/**
 * What a crash left of signing acts whose process is gone: a stored file that verifies is completed to T2; otherwise the
 * act is given up, its number stays reserved for the letter, and the letter is again in its signatory's inbox. Run at start,
 * every minute, and before a letter is signed. Safe to run twice and side by side: T2 and giving up are conditional.
 */
export async function recoverActs(deps: RecoveryDeps, only?: { letterId: number }): Promise<Recovered[]> {
  const recovered: Recovered[] = [];
  const failed: unknown[] = [];
  for (const act of await listUnfinishedActs(deps.db)) {
    if (only !== undefined && act.letterId !== only.letterId) continue;
    const overdue = deps.clock().getTime() - act.startedAt.getTime() > LONGEST_ACT_MS;
    if (!overdue && (await instanceLives(deps.db, act.instance))) continue;
    try {
      recovered.push({ letterId: act.letterId, outcome: await recoverAct(deps, act) });
    } catch (error) {
      // Somebody else finished it or gave it up in this moment. Anything else must not keep the acts behind it waiting.
      if (!isRefusal(error) || error.code !== 'signing-given-up') failed.push(error);
    }
  }
  if (failed.length > 0) throw new Fault(`recovering ${failed.length} signing acts`, { cause: failed[0] });
  return recovered;
}

async function recoverAct(deps: RecoveryDeps, act: SigningAct): Promise<Recovered['outcome']> {
  const file = await storedFile(deps, act);
  const now = deps.clock();
  if (file === undefined) {
    await markAbandoned(deps.db, act.id, now);
    return 'given-up';
  }
  await deps.db.transaction((tx) => finishAct(tx, act, file, now));
  return 'completed';
}

/** The signed file, if it reached the disk whole and our verifier accepts it. Nobody was told of it, so doubt gives it up. */
async function storedFile(
  deps: RecoveryDeps,
  act: SigningAct,
): Promise<{ sha256: Buffer; length: number } | undefined> {
  if (act.state !== 'signed' || act.documentSha256 === null) return undefined;
  if (!(await deps.documents.has(act.documentSha256))) return undefined;
  const anchors = await trustAnchors(deps.db);
  try {
    const pdf = await deps.documents.read(act.documentSha256);
    if (!isAcceptable(pdf, act, anchors)) return undefined;
    return { sha256: act.documentSha256, length: pdf.length };
  } catch (error) {
    // A store that is away says nothing about the file: the act waits for it.
    if (isRefusal(error)) throw error;
    return undefined;
  }
}
