import { Refusal } from '../errors.ts';

/** The oldest PostgreSQL that Layang has been tried with, as `server_version_num` counts. */
const OLDEST = 15;

export interface ServerFacts {
  /** `server_version_num`: 150018 is 15.18. */
  versionNumber: number;
  encoding: string;
  /** Whether the account may make tables in the schema that comes first. */
  mayCreate: boolean;
  /** A standby that follows another server. */
  inRecovery: boolean;
}

/** Refusals `database-too-old`, `database-read-only`, `database-encoding`, `database-not-ours`: a server of DATABASE_URL that cannot hold our schema. */
export function demandSupportedServer({ versionNumber, encoding, mayCreate, inRecovery }: ServerFacts): void {
  const major = Math.floor(versionNumber / 10_000);
  if (major < OLDEST) {
    throw new Refusal('unavailable', 'database-too-old', {
      id: `Server basis data adalah PostgreSQL ${major}. Layang memerlukan PostgreSQL ${OLDEST} atau yang lebih baru.`,
      en: `The database server is PostgreSQL ${major}. Layang needs PostgreSQL ${OLDEST} or newer.`,
    });
  }
  if (inRecovery) {
    throw new Refusal('unavailable', 'database-read-only', {
      id: 'Server basis data pada DATABASE_URL adalah salinan yang hanya dapat dibaca. Sebutkan server utamanya.',
      en: 'The database server of DATABASE_URL is a standby that can only be read. Name the primary server.',
    });
  }
  if (encoding !== 'UTF8') {
    throw new Refusal('unavailable', 'database-encoding', {
      id: `Basis data memakai pengodean ${encoding}, sedangkan nama orang memerlukan UTF8. Buat ulang: createdb --encoding=UTF8 --template=template0 NAMA`,
      en: `The database is encoded in ${encoding}, but people's names need UTF8. Make it anew: createdb --encoding=UTF8 --template=template0 NAME`,
    });
  }
  if (!mayCreate) {
    throw new Refusal('unavailable', 'database-not-ours', {
      id: 'Akun pada DATABASE_URL tidak boleh membuat tabel di basis data itu. Jadikan pemiliknya: ALTER DATABASE NAMA OWNER TO AKUN',
      en: 'The account of DATABASE_URL may not create tables in that database. Make it the owner: ALTER DATABASE NAME OWNER TO ACCOUNT',
    });
  }
}
