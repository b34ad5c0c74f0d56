import { unixSeconds } from '../clock.ts';
import { Fault } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import type { Sign } from './ed25519.ts';
import { decodeVkey, encodeVkey, type NoteKey, type NoteSigner, noteTextSha256, signNote } from './signed-note.ts';
import { policyWithoutWitnesses, type Trust, trustText } from './trust-note.ts';
import { findTrust, insertTrust, lockNotes, type StoredTrust } from './trust-store.ts';

/** A key of this server that can sign; 32 raw bytes of public half. */
export interface KeyPair {
  publicKey: Buffer;
  sign: Sign;
}

export interface TrustDeps {
  db: Database;
  /** The authority of PUBLIC_ORIGIN. */
  host: string;
  officeName: string;
  root: KeyPair;
  directoryKey: Pick<KeyPair, 'publicKey'>;
  stateKey: Pick<KeyPair, 'publicKey'>;
  logKey: Pick<KeyPair, 'publicKey'>;
}

/**
 * Makes the first trust note, or the next when host or office name changed: former hosts stay, the keys and their names stay,
 * because a checker knows them by name. Keys that are not those of the note are a fault: another key folder was put here.
 */
export async function ensureTrust(deps: TrustDeps, now: Date): Promise<StoredTrust> {
  return deps.db.transaction(async (tx) => {
    await lockNotes(tx);
    const before = await findTrust(tx);
    if (before) demandSameKeys(deps, before.trust);
    const trust = before ? changed(before.trust, deps) : firstTrust(deps);
    if (before && !trust) return before;
    const next = { version: (before?.version ?? 0) + 1, time: unixSeconds(now), trust: trust ?? firstTrust(deps) };
    const text = trustText(next);
    const stored = {
      ...next,
      note: await signNote(text, [signerOf(next.trust.roots[0], deps.root)]),
      textSha256: noteTextSha256(text),
    };
    await insertTrust(tx, stored, now);
    return stored;
  });
}

function firstTrust(deps: TrustDeps): Trust {
  const named = (name: string, key: { publicKey: Buffer }) =>
    encodeVkey({ name: `${deps.host}/${name}`, publicKey: key.publicKey });
  return {
    roots: [named('trust-1', deps.root)],
    threshold: 1,
    directory: named('keys', deps.directoryKey),
    state: named('state', deps.stateKey),
    hosts: [deps.host],
    policy: policyWithoutWitnesses(named('log', deps.logKey)),
    name: deps.officeName,
  };
}

function changed(trust: Trust, deps: TrustDeps): Trust | undefined {
  if (trust.hosts[0] === deps.host && trust.name === deps.officeName) return undefined;
  return { ...trust, hosts: [deps.host, ...trust.hosts.filter((host) => host !== deps.host)], name: deps.officeName };
}

function demandSameKeys(deps: TrustDeps, trust: Trust): void {
  const pairs: [string, string | undefined, Buffer][] = [
    ['root', trust.roots[0], deps.root.publicKey],
    ['directory', trust.directory, deps.directoryKey.publicKey],
    ['state', trust.state, deps.stateKey.publicKey],
    ['log', logKeyOf(trust), deps.logKey.publicKey],
  ];
  for (const [what, vkey, publicKey] of pairs) {
    if (!namedKey(vkey).publicKey.equals(publicKey)) {
      throw new Fault(`the ${what} key of this server is not the one of its trust note`);
    }
  }
}

function namedKey(vkey: string | undefined): NoteKey {
  const key = decodeVkey(vkey ?? '');
  if (!key) throw new Fault('the trust note in force names a key that cannot be read');
  return key;
}

/** The signer under the name that the trust note gives its key; a fault when it is another key. */
export function signerOf(vkey: string | undefined, pair: KeyPair): NoteSigner {
  const key = namedKey(vkey);
  if (!key.publicKey.equals(pair.publicKey)) throw new Fault(`this server does not hold the key ${key.name}`);
  return { ...key, sign: pair.sign };
}

/** The log's key as the policy names it. */
export function logKeyOf(trust: Trust): string | undefined {
  return /^log (\S+)$/m.exec(trust.policy)?.[1];
}

/** The log's origin: the name of the log key in the policy; it stays when the host changes. */
export function logOrigin(trust: Trust): string {
  return namedKey(logKeyOf(trust)).name;
}
