import { createPublicKey, type KeyObject, sign } from 'node:crypto';
import path from 'node:path';
import { Fault } from '../errors.ts';
import { type KeyEncryption, keyEncryption } from './key-encryption.ts';
import { type PushKey, pushKey } from './push-key.ts';
import { createServiceKeyFiles, missing, readServiceKeyFiles, serviceKeyFolderIsEmpty } from './service-key-files.ts';

/** A key that can be used but not read: `publicKey` is SubjectPublicKeyInfo DER for P-256, 32 raw bytes for Ed25519. */
export interface ServiceSigner {
  readonly publicKey: Buffer;
  /** P-256: ECDSA with SHA-256 over `message`, DER. Ed25519: 64 bytes. A message outside the key's one use is a fault. */
  sign(message: Uint8Array): Buffer;
}

/** The office's own keys. Each signs one sort of thing only; the table is in `keys/README.md`. */
export interface ServiceKeys {
  readonly certificateRoot: ServiceSigner;
  readonly certificateIssuing: ServiceSigner;
  readonly trustRoot: ServiceSigner;
  readonly directory: ServiceSigner;
  readonly state: ServiceSigner;
  readonly log: ServiceSigner;
  readonly status: ServiceSigner;
  readonly keyEncryption: KeyEncryption;
  readonly push: PushKey;
}

/**
 * Opens `dataDir/keys`. The keys are made only when the folder is absent or empty and `databaseIsNew`; whatever is missing
 * later is refused (`service-key-missing`), because a silently made key would orphan every letter issued before.
 * Refuses too: loose permissions (`service-key-too-open`), a damaged file (`service-key-malformed`).
 */
export async function openServiceKeys(dataDir: string, options: { databaseIsNew: boolean }): Promise<ServiceKeys> {
  const folder = path.join(dataDir, 'keys');
  if (await serviceKeyFolderIsEmpty(folder)) {
    if (!options.databaseIsNew) throw missing(folder);
    await createServiceKeyFiles(folder);
  }
  const { keyEncryption: secret, keys } = await readServiceKeyFiles(folder);
  return {
    certificateRoot: p256Signer(keys.certificateRoot),
    certificateIssuing: p256Signer(keys.certificateIssuing),
    trustRoot: ed25519Signer(keys.trustRoot, beginsWith('layang-trust/v1\n')),
    directory: ed25519Signer(keys.directory, beginsWith('layang-keys/v1\n')),
    state: ed25519Signer(keys.state, beginsWith('layang-state/v1\n', 'layang-exchange/v1\n')),
    log: ed25519Signer(keys.log, isCheckpoint),
    status: ed25519Signer(keys.status, beginsWith('layang-status/v1\n')),
    keyEncryption: keyEncryption(secret),
    push: pushKey(secret),
  };
}

function p256Signer(key: KeyObject): ServiceSigner {
  const publicKey = createPublicKey(key).export({ type: 'spki', format: 'der' });
  return { publicKey, sign: (message) => sign('sha256', message, key) };
}

/** Every message has a label of its own, so a signature made for one use can never be shown for another. */
function ed25519Signer(key: KeyObject, allowed: (message: Buffer) => boolean): ServiceSigner {
  // The last 32 bytes of an Ed25519 SubjectPublicKeyInfo are the raw key (RFC 8410, 4).
  const publicKey = Buffer.from(createPublicKey(key).export({ type: 'spki', format: 'der' }).subarray(-32));
  return {
    publicKey,
    sign(message) {
      if (!allowed(Buffer.from(message))) throw new Fault('a service key was asked to sign something outside its use');
      return sign(null, message, key);
    },
  };
}

function beginsWith(...labels: string[]): (message: Buffer) => boolean {
  const all = labels.map((label) => Buffer.from(label));
  return (message) => all.some((bytes) => message.subarray(0, bytes.length).equals(bytes));
}

/** C2SP tlog-checkpoint: the first line is the origin, here `<host>/log`. */
function isCheckpoint(message: Buffer): boolean {
  return /^[a-z0-9.-]+(:[0-9]{1,5})?\/log\n[0-9]+\n/.test(message.subarray(0, 400).toString('latin1'));
}
