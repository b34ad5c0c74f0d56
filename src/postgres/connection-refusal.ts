import { Refusal, type Words } from '../errors.ts';
import { firstOf, UNREACHABLE } from './database-absence.ts';

/** What an operator can mend, said in words; undefined for anything else. The address and the password are not repeated. */
export function connectionRefusal(error: unknown): Refusal | undefined {
  const code = codeOf(error) ?? '';
  const message = messageOf(error);
  // The same code as a wrong account, which is somebody else's mistake to mend.
  const words = /no encryption|SSL off/.test(message) ? tlsNeeded : (sentences[code] ?? said(message));
  return words && new Refusal('unavailable', 'database-unreachable', words);
}

const away: Words = {
  id: 'Server basis data pada DATABASE_URL tidak menjawab. Periksa alamatnya, dan apakah servernya berjalan.',
  en: 'The database server of DATABASE_URL does not answer. Check the address, and whether the server runs.',
};
const password: Words = {
  id: 'Server basis data menolak akun atau kata sandi pada DATABASE_URL.',
  en: 'The database server does not accept the account or the password of DATABASE_URL.',
};
const notPostgres: Words = {
  id: 'Pada alamat DATABASE_URL bukan PostgreSQL yang menjawab. Periksa server dan portnya; port biasa PostgreSQL adalah 5432.',
  en: 'What answers at the address of DATABASE_URL is not PostgreSQL. Check server and port; the usual port of PostgreSQL is 5432.',
};
const tlsNeeded: Words = {
  id: 'Server basis data hanya menerima sambungan terenkripsi. Tambahkan ?sslmode=verify-full pada DATABASE_URL.',
  en: 'The database server takes encrypted connections only. Add ?sslmode=verify-full to DATABASE_URL.',
};
const noTls: Words = {
  id: 'DATABASE_URL meminta sambungan terenkripsi (sslmode), tetapi servernya tidak menyediakannya. Nyalakan TLS di server itu, atau hapus sslmode jika jaringannya tepercaya.',
  en: 'DATABASE_URL asks for an encrypted connection (sslmode), which the server does not offer. Turn TLS on there, or remove sslmode where the network is trusted.',
};
const unknownCertificate: Words = {
  id: 'Sertifikat TLS server basis data tidak dikenal atau bukan untuk nama itu. Sebutkan CA-nya: ?sslmode=verify-full&sslrootcert=/jalur/ca.pem pada DATABASE_URL.',
  en: 'The TLS certificate of the database server is not known or is for another name. Name its CA: ?sslmode=verify-full&sslrootcert=/path/ca.pem in DATABASE_URL.',
};
const notAllowed: Words = {
  id: 'Akun pada DATABASE_URL tidak boleh memakai basis data itu. Jadikan pemiliknya: ALTER DATABASE NAMA OWNER TO AKUN',
  en: 'The account of DATABASE_URL may not use that database. Make it the owner: ALTER DATABASE NAME OWNER TO ACCOUNT',
};
const starting: Words = {
  id: 'Server basis data sedang dinyalakan atau dimatikan. Coba lagi sebentar.',
  en: 'The database server is being started or stopped. Try again in a moment.',
};
const pooler: Words = {
  id: 'Di antara Layang dan PostgreSQL ada pengumpul sambungan (PgBouncer). Sambungkan DATABASE_URL langsung ke PostgreSQL: kunci Layang hidup selama sambungannya.',
  en: 'A connection pooler (PgBouncer) stands between Layang and PostgreSQL. Connect DATABASE_URL to PostgreSQL itself: locks of Layang live as long as their connection.',
};

/** By system error, OpenSSL's name and SQLSTATE. */
const sentences: Readonly<Record<string, Words>> = {
  ...Object.fromEntries(UNREACHABLE.map((code) => [code, away])),
  SELF_SIGNED_CERT_IN_CHAIN: unknownCertificate,
  DEPTH_ZERO_SELF_SIGNED_CERT: unknownCertificate,
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: unknownCertificate,
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: unknownCertificate,
  ERR_TLS_CERT_ALTNAME_INVALID: unknownCertificate,
  CERT_HAS_EXPIRED: unknownCertificate,
  '08P01': pooler,
  '28P01': password,
  '28000': password,
  '3D000': {
    id: 'Basis data yang disebut dalam DATABASE_URL tidak ada di server itu. Buat dahulu: createdb NAMA',
    en: 'The server has no database of the name in DATABASE_URL. Create it first: createdb NAME',
  },
  '42501': notAllowed,
  '53300': {
    id: 'Server basis data tidak punya sambungan yang tersisa. Naikkan max_connections di server itu, atau kurangi proses Layang.',
    en: 'The database server has no connection left. Raise its max_connections, or run fewer processes of Layang.',
  },
  '55000': notAllowed,
  '57P03': starting,
};

/** What the driver says without a code of any kind. */
function said(message: string): Words | undefined {
  if (message === 'The server does not support SSL connections') return noTls;
  if (/^timeout expired$/.test(message)) return away;
  if (
    /^(Connection terminated unexpectedly|There was an error establishing an SSL connection|received invalid response)/.test(
      message,
    )
  ) {
    return notPostgres;
  }
}

function messageOf(error: unknown): string {
  const { message } = (error ?? {}) as { message?: unknown };
  return typeof message === 'string' ? message : '';
}

function codeOf(error: unknown): string | undefined {
  const { code } = (error ?? {}) as { code?: unknown };
  if (typeof code === 'string') return code;
  const first = firstOf(error);
  return first === undefined ? undefined : codeOf(first);
}
