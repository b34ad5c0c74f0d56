import type { Clock } from '../clock.ts';
import { DEFAULT_TIME_ZONE, findOffice } from '../people/office-store.ts';
import type { Sql } from '../postgres/database.ts';
import { findDirectory } from '../seal/directory-store.ts';
import { findStateNote } from '../seal/state-store.ts';
import { findTrust } from '../seal/trust-store.ts';
import { type CheckFileDeps, checkFile, issuedPart } from './check-file.ts';
import { lookUpCode } from './look-up-code.ts';
import type { Enquiry } from './outcome.ts';
import { firstPagePictures, type PictureDeps } from './page-picture.ts';
import { rememberLetters } from './remember-letters.ts';

export interface CheckingDeps extends CheckFileDeps, PictureDeps {
  clock: Clock;
  /** The authority of PUBLIC_ORIGIN. */
  host: string;
}

/** What the head of every check page says; asked anew after a minute. */
export interface OfficeFacts {
  name: string;
  timeZone: string;
  hosts: string[];
}

/** Everything the check pages ask. It only reads: of a check nothing is written down. */
export function openChecking(deps: CheckingDeps) {
  const office = rememberFor(60_000, deps.clock, () => officeFacts(deps.db, deps.host));
  const hosts = async () => (await office()).hosts;
  const lookUp = { db: deps.db, clock: deps.clock, hosts, findLetter: rememberLetters(deps) };
  return {
    office,
    lookUp: (enquiry: Enquiry) => lookUpCode(lookUp, enquiry),
    checkFile: (file: Buffer, typedCode: string) => checkFile(deps, file, typedCode),
    issuedPart: (file: Buffer, token: string) => issuedPart(deps, file, token),
    picture: firstPagePictures(deps),
    trustNote: async () => (await findTrust(deps.db))?.note,
    directoryNote: async (version?: number) => (await findDirectory(deps.db, version))?.note,
    stateNote: async () => (await findStateNote(deps.db))?.note,
  };
}

async function officeFacts(db: Sql, host: string): Promise<OfficeFacts> {
  const [office, trust] = [await findOffice(db), await findTrust(db)];
  return {
    name: office?.name ?? trust?.trust.name ?? 'Layang',
    timeZone: office?.timeZone ?? DEFAULT_TIME_ZONE,
    hosts: [...new Set([host, ...(trust?.trust.hosts ?? [])])],
  };
}

function rememberFor<T>(ms: number, clock: Clock, ask: () => Promise<T>): () => Promise<T> {
  let kept: { at: number; value: T } | undefined;
  return async () => {
    const now = clock().getTime();
    if (!kept || Math.abs(now - kept.at) > ms) kept = { at: now, value: await ask() };
    return kept.value;
  };
}

export type Checking = ReturnType<typeof openChecking>;
