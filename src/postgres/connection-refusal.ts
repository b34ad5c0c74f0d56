import { Refusal, type Words } from '../errors.ts';

/** What an operator can mend, said in words; undefined for anything else. The address and the password are not repeated. */
export function connectionRefusal(error: unknown): Refusal | undefined {
  const words = sentences[codeOf(error) ?? ''];
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

const sentences: Readonly<Record<string, Words>> = {
  ECONNREFUSED: away,
  ENOTFOUND: away,
  EAI_AGAIN: away,
  EHOSTUNREACH: away,
  ETIMEDOUT: away,
  '28P01': password,
  '28000': password,
  '3D000': {
    id: 'Basis data yang disebut dalam DATABASE_URL tidak ada di server itu. Buat dahulu: createdb NAMA',
    en: 'The server has no database of the name in DATABASE_URL. Create it first: createdb NAME',
  },
  '53300': {
    id: 'Server basis data tidak punya sambungan yang tersisa.',
    en: 'The database server has no connection left.',
  },
};

/** Of several addresses that were tried, the first one's. */
function codeOf(error: unknown): string | undefined {
  const { code, errors } = (error ?? {}) as { code?: unknown; errors?: unknown };
  if (typeof code === 'string') return code;
  return Array.isArray(errors) ? codeOf(errors[0]) : undefined;
}
