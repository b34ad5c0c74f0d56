import { Refusal } from '../errors.ts';
import type { Sql } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { LetterKind } from './letter-kind.ts';

const columns = sql`code, name, name_en, kind_group, shape, template, title, register_code, number_format, titles_in_block,
  paper, font, sections, names_persons`;

export async function listKinds(db: Sql): Promise<LetterKind[]> {
  return db.many(LetterKind, sql`SELECT ${columns} FROM letter_kind ORDER BY sort, code`);
}

export async function getKind(db: Sql, code: string): Promise<LetterKind> {
  const kind = await db.maybe(LetterKind, sql`SELECT ${columns} FROM letter_kind WHERE code = ${code}`);
  if (kind === undefined) {
    throw new Refusal('not-found', 'kind-unknown', {
      id: 'Jenis surat itu tidak ada. Pilih dari daftar.',
      en: 'There is no such kind of letter. Choose one from the list.',
    });
  }
  return kind;
}
