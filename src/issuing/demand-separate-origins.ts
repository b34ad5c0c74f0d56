import { Refusal } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import { isLoopback } from '../seal/qr-url.ts';
import { findTrust } from '../seal/trust-store.ts';

/**
 * Refuses `app-origin-was-check-origin` when officials would sign in at a host that is printed on letters as the check
 * address: it must go on answering checks, and nobody ever signs in there (seal-and-log 1). Loopback is free.
 */
export async function demandSeparateOrigins(db: Sql, appOrigin: string): Promise<void> {
  const { host } = new URL(appOrigin);
  if (isLoopback(host)) return;
  const trust = await findTrust(db);
  if (!trust?.trust.hosts.includes(host)) return;
  throw new Refusal('wrong-state', 'app-origin-was-check-origin', {
    id: `APP_ORIGIN tidak boleh ${host}: alamat itu tercetak pada surat sebagai alamat pemeriksaan dan tetap harus menjawab. Pilih alamat lain untuk pejabat.`,
    en: `APP_ORIGIN must not be ${host}: letters name it as their check address, and it must go on answering. Choose another address for officials.`,
  });
}
