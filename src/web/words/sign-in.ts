import type { Words } from '../../errors.ts';

export const signInWords = {
  'sign-in.title': { id: 'Masuk', en: 'Sign in' },
  'sign-in.username': { id: 'Nama pengguna', en: 'Username' },
  'sign-in.password': { id: 'Kata sandi', en: 'Password' },
  'sign-in.submit': { id: 'Masuk', en: 'Sign in' },
  'sign-in.no-match': {
    id: 'Nama pengguna atau kata sandi tidak cocok. Periksa keduanya, lalu coba lagi.',
    en: 'The username or password does not match. Check both and try again.',
  },
  'sign-in.put-off': {
    id: 'Terlalu banyak percobaan dari sini. Tunggu {minutes} menit, lalu coba lagi.',
    en: 'Too many attempts from here. Try again in {minutes} min.',
  },
  'sign-in.help': {
    id: 'Lupa kata sandi? Mintalah tautan baru kepada administrator unit Anda.',
    en: 'Forgot your password? Ask your administrator for a new link.',
  },
  'sign-in.other-language': { id: 'In English', en: 'Dalam bahasa Indonesia' },
  'sign-in.kept': {
    id: 'Sesi Anda berakhir sebelum formulir terkirim. Yang Anda ketik masih ada: masuk kembali, lalu kirim.',
    en: 'Your session ended before the form was sent. What you typed is still here: sign in again, then send it.',
  },
  'continue.title': { id: 'Kirim yang tadi Anda ketik?', en: 'Send what you typed?' },
  'continue.lead': {
    id: 'Formulir ini belum terkirim. Kata sandi dan frasa sandi tidak ikut disimpan dan akan ditanyakan lagi.',
    en: 'This form has not been sent yet. Passwords and passphrases were not kept and will be asked for again.',
  },
  'continue.typed': { id: 'Yang Anda ketik', en: 'What you typed' },
  'continue.send': { id: 'Kirim sekarang', en: 'Send now' },
  'continue.leave': { id: 'Jangan kirim', en: 'Do not send' },

  'welcome.title': { id: 'Selamat datang', en: 'Welcome' },
  'welcome.lead': {
    id: 'Tautan ini hanya untuk {name} dan hanya sekali pakai. Nama pengguna Anda {username}.',
    en: 'This link is for {name} alone and can be used once. Your username is {username}.',
  },
  'welcome.password.title': { id: 'Kata sandi', en: 'Password' },
  'welcome.password.why': {
    id: 'Dipakai untuk masuk. Jika lupa, administrator dapat memberi tautan baru.',
    en: 'You sign in with it. If you forget it, the administrator can give you a new link.',
  },
  'welcome.password': { id: 'Kata sandi baru', en: 'New password' },
  'welcome.password.again': { id: 'Kata sandi baru, sekali lagi', en: 'New password, once more' },
  'welcome.passphrase.title': { id: 'Frasa sandi tanda tangan', en: 'Signing passphrase' },
  'welcome.passphrase.why': {
    id: 'Membuka kunci tanda tangan Anda. Diketik setiap kali menandatangani surat. Hanya Anda yang mengetahuinya: tidak disimpan, tidak dapat dibaca siapa pun, dan tidak dapat dipulihkan. Jika lupa, kunci baru harus dibuat.',
    en: 'It opens your signing keys. You type it each time you sign a letter. Only you know it: it is not stored, nobody can read it, and it cannot be recovered. If you forget it, new keys must be made.',
  },
  'welcome.passphrase': { id: 'Frasa sandi tanda tangan', en: 'Signing passphrase' },
  'welcome.passphrase.again': { id: 'Frasa sandi, sekali lagi', en: 'Signing passphrase, once more' },
  'welcome.secret.hint': {
    id: 'Sedikitnya 10 karakter. Empat kata yang tidak berhubungan mudah diingat dan sukar ditebak.',
    en: 'At least 10 characters. Four unrelated words are easy to remember and hard to guess.',
  },
  'welcome.has-keys': {
    id: 'Frasa sandi tanda tangan dan kunci Anda tidak berubah.',
    en: 'Your signing passphrase and keys stay as they are.',
  },
  'welcome.submit': { id: 'Buat kunci dan masuk', en: 'Make my keys and sign in' },
  'welcome.submit.password': { id: 'Simpan kata sandi dan masuk', en: 'Save the password and sign in' },
  'welcome.done': { id: 'Akun Anda siap dipakai.', en: 'Your account is ready.' },

  'setup.title': { id: 'Menyiapkan Layang', en: 'Setting up Layang' },
  'setup.lead': {
    id: 'Sekali saja: instansi Anda dan administrator pertama. Nama instansi tercetak pada surat dan halaman pemeriksaan.',
    en: 'Once only: your office and its first administrator. The office’s name is printed on letters and on the check page.',
  },
  'setup.office': { id: 'Instansi', en: 'Office' },
  'setup.office.name': { id: 'Nama instansi', en: 'Name of the office' },
  'setup.office.name.hint': {
    id: 'Contoh: Pemerintah Kabupaten Lembah Purnama',
    en: 'Example: Pemerintah Kabupaten Lembah Purnama',
  },
  'setup.office.region': { id: 'Daerah', en: 'Region' },
  'setup.office.region.hint': { id: 'Contoh: Kabupaten Lembah Purnama', en: 'Example: Kabupaten Lembah Purnama' },
  'setup.office.place': { id: 'Tempat penulisan surat', en: 'Place where letters are dated' },
  'setup.office.place.hint': {
    id: 'Tercetak sebelum tanggal. Contoh: Purnama',
    en: 'Printed before the date. Example: Purnama',
  },
  'setup.office.zone': { id: 'Zona waktu', en: 'Time zone' },
  'setup.administrator': { id: 'Administrator pertama', en: 'First administrator' },
  'setup.administrator.name': { id: 'Nama lengkap', en: 'Full name' },
  'setup.submit': { id: 'Siapkan dan masuk', en: 'Set up and sign in' },
  'setup.done': {
    id: 'Instansi siap. Mulailah dengan unit kerja dan jabatan.',
    en: 'The office is ready. Begin with units and positions.',
  },
} as const satisfies Record<string, Words>;
