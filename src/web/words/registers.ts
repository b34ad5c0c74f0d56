import type { Words } from '../../errors.ts';

export const registerWords = {
  'registers.title': { id: 'Buku nomor surat', en: 'Registers' },
  'registers.none': {
    id: 'Belum ada buku nomor untuk unit Anda. Buku dibuka saat surat pertama ditandatangani.',
    en: 'Your unit has no register yet. One is opened when the first letter is signed.',
  },
  'register.year': { id: 'Tahun {year}', en: 'Year {year}' },
  'register.years': { id: 'Tahun', en: 'Year' },
  'register.counts': {
    id: 'Nomor terakhir {last}: {issued} terbit, {reserved} dipesan, {cancelled} dibatalkan.',
    en: 'Last number {last}: {issued} issued, {reserved} reserved, {cancelled} cancelled.',
  },
  'register.gapless': {
    id: 'Setiap nomor dari 1 sampai {last} dapat dijelaskan.',
    en: 'Every number from 1 to {last} is accounted for.',
  },
  'register.find': { id: 'Cari nomor', en: 'Find a number' },
  'register.none': { id: 'Belum ada nomor.', en: 'No numbers yet.' },
  'register.none-found': { id: 'Tidak ada nomor yang cocok.', en: 'No number matches.' },
  'register.state.issued': { id: 'Terbit', en: 'Issued' },
  'register.state.reserved': { id: 'Dipesan', en: 'Reserved' },
  'register.state.cancelled': { id: 'Dibatalkan', en: 'Cancelled' },
  'register.confidential': { id: 'Surat rahasia', en: 'Secret letter' },
  'register.because': { id: 'Alasan: {reason}', en: 'Reason: {reason}' },
  'register.table': { id: 'Nomor tahun {year}', en: 'Numbers of {year}' },
  'register.column.order': { id: 'No. urut', en: 'No.' },
  'register.column.number': { id: 'Nomor surat', en: 'Letter number' },
  'register.column.letter': { id: 'Surat', en: 'Letter' },
  'register.column.state': { id: 'Keadaan', en: 'State' },
  'register.cancel': { id: 'Batalkan', en: 'Cancel' },
  'register.cancel.title': { id: 'Batalkan nomor {number}', en: 'Cancel number {number}' },
  'register.cancel.why': {
    id: 'Nomor ini tidak akan dipakai lagi dan tetap tercantum dengan alasannya. Surat yang memesannya mendapat nomor baru saat ditandatangani.',
    en: 'This number will never be used again and stays in the register with its reason. The letter takes a new one when it is signed.',
  },
  'register.cancel.reason': { id: 'Alasan', en: 'Reason' },
  'register.cancel.button': { id: 'Batalkan nomor ini', en: 'Cancel this number' },
  'register.cancelled': { id: 'Nomor dibatalkan.', en: 'The number was cancelled.' },
} as const satisfies Record<string, Words>;
