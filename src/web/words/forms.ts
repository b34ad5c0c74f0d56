import type { Words } from '../../errors.ts';

export const formWords = {
  'form.problem': { id: 'Ada yang perlu diperbaiki', en: 'Something needs correcting' },
  'form.error-prefix': { id: 'Galat', en: 'Error' },
  'form.optional': { id: '(boleh kosong)', en: '(optional)' },
  'form.none': { id: '(tidak ada)', en: '(none)' },
  'form.choose': { id: 'Pilih …', en: 'Choose …' },
  'form.save': { id: 'Simpan', en: 'Save' },
} as const satisfies Record<string, Words>;
