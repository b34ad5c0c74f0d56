import { Refusal, type Words } from '../errors.ts';

/** Why a delivery is turned away, as both sides read it. The codes are part of the protocol. */
const words = {
  malformed: {
    id: 'Kiriman ini tidak berbentuk kiriman antarinstansi.',
    en: 'This is not in the form of a delivery between offices.',
  },
  version: {
    id: 'Kiriman ini memakai versi pertukaran surat yang tidak dikenal di sini (di sini versi 1). Layang di salah satu instansi perlu diperbarui.',
    en: 'This message is in a version of the exchange that is not known here (version 1 is). Layang needs an update at one of the two offices.',
  },
  'not-for-us': {
    id: 'Kiriman ini ditujukan kepada instansi lain.',
    en: 'This delivery is addressed to another office.',
  },
  'unknown-partner': {
    id: 'Instansi pengirim belum terdaftar sebagai mitra di sini. Administrator kedua instansi perlu saling menambahkan.',
    en: 'The sending office is not a partner here yet. The administrators of both offices need to add each other.',
  },
  'partner-off': {
    id: 'Pertukaran surat dengan instansi pengirim sedang dimatikan di sini.',
    en: 'The exchange of letters with the sending office is switched off here.',
  },
  signature: {
    id: 'Tanda tangan kiriman ini bukan dari instansi yang disebutnya, atau isinya berubah di jalan.',
    en: 'The signature on this delivery is not of the office that it names, or it was changed on its way.',
  },
  stale: {
    id: 'Waktu kiriman ini terlalu jauh dari jam di sini. Periksa jam server pengirim dan penerima.',
    en: 'The time of this delivery is too far from the clock here. Check the clocks of both servers.',
  },
  conflict: {
    id: 'Kiriman lain dengan kunci yang sama sudah diterima; isinya berbeda.',
    en: 'Another delivery with the same key was taken in already; it differs.',
  },
  'unknown-letter': {
    id: 'Surat yang dimaksud tidak pernah diterima di sini dari instansi pengirim.',
    en: 'The letter that is meant was never received here from the sending office.',
  },
  'document-differs': {
    id: 'Berkas surat tidak sama dengan yang disebut kiriman ini: rusak atau diganti di jalan.',
    en: 'The file of the letter is not the one that this delivery names: damaged or exchanged on its way.',
  },
  'not-verified': {
    id: 'Berkas surat tidak lulus pemeriksaan: {verdict}',
    en: 'The file of the letter does not pass the check: {verdict}',
  },
  'other-seal': {
    id: 'Tanda QR surat ini menunjuk ke instansi lain.',
    en: 'The QR of this letter names another office.',
  },
  'too-large': {
    id: 'Kiriman ini terlalu besar. Paling besar 32 MB.',
    en: 'This delivery is too large. At most 32 MB.',
  },
  slow: {
    id: 'Kiriman ini terlalu lama di jalan dan diputus.',
    en: 'This delivery took too long to arrive and was cut off.',
  },
  busy: {
    id: 'Terlalu banyak kiriman sekaligus. Coba lagi sebentar lagi.',
    en: 'Too many deliveries at once. Try again in a moment.',
  },
} as const satisfies Record<string, Words>;

export type ReceiveCode = keyof typeof words;

const problems: Partial<Record<ReceiveCode, Refusal['problem']>> = {
  'unknown-partner': 'not-allowed',
  'partner-off': 'not-allowed',
  signature: 'not-allowed',
  conflict: 'conflict',
  busy: 'unavailable',
};

export function turnedAway(code: ReceiveCode, verdict?: Words): Refusal {
  const { id, en } = words[code];
  return new Refusal(problems[code] ?? 'invalid-input', code, {
    id: id.replace('{verdict}', verdict?.id ?? ''),
    en: en.replace('{verdict}', verdict?.en ?? ''),
  });
}

/** What an administrator reads beside a line of the list of what was turned away. */
export function turnedAwayWords(code: string): Words | undefined {
  const known = Object.entries(words).find(([each]) => each === code)?.[1];
  return known && { id: known.id.replace(': {verdict}', '.'), en: known.en.replace(': {verdict}', '.') };
}
