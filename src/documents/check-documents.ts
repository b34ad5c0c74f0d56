import { z } from 'zod';
import { defineJob, type JobDefinition } from '../jobs/define-job.ts';
import type { Database, Sql } from '../postgres/database.ts';
import {
  countFindings,
  type DocumentFinding,
  listFindings,
  listFoundDocuments,
  listRecordedAfter,
  listWalks,
  noteFinding,
  noteWalked,
  openWalk,
  type RecordedDocument,
  removeFinding,
} from './document-check-store.ts';
import type { DocumentStore } from './document-store.ts';

const hourMs = 3_600_000;
/** A walk begins once a night. */
const betweenWalksMs = 18 * hourMs;
/** A machine that is off at night reads by day, rather than never. */
const longestMs = 3 * 24 * hourMs;
/** How long one piece reads, so that other jobs have their turn; the next piece comes an hour later. */
const pieceMs = 40 * 60_000;
const atOnce = 100;
/** Findings are looked at again with every piece, the longest unseen first. */
const mostFindings = 200;

export interface CheckDeps {
  db: Database;
  documents: Pick<DocumentStore, 'examine'>;
  /** IANA; undefined while there is no office. */
  timeZone(): Promise<string | undefined>;
  log: { warn(details: object, message: string): void; error(details: object, message: string): void };
}

/**
 * Reads every recorded document again, one after another, and compares hash and length with its row: every night, and by day
 * only where nothing was read for days. A huge archive takes several pieces and nights: each goes on where the last one
 * ended, also after a kill. A store that is away ends the piece (Refusal
 * `documents-unreachable`) and is no finding.
 */
export function checkDocumentsJob(deps: CheckDeps): JobDefinition {
  return defineJob({
    name: 'check-documents',
    payload: z.object({}),
    everyMs: hourMs,
    async handle(_payload, { now, progress }) {
      await checkPiece(deps, now, { ms: pieceMs, progress, quiet: isQuiet(now, await deps.timeZone()) });
    },
  });
}

/** From eight in the evening to five in the morning, by the office's clock. */
export function isQuiet(now: Date, timeZone = 'Asia/Jakarta'): boolean {
  const hour = Number(new Intl.DateTimeFormat('en-GB', { timeZone, hour: '2-digit', hourCycle: 'h23' }).format(now));
  return hour >= 20 || hour < 5;
}

export interface Piece {
  /** At least one document is read. */
  ms: number;
  quiet: boolean;
  progress?: (facts: { documents: number }) => void;
}

/** @returns true when the walk is at its end, or none is due */
export async function checkPiece(deps: Omit<CheckDeps, 'timeZone'>, now: Date, piece: Piece): Promise<boolean> {
  const { db } = deps;
  for (const document of await listFoundDocuments(db, mostFindings)) await look(deps, document, now);
  const [last] = await listWalks(db, 1);
  const since = (date: Date | undefined) => now.getTime() - (date?.getTime() ?? 0);
  if (last?.endedAt && since(last.startedAt) < betweenWalksMs) return true;
  if (!piece.quiet && last && since(last.lastAt) < longestMs) return false;

  const walk = await openWalk(db, now);
  const began = performance.now();
  const at = () => new Date(now.getTime() + Math.round(performance.now() - began));
  let { reached, documents } = walk;
  for (;;) {
    const next = await listRecordedAfter(db, reached, atOnce);
    let bytes = 0;
    let read = 0;
    for (const document of next) {
      await look(deps, document, at());
      reached = document.sha256;
      bytes += document.length;
      read += 1;
      if (performance.now() - began > piece.ms) break;
    }
    const ended = read === next.length && next.length < atOnce;
    await noteWalked(db, { id: walk.id, reached, documents: read, bytes, ended, at: at() });
    documents += read;
    piece.progress?.({ documents });
    if (ended) return true;
    if (performance.now() - began > piece.ms) return false;
  }
}

async function look(deps: Omit<CheckDeps, 'timeZone'>, { sha256, length }: RecordedDocument, at: Date): Promise<void> {
  const there = await deps.documents.examine(sha256);
  const sound = there?.length === length && there.sha256.equals(sha256);
  const about = { document: sha256.toString('hex') };
  if (sound) {
    if (await removeFinding(deps.db, sha256)) deps.log.warn(about, 'a document is whole again');
    return;
  }
  const finding: DocumentFinding['finding'] = there === undefined ? 'missing' : 'damaged';
  if (await noteFinding(deps.db, { sha256, finding, at }))
    deps.log.error({ ...about, finding }, `a document is ${finding}`);
}

/** What is known about the documents without reading them: when all were last read, and what was found. */
export interface DocumentsStanding {
  /** When the last walk that came to its end had begun: since then every document older than that was read. */
  allReadSince: Date | undefined;
  underWay: { startedAt: Date; lastAt: Date; documents: number } | undefined;
  missing: number;
  damaged: number;
  /** The newest of them. */
  findings: DocumentFinding[];
}

export async function documentsStanding(db: Sql): Promise<DocumentsStanding> {
  const walks = await listWalks(db, 2);
  const underWay = walks.find(({ endedAt }) => endedAt === null);
  return {
    allReadSince: walks.find(({ endedAt }) => endedAt !== null)?.startedAt,
    underWay: underWay && { startedAt: underWay.startedAt, lastAt: underWay.lastAt, documents: underWay.documents },
    ...(await countFindings(db)),
    findings: await listFindings(db, 50),
  };
}
