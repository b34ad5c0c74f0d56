/** Papers that change hands: what leaves the house, and the originals of what came. */
export const handoverWords = {
  'handover.receiver': { id: 'Nama penerima', en: 'Who received it' },
  'handover.day': { id: 'Tanggal diterima', en: 'Day of receipt' },
  'handover.time': { id: 'Jam diterima', en: 'Time of receipt' },
  'handover.glass': {
    id: 'Tanda tangan penerima di layar (boleh kosong)',
    en: 'The receiver signs on the screen (optional)',
  },
  'handover.glass.clear': { id: 'Hapus tanda tangan', en: 'Clear the signature' },
  'handover.proof': {
    id: 'Atau foto tanda terima yang sudah ditandatangani',
    en: 'Or a photo of the signed receipt',
  },
  'handover.proof.hint': {
    id: 'JPEG, PNG, atau PDF, paling besar 20 MB. Lokasi dan data kamera dibuang dari foto.',
    en: 'JPEG, PNG or PDF, at most 20 MB. Place and camera data are removed from photos.',
  },
  'handover.proof.open': { id: 'bukti terima', en: 'proof of receipt' },
  'handover.words': { id: 'Nomor, tujuan, atau penerima', en: 'Number, addressee or receiver' },
} as const;
