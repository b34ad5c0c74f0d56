import type { Words } from '../../errors.ts';

export const accountKeyWords = {
  'account.passphrase': { id: 'Ganti frasa sandi tanda tangan', en: 'Change signing passphrase' },
  'account.passphrase.old': { id: 'Frasa sandi saat ini', en: 'Current passphrase' },
  'account.passphrase.new': { id: 'Frasa sandi baru', en: 'New passphrase' },
  'account.passphrase.new.again': { id: 'Frasa sandi baru, sekali lagi', en: 'New passphrase, once more' },
  'account.passphrase.why': {
    id: 'Kunci tanda tangan Anda tetap sama. Jika frasa sandi terlupa, administrator dapat memulai kunci baru.',
    en: 'Your signing keys stay the same. If you forgot the passphrase, the administrator can start new keys.',
  },
  'account.passphrase.changed': { id: 'Frasa sandi tanda tangan diganti.', en: 'The signing passphrase was changed.' },
  'account.keys.make': { id: 'Buat kunci tanda tangan', en: 'Make signing keys' },
  'account.keys.current': { id: 'Kata sandi masuk Anda', en: 'Your sign-in password' },
  'account.keys.current.hint': {
    id: 'Agar tidak ada orang lain yang membuat kunci atas nama Anda dari perangkat yang tertinggal terbuka.',
    en: 'So that nobody else makes keys in your name on a device that was left open.',
  },
  'account.keys.made': {
    id: 'Kunci tanda tangan dan sertifikat elektronik Anda sudah dibuat.',
    en: 'Your signing keys and your certificate were made.',
  },
  'account.certificate': { id: 'Sertifikat elektronik', en: 'Certificate' },
  'account.certificate.valid': { id: 'Berlaku sampai {until}.', en: 'Valid until {until}.' },
  'account.certificate.not-yet-valid': { id: 'Belum berlaku.', en: 'Not valid yet.' },
  'account.certificate.expired': {
    id: 'Berakhir pada {until}. Anda belum dapat menandatangani sebelum memperbaruinya.',
    en: 'Ended on {until}. You cannot sign before it is renewed.',
  },
  'account.certificate.revoked': {
    id: 'Dicabut. Hubungi administrator.',
    en: 'Revoked. Ask the administrator.',
  },
  'account.certificate.renew': { id: 'Perbarui sertifikat', en: 'Renew the certificate' },
  'account.certificate.renew.why': {
    id: 'Kunci dan sertifikat baru dibuat di sini; surat yang sudah ditandatangani tetap sah dengan yang lama.',
    en: 'A new key and certificate are made here; letters signed before stay valid with the old ones.',
  },
  'account.certificate.renew.name': {
    id: 'Sertifikat ini masih atas nama atau gelar Anda yang lama. Yang baru dibuat saat Anda menandatangani berikutnya, atau sekarang di sini.',
    en: 'This certificate is still in your former name or titles. Another is made when you next sign, or here and now.',
  },
  'account.certificate.passphrase': { id: 'Frasa sandi tanda tangan', en: 'Signing passphrase' },
  'account.certificate.renewed': { id: 'Sertifikat elektronik diperbarui.', en: 'The certificate was renewed.' },

  'seals.title': { id: 'Jejak tanda QR saya', en: 'Where my QR seal was used' },
  'seals.lead': {
    id: 'Setiap surat yang terbit dengan kunci tanda QR atas nama Anda. Jika ada yang bukan tanda tangan Anda, segera laporkan kepada administrator.',
    en: 'Every letter issued with a seal key in your name. If you did not sign one of them, tell the administrator at once.',
  },
  'seals.keys': { id: 'Kunci tanda QR Anda', en: 'Your seal keys' },
  'seals.keys.none': {
    id: 'Belum ada. Kunci dibuat untuk setiap jabatan pada hari jabatan itu mulai Anda pegang dan dipakai menandatangani.',
    en: 'None yet. A key is made for each position once you hold it and sign from it.',
  },
  'seals.key': { id: 'Kunci {kid}', en: 'Key {kid}' },
  'seals.key.term': { id: '{from} sampai {to}', en: '{from} to {to}' },
  'seals.key.seals': { id: '{count} surat', en: 'letters: {count}' },
  'seals.key.active': { id: 'Berlaku', en: 'In force' },
  'seals.key.retired': { id: 'Berakhir', en: 'Ended' },
  'seals.key.revoked': { id: 'Dicabut', en: 'Revoked' },
  'seals.letters': { id: 'Surat bertanda QR Anda', en: 'Letters with your seal' },
  'seals.letters.none': { id: 'Belum ada surat.', en: 'No letters yet.' },
  'seals.show': { id: 'Lihat semua pemakaiannya', en: 'See every use of them' },
} as const satisfies Record<string, Words>;
