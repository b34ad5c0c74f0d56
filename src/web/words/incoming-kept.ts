import type { Words } from '../../errors.ts';

/** What the open registration page says itself, by its script. */
export const incomingKeptWords = {
  'kept.found': {
    id: 'Isian yang belum terkirim ditemukan kembali di peramban ini.',
    en: 'What was typed and not sent was found again in this browser.',
  },
  'kept.discard': { id: 'Buang isian itu', en: 'Throw it away' },
  'kept.sending': { id: 'Mengirim…', en: 'Sending…' },
  'kept.queued': {
    id: 'Tidak ada sambungan. Surat ini tersimpan di peramban dan dikirim sendiri begitu tersambung, sekali saja. Anda dapat melanjutkan dengan surat berikutnya.',
    en: 'There is no connection. This letter is kept in the browser and sent by itself once there is one, once only. You can go on with the next letter.',
  },
  'kept.queue': { id: 'Belum terkirim', en: 'Not sent yet' },
  'kept.waiting': { id: 'menunggu sambungan', en: 'waits for a connection' },
  'kept.refused': { id: 'perlu diperiksa: {why}', en: 'needs to be looked at: {why}' },
  'kept.sign-in': {
    id: 'Sesi Anda berakhir. Masuk kembali agar surat ini terkirim.',
    en: 'Your session has ended. Sign in again to send these letters.',
  },
  'drop.arrived': { id: '{name}: sampai di meja', en: '{name}: at the desk' },
  'drop.waits': {
    id: '{name}: menunggu sambungan, dikirim sendiri begitu tersambung',
    en: '{name}: waits for a connection, sent by itself once there is one',
  },
  'kept.open': { id: 'Buka: {sender}', en: 'Open: {sender}' },
  'kept.sent': { id: 'Terkirim dengan nomor agenda {agenda}: {sender}', en: 'Sent, agenda number {agenda}: {sender}' },
} as const satisfies Record<string, Words>;
export type KeptWord = keyof typeof incomingKeptWords;
