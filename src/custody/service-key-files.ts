import { createPrivateKey, generateKeyPairSync, type KeyObject, randomBytes } from 'node:crypto';
import { constants } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { Fault, Refusal } from '../errors.ts';

/** What lies in `DATA_DIR/keys`, one file each. The names are told in `keys/README.md`. */
export const SERVICE_KEY_FILES = {
  keyEncryption: { file: 'key-encryption.key', form: 'bytes' },
  certificateRoot: { file: 'certificate-root.pem', form: 'p256' },
  certificateIssuing: { file: 'certificate-issuing.pem', form: 'p256' },
  trustRoot: { file: 'trust-root-1.pem', form: 'ed25519' },
  directory: { file: 'directory.pem', form: 'ed25519' },
  state: { file: 'state.pem', form: 'ed25519' },
  log: { file: 'log.pem', form: 'ed25519' },
  status: { file: 'status.pem', form: 'ed25519' },
} as const;

export type ServiceKeyName = keyof typeof SERVICE_KEY_FILES;
type Form = (typeof SERVICE_KEY_FILES)[ServiceKeyName]['form'];

/** Longest file that can be one of ours; anything larger is refused unread. */
const MAX_FILE = 4096;

/** True when the folder is absent or empty: nothing was ever made here. */
export async function serviceKeyFolderIsEmpty(folder: string): Promise<boolean> {
  try {
    return (await readdir(folder)).length === 0;
  } catch (error) {
    if (isCode(error, 'ENOENT')) return true;
    throw new Fault(`cannot read the key folder ${folder}`, { cause: error });
  }
}

/**
 * Makes every key in a folder beside the real one, on disk to the last byte, and gives it its name in one rename: after a
 * power failure there are all keys or none. If another process was first, its keys stay and ours are thrown away unused.
 */
export async function createServiceKeyFiles(folder: string): Promise<void> {
  const parent = path.dirname(folder);
  await mkdir(parent, { recursive: true });
  const making = `${folder}.making-${randomBytes(6).toString('hex')}`;
  await mkdir(making, { mode: 0o700 });
  try {
    for (const { file, form } of Object.values(SERVICE_KEY_FILES))
      await writeOnce(path.join(making, file), freshKey(form));
    await syncFolder(making);
    await rename(making, folder);
    await syncFolder(parent);
  } catch (error) {
    await rm(making, { recursive: true, force: true });
    if (isCode(error, 'ENOTEMPTY') || isCode(error, 'EEXIST')) return;
    throw new Fault(`cannot create the service keys in ${folder}`, { cause: error });
  }
}

/**
 * The key-encryption key as bytes, the others as key objects. Refuses a missing file, permissions that let others in, and
 * a file of another kind; never creates, never repairs.
 */
export async function readServiceKeyFiles(
  folder: string,
): Promise<{ keyEncryption: Buffer; keys: Record<Exclude<ServiceKeyName, 'keyEncryption'>, KeyObject> }> {
  await demandPrivate(folder);
  const key = async (name: Exclude<ServiceKeyName, 'keyEncryption'>): Promise<KeyObject> => {
    const { file, form } = SERVICE_KEY_FILES[name];
    return parseKey(await readPrivateFile(path.join(folder, file)), form, file);
  };
  const { file } = SERVICE_KEY_FILES.keyEncryption;
  const keyEncryption = await readPrivateFile(path.join(folder, file));
  if (keyEncryption.length !== 32) throw malformed(file);
  return {
    keyEncryption,
    keys: {
      certificateRoot: await key('certificateRoot'),
      certificateIssuing: await key('certificateIssuing'),
      trustRoot: await key('trustRoot'),
      directory: await key('directory'),
      state: await key('state'),
      log: await key('log'),
      status: await key('status'),
    },
  };
}

function freshKey(form: Form): Buffer {
  if (form === 'bytes') return randomBytes(32);
  const { privateKey } =
    form === 'p256' ? generateKeyPairSync('ec', { namedCurve: 'P-256' }) : generateKeyPairSync('ed25519');
  return Buffer.from(privateKey.export({ type: 'pkcs8', format: 'pem' }));
}

function parseKey(pem: Buffer, form: Form, file: string): KeyObject {
  let key: KeyObject;
  try {
    key = createPrivateKey({ key: pem, format: 'pem' });
  } catch {
    // The parser's own message may quote the file, so it is not passed on.
    throw malformed(file);
  } finally {
    pem.fill(0);
  }
  const fits =
    form === 'p256'
      ? key.asymmetricKeyType === 'ec' && key.asymmetricKeyDetails?.namedCurve === 'prime256v1'
      : key.asymmetricKeyType === 'ed25519';
  if (!fits) throw malformed(file);
  return key;
}

async function writeOnce(file: string, content: Buffer): Promise<void> {
  const handle = await open(file, constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL, 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
    content.fill(0);
  }
}

async function syncFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, constants.O_RDONLY);
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

async function readPrivateFile(file: string): Promise<Buffer> {
  await demandPrivate(file);
  const handle = await open(file, constants.O_RDONLY);
  try {
    if ((await handle.stat()).size > MAX_FILE) throw malformed(path.basename(file));
    return await handle.readFile();
  } finally {
    await handle.close();
  }
}

async function demandPrivate(file: string): Promise<void> {
  let mode: number;
  try {
    mode = (await stat(file)).mode;
  } catch (error) {
    if (isCode(error, 'ENOENT')) throw missing(file);
    throw new Fault(`cannot look at ${file}`, { cause: error });
  }
  if (process.platform !== 'win32' && (mode & 0o077) !== 0) throw tooOpen(file);
}

export function missing(file: string): Refusal {
  return new Refusal('unavailable', 'service-key-missing', {
    id: `Berkas kunci ${file} tidak ada, padahal basis data ini sudah dipakai. Pulihkan dari cadangan; kunci baru tidak dibuat karena surat dan sertifikat yang terbit bergantung padanya.`,
    en: `The key file ${file} is missing although this database is in use. Restore it from your backup; no new key is made, because issued letters and certificates depend on the old one.`,
  });
}

function tooOpen(file: string): Refusal {
  return new Refusal('unavailable', 'service-key-too-open', {
    id: `Izin ${file} terlalu longgar: pengguna lain dapat membacanya. Batasi dengan: chmod -R go= ${file}`,
    en: `The permissions of ${file} let other users in. Close them with: chmod -R go= ${file}`,
  });
}

function malformed(file: string): Refusal {
  return new Refusal('unavailable', 'service-key-malformed', {
    id: `Berkas kunci ${file} rusak atau bukan jenis yang diharapkan. Pulihkan dari cadangan.`,
    en: `The key file ${file} is damaged or of another kind than expected. Restore it from your backup.`,
  });
}

function isCode(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
