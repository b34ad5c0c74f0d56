import type { Words } from '../../errors.ts';

export const bookFileWords = {
  'book-files.xlsx': { id: 'Unduh untuk Excel (XLSX)', en: 'Download for Excel (XLSX)' },
  'book-files.csv': { id: 'Unduh untuk sistem lain (CSV)', en: 'Download for other systems (CSV)' },
} as const satisfies Record<string, Words>;
