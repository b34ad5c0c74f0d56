import type { Words } from '../../errors.ts';

export const officeWords = {
  'office.tab': { id: 'Instansi', en: 'Office' },
  'office.title': { id: 'Data instansi', en: 'The office' },
  'office.lead': {
    id: 'Berlaku untuk surat yang dibuat sesudah ini. Surat yang sudah diajukan dan sertifikat yang sudah dibuat tetap memuat nama lama.',
    en: 'For letters written from now on. Letters submitted before and certificates made before keep the old name.',
  },
  'office.changed': { id: 'Data instansi diubah.', en: 'The office was changed.' },
} as const satisfies Record<string, Words>;
