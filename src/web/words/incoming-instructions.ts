import type { Words } from '../../errors.ts';

/** What a disposition may ask, as administrators keep it. */
export const incomingInstructionWords = {
  'instructions.title': { id: 'Arahan disposisi', en: 'Instructions' },
  'instructions.text': {
    id: 'Pilihan "Dengan hormat harap" pada lembar disposisi',
    en: 'What a disposition sheet may ask',
  },
  'instructions.lead': {
    id: 'Dicentang pada lembar disposisi. Tiap pejabat melihat yang paling sering ia pakai di urutan atas.',
    en: 'Ticked on the disposition sheet. Everybody sees what they use most at the top.',
  },
  'instructions.add': { id: 'Tambah arahan', en: 'Add an instruction' },
  'instructions.added': { id: 'Arahan ditambahkan.', en: 'The instruction was added.' },
  'instructions.changed': { id: 'Arahan diubah.', en: 'The instruction was changed.' },
  'instructions.moved': { id: 'Urutan diubah.', en: 'The order was changed.' },
  'instructions.closed': { id: 'Arahan tidak ditawarkan lagi.', en: 'The instruction is no longer offered.' },
  'instructions.name': { id: 'Arahan', en: 'Instruction in Indonesian' },
  'instructions.name-en': { id: 'Arahan dalam bahasa Inggris', en: 'Instruction in English' },
  'instructions.name.hint': {
    id: 'Seperti yang akan dibaca penerima, misalnya "Pelajari dan laporkan".',
    en: 'As the recipients will read it, for example "Pelajari dan laporkan".',
  },
  'instructions.information': { id: 'Cukup diketahui', en: 'For information only' },
  'instructions.information.hint': {
    id: 'Penerima menyatakan sudah tahu dengan satu ketukan; tidak ada laporan yang ditulis dan diperiksa. Berlaku bila semua arahan pada lembar seperti ini.',
    en: 'Recipients say that they know with one tap; no report is written or looked at. It applies when all instructions of a sheet are of this sort.',
  },
  'instructions.rename.text': {
    id: 'Lembar disposisi yang sudah dibuat tetap memuat kata-kata yang lama.',
    en: 'Sheets that were written before keep the old words.',
  },
  'instructions.close': { id: 'Jangan tawarkan lagi', en: 'No longer offer it' },
  'instructions.close.text': {
    id: 'Lembar disposisi yang sudah memuat arahan ini tetap memuatnya.',
    en: 'Sheets that ask this keep asking it.',
  },
  'instructions.closed.title': { id: 'Tidak ditawarkan lagi', en: 'No longer offered' },
  'instructions.closed.since': { id: 'sejak {date}', en: 'since {date}' },
  'instructions.did.added': { id: 'Ditambahkan: {name}', en: 'Added: {name}' },
  'instructions.did.closed': { id: 'Tidak ditawarkan lagi: {name}', en: 'No longer offered: {name}' },
  'instructions.did.renamed': { id: 'Diubah: {before} menjadi {name}', en: 'Changed: {before} became {name}' },
  'instructions.did.information': { id: 'Kini cukup diketahui: {name}', en: 'Now for information only: {name}' },
  'instructions.did.report': { id: 'Kini meminta laporan: {name}', en: 'Now asks for a report: {name}' },
  'instructions.did.moved': {
    id: 'Dipindahkan dari urutan {from} ke {to}: {name}',
    en: 'Moved from place {from} to {to}: {name}',
  },
} as const satisfies Record<string, Words>;
