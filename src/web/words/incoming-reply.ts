import type { Words } from '../../errors.ts';

export const incomingReplyWords = {
  'reply.title': { id: 'Buat surat jawaban', en: 'Draft an answer' },
  'reply.to': { id: 'Menjawab surat dari {sender}', en: 'Answers the letter from {sender}' },
  'reply.to.number': { id: 'nomor {number}', en: 'number {number}' },
  'reply.what': {
    id: 'Konsep dimulai dengan pengirim sebagai tujuan, hal dan sifat surat masuk ini. Setelah jawaban terbit dan dikirim, surat masuk ini selesai dengan sendirinya.',
    en: 'The draft begins with the sender as recipient, and with the subject and security class of this letter. Once the answer is issued and sent, this incoming letter is closed by itself.',
  },
  'reply.begin': { id: 'Mulai menulis jawaban', en: 'Begin the answer' },
  'reply.none-open': {
    id: 'Surat ini sudah selesai atau tidak sedang di tangan Anda, jadi jawabannya tidak dapat dimulai di sini.',
    en: 'This letter is closed or not in your hands, so no answer can be begun here.',
  },
  'reply.back': { id: 'Surat masuk', en: 'Incoming letter' },
  'reply.standing.withdrawn': {
    id: 'Pengirim telah mencabut surat ini: tidak berlaku lagi.',
    en: 'The sender has withdrawn this letter: it has no effect any more.',
  },
  'reply.standing.recalled': {
    id: 'Pengirim menarik surat ini: jangan dipakai sampai ada kabar lagi.',
    en: 'The sender has recalled this letter: do not use it until more is decided.',
  },
  'reply.standing.superseded': {
    id: 'Pengirim menggantikan surat ini dengan surat lain.',
    en: 'The sender has superseded this letter by another one.',
  },
  'reply.standing.corrected': {
    id: 'Pengirim meralat surat ini; baca bersama ralatnya.',
    en: 'The sender has corrected this letter; read it together with the correction.',
  },
  'reply.answers': { id: 'Menjawab surat masuk', en: 'Answers incoming letter' },
} as const satisfies Record<string, Words>;
