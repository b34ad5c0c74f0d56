import type { Words } from '../../errors.ts';
import { isSecret, type Security } from '../../people/security-class.ts';

/** A column of a register. What stands in it in several parts is several columns in a spreadsheet. */
export interface BookColumn {
  name: Words;
  /** Parts of the width, in print. */
  share: number;
  parts?: readonly Words[];
  /** Between the parts on a page and in print; a new line by default. */
  between?: string;
}

/** What stands in one column of a row: as many parts as the column has. */
export type BookField = string | readonly string[];

/** A row as pages and paper have it. */
export function asCells(columns: readonly BookColumn[], row: readonly BookField[]): string[] {
  return row.map((field, i) =>
    typeof field === 'string' ? field : field.filter((part) => part !== '').join(columns[i]?.between ?? '\n'),
  );
}

/** A row as a spreadsheet has it: `1/2026` in one of its cells would become a date. */
export function asFile(row: readonly BookField[]): string[] {
  return row.flat();
}

export function headings(columns: readonly BookColumn[], language: 'id' | 'en'): string[] {
  return columns.map(({ name }) => name[language]);
}

export function fileHeadings(columns: readonly BookColumn[], language: 'id' | 'en'): string[] {
  return columns.flatMap(({ name, parts = [name] }) => parts.map((part) => part[language]));
}

const secret: Words = { id: '(rahasia)', en: '(confidential)' };

type Told = { security: Security };

/** The subject as a book tells it: of a secret letter that it is one, where whoever reads the book may not know more. */
export function subjectIn({ subject, security }: Told & { subject: string }, language: 'id' | 'en'): string {
  return subject === '' && isSecret(security) ? secret[language] : subject;
}

/** Likewise to whom it went. */
export function recipientsIn({ recipients, security }: Told & { recipients: string[] }, language: 'id' | 'en'): string {
  return recipients.length === 0 && isSecret(security) ? secret[language] : recipients.join('; ');
}
