import { Refusal } from '../errors.ts';

/** What a page says whose setting or drawing was given up. */
export const poolRefusals = {
  timeout: () =>
    new Refusal('unavailable', 'typesetting-timeout', {
      id: 'Halaman terlalu lama disusun dan dihentikan. Coba lagi; jika terulang, pendekkan isi surat.',
      en: 'Setting the page took too long and was stopped. Try again; if it happens again, shorten the text.',
    }),
  busy: () =>
    new Refusal('unavailable', 'typesetting-busy', {
      id: 'Terlalu banyak halaman sedang disusun. Coba lagi sebentar lagi.',
      en: 'Too many pages are being set. Try again in a moment.',
    }),
};
