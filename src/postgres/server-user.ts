import { readFileSync, statSync } from 'node:fs';
import { Refusal } from '../errors.ts';

/** Under whom the server runs; undefined: under us. */
export interface ServerUser {
  uid: number;
  gid: number;
}

/**
 * PostgreSQL refuses to run as root, so root hands it to another account: the one that already owns the cluster, else
 * the first of `layang`, `postgres` and `nobody` that this machine knows. An ordinary user runs it as itself.
 */
export function serverUser(clusterDir: string): ServerUser | undefined {
  const us = process.getuid?.();
  const owner = statSync(clusterDir, { throwIfNoEntry: false });
  if (us === undefined) return undefined;
  if (us !== 0) {
    if (owner && owner.uid !== us) {
      throw new Refusal('unavailable', 'database-of-another-user', {
        id: `Folder basis data ${clusterDir} milik akun lain (uid ${owner.uid}). Jalankan Layang dengan akun itu atau sebagai root.`,
        en: `The database folder ${clusterDir} belongs to another account (uid ${owner.uid}). Run Layang as that account or as root.`,
      });
    }
    return undefined;
  }
  if (owner && owner.uid !== 0) return { uid: owner.uid, gid: owner.gid };
  const accounts = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  for (const name of ['layang', 'postgres', 'nobody']) {
    const account = accounts.find((fields) => fields[0] === name);
    const user = { uid: Number(account?.[2]), gid: Number(account?.[3]) };
    if (account && user.uid > 0 && user.gid > 0) return user;
  }
  throw new Refusal('unavailable', 'no-server-account', {
    id: 'PostgreSQL tidak mau berjalan sebagai root dan mesin ini tidak punya akun layang, postgres, atau nobody. Buat akun layang: useradd --system layang',
    en: 'PostgreSQL will not run as root and this machine has no account layang, postgres or nobody. Create one: useradd --system layang',
  });
}
