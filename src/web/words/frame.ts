import type { Words } from '../../errors.ts';

export const frameWords = {
  'frame.skip': { id: 'Langsung ke isi', en: 'Skip to content' },
  'frame.service': { id: 'Layang', en: 'Layang' },
  'frame.motto': { id: 'Persuratan dan tanda tangan elektronik', en: 'Letters and electronic signatures' },
  'frame.navigation': { id: 'Menu utama', en: 'Main menu' },
  'frame.done': { id: 'Berhasil', en: 'Done' },
  'frame.back': { id: 'Kembali', en: 'Back' },
  'frame.home': { id: 'Ke halaman utama', en: 'To the first page' },
  'frame.title-error': { id: 'Galat: ', en: 'Error: ' },
  'nav.inbox': { id: 'Kotak masuk', en: 'Inbox' },
  'nav.letters': { id: 'Surat', en: 'Letters' },
  'nav.registers': { id: 'Buku nomor', en: 'Registers' },
  'nav.people': { id: 'Pejabat', en: 'People' },
  'nav.account': { id: 'Akun', en: 'Account' },
} as const satisfies Record<string, Words>;
