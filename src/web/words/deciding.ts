import type { Words } from '../../errors.ts';

/** A letter that waits for a decision or a signature. */
export const decidingWords = {
  'decide.title': { id: 'Putuskan', en: 'Decide' },
  'decide.title.initial': { id: 'Paraf surat', en: 'Initial a letter' },
  'decide.title.sign': { id: 'Kembalikan atau tolak', en: 'Return or reject' },
  'decide.as': { id: 'Sebagai {position}', en: 'As {position}' },
  'decide.outcome': { id: 'Keputusan Anda', en: 'Your decision' },
  'decide.approved': { id: 'Paraf', en: 'Initial' },
  'decide.approved.hint': { id: 'Surat diteruskan kepada {next}.', en: 'The letter goes on to {next}.' },
  'decide.returned': { id: 'Kembalikan', en: 'Return' },
  'decide.returned.hint': {
    id: 'Konseptor memperbaiki, lalu semua paraf diulang.',
    en: 'The drafter corrects it; then every initial is asked again.',
  },
  'decide.rejected': { id: 'Tolak', en: 'Reject' },
  'decide.rejected.hint': {
    id: 'Surat berakhir. Ini tidak dapat dibatalkan.',
    en: 'The letter ends here. This cannot be undone.',
  },
  'decide.remark': { id: 'Alasan atau catatan', en: 'Reason or note' },
  'decide.remark.hint': {
    id: 'Wajib bila dikembalikan atau ditolak. Tercatat dalam perjalanan surat.',
    en: 'Required when returned or rejected. It is kept with the letter.',
  },
  'decide.jump': { id: 'Langsung ke keputusan', en: 'Straight to the decision' },
  'decide.button': { id: 'Catat keputusan', en: 'Record the decision' },
  'decide.open': { id: 'Paraf atau kembalikan', en: 'Initial or return' },
  'decide.open.sign': { id: 'Kembalikan atau tolak', en: 'Return or reject' },

  'sign.title': { id: 'Tanda tangani surat', en: 'Sign the letter' },
  'sign.jump': { id: 'Langsung ke tanda tangan', en: 'Straight to the signature' },
  'sign.open': { id: 'Tanda tangani', en: 'Sign' },
  'sign.lead': {
    id: 'Anda menandatangani sebagai {capacity}, dengan sertifikat elektronik internal {office}.',
    en: 'You sign as {capacity}, with the internal electronic certificate of {office}.',
  },
  'sign.consequence': {
    id: 'Nomor dan tanggal ditetapkan, surat terbit, dan ini tidak dapat dibatalkan.',
    en: 'Number and date are fixed, the letter is issued, and this cannot be undone.',
  },
  'sign.passphrase': { id: 'Frasa sandi tanda tangan', en: 'Signing passphrase' },
  'sign.passphrase.hint': {
    id: 'Bukan kata sandi masuk. Tidak disimpan dan tidak pernah ditanyakan di tempat lain.',
    en: 'Not the password for signing in. It is not stored and never asked for elsewhere.',
  },
  'sign.button': { id: 'Tanda tangani dan terbitkan nomor', en: 'Sign and issue the number' },
} as const satisfies Record<string, Words>;
