import type { Words } from '../../errors.ts';

export const systemWords = {
  'system.title': { id: 'Keadaan sistem', en: 'State of the system' },
  'system.text': {
    id: 'Apakah semuanya berjalan: surel, jam, disk, tanda tangan, pekerjaan; dan apa yang perlu dilakukan.',
    en: 'Whether everything works: mail, clock, disk, signing, jobs; and what there is to do.',
  },
  'system.lead.ok': { id: 'Semuanya berjalan baik.', en: 'Everything works.' },
  'system.lead.attention': {
    id: 'Semuanya berjalan; {count} hal perlu perhatian.',
    en: 'Everything works. Needing attention: {count}.',
  },
  'system.lead.broken': { id: '{count} hal rusak.', en: 'Broken: {count}.' },
  'system.looked': { id: 'Diperiksa {at}, saat halaman ini dibuka.', en: 'Looked at {at}, as this page was opened.' },
  'system.state.ok': { id: 'baik', en: 'good' },
  'system.state.attention': { id: 'perlu perhatian', en: 'needs attention' },
  'system.state.broken': { id: 'rusak', en: 'broken' },
  'system.todo': { id: 'Yang perlu dilakukan:', en: 'What to do:' },
  'system.mail.try': { id: 'Kirim surel percobaan kepada saya', en: 'Send me a trial mail' },
  'system.mail.tried': {
    id: 'Server surel menerima surel percobaan. Periksa kotak masuk Anda.',
    en: 'The mail server took the trial mail. Look into your mailbox.',
  },
  'system.mail.list': { id: 'Lihat surel keluar', en: 'See the outgoing mail' },
  'system.checks.title': { id: 'Semua pemeriksaan', en: 'All checks' },
  'system.stuck.title': { id: 'Penandatanganan terhenti', en: 'Interrupted signings' },
  'system.stuck.line': { id: 'Surat yang ditandatangani {name}', en: 'A letter signed by {name}' },
  'system.stuck.since': { id: 'sejak {at}', en: 'since {at}' },
  'system.stuck.finish': { id: 'Selesaikan sekarang', en: 'Finish now' },
  'system.stuck.completed': {
    id: 'Surat diselesaikan: berkasnya utuh, dan surat sudah terbit.',
    en: 'The letter is finished: its file is whole, and it is issued.',
  },
  'system.stuck.given-up': {
    id: 'Penandatanganan dibatalkan tanpa akibat: surat kembali ke kotak masuk penanda tangan, nomornya tetap dipesan.',
    en: 'The signing was given up without effect: the letter is back in its signatory’s inbox, its number stays reserved.',
  },
  'system.jobs.title': { id: 'Pekerjaan gagal', en: 'Failed jobs' },
  'system.jobs.line': { id: '{count} kali dicoba, terakhir {at}', en: '{count} tries, the last {at}' },
  'system.jobs.state.refused': { id: 'ditolak', en: 'refused' },
  'system.jobs.state.failed': { id: 'gagal', en: 'failed' },
  'system.jobs.again': { id: 'Coba lagi', en: 'Try again' },
  'system.jobs.again.done': { id: 'Pekerjaan itu dicoba lagi.', en: 'The job is tried again.' },
  'system.job.recover-signing': {
    id: 'Menyelesaikan penandatanganan yang terputus',
    en: 'Taking up interrupted signings',
  },
  'system.job.refresh-state': { id: 'Memperbarui daftar keadaan tanda QR', en: 'Dating the state of seals anew' },
  'system.job.sweep-documents': {
    id: 'Menghapus berkas yang tidak terpakai',
    en: 'Sweeping files that belong to nothing',
  },
  'system.job.send-mail': { id: 'Mengirim surel', en: 'Sending a mail' },
  'system.job.carry-mail': { id: 'Mencari surel yang menunggu', en: 'Looking for waiting mail' },
  'system.job.send-issued': { id: 'Mengirim surat terbit', en: 'Sending an issued letter' },
  'system.job.tell-status': {
    id: 'Memberi tahu penerima tentang pencabutan',
    en: 'Telling recipients of a withdrawal',
  },
  'system.job.exchange-deliver': { id: 'Mengirim surat ke instansi mitra', en: 'Sending a letter to a partner office' },
  'system.job.exchange-carry': {
    id: 'Mencari surat yang menunggu dikirim ke instansi mitra',
    en: 'Looking for letters that wait for a partner office',
  },
  'system.job.exchange-tell': {
    id: 'Memberi tahu instansi mitra tentang surat yang dicabut atau berubah',
    en: 'Telling a partner office of a withdrawn or changed letter',
  },
  'system.job.exchange-tell-carry': {
    id: 'Mencari pemberitahuan yang menunggu untuk instansi mitra',
    en: 'Looking for notices that wait for a partner office',
  },
  'system.job.exchange-ask': {
    id: 'Menanyakan kabar surat di instansi mitra',
    en: 'Asking partner offices what became of letters',
  },
  'system.job.exchange-look': { id: 'Melihat instansi mitra', en: 'Looking at partner offices' },
  'system.job.tidy-jobs': { id: 'Merapikan daftar pekerjaan', en: 'Tidying the list of jobs' },
  'system.job.watch-waiting': { id: 'Mengingatkan surat yang tertahan', en: 'Reminding of letters that wait' },
  'system.job.check-documents': { id: 'Memeriksa ulang semua berkas', en: 'Reading all documents again' },
  'system.job.watch-holdings': {
    id: 'Mengingatkan surat masuk yang menunggu',
    en: 'Reminding of incoming letters that wait',
  },
  'system.job.letter-sent': {
    id: 'Mendaftarkan surat dari dalam kantor',
    en: 'Registering a letter from within the office',
  },
  'system.job.answer-moved': {
    id: 'Memeriksa apakah surat jawaban sudah sampai',
    en: 'Looking whether an answer has arrived',
  },
  'system.job.watch-answers': {
    id: 'Mencari surat jawaban yang lama belum sampai',
    en: 'Looking for answers that lie too long',
  },
  'system.job.day-mails': { id: 'Menyusun surel harian', en: 'Writing the mails of the day' },
  'system.job.send-push': { id: 'Mengirim pemberitahuan ke peramban', en: 'Sending a notice to a browser' },
  'system.job.prepare-upload': { id: 'Menyiapkan berkas yang diunggah', en: 'Preparing an upload' },
  'system.job.prepare-intake': { id: 'Menyiapkan pindaian surat masuk', en: 'Preparing a scan of an incoming letter' },
  'system.job.other': { id: 'Pekerjaan {name}', en: 'Job {name}' },
  'system.hint': {
    id: '{count} hal pada sistem ini rusak.',
    en: 'Broken in this system: {count}.',
  },
  'system.hint.link': { id: 'Lihat keadaan sistem', en: 'See the state of the system' },
} as const satisfies Record<string, Words>;
