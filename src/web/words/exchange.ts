import type { Words } from '../../errors.ts';

export const exchangeWords = {
  'delivery.channel.exchange': { id: 'Layang instansi mitra', en: 'Layang of a partner office' },
  'send.partner': { id: 'Instansi mitra untuk {name}', en: 'Partner office for {name}' },
  'send.partner.empty': { id: 'Hanya untuk Layang instansi mitra', en: 'Only for Layang of a partner office' },
  'send.partner.whole': { id: '{office}, bagian penerimaan surat', en: '{office}, its front desk' },
  'delivery.again.partner': { id: 'Instansi mitra', en: 'Partner office' },
  'delivery.exchange.to': { id: 'Kepada {office}', en: 'To {office}' },
  'delivery.exchange.queued': { id: 'Menunggu giliran dikirim.', en: 'Waiting for its turn to be sent.' },
  'delivery.exchange.trying': {
    id: 'Belum sampai sejak {since}; dicoba paling lambat setiap jam sampai {until}. Terakhir {at}: {problem}',
    en: 'Not there since {since}; tried at least every hour until {until}. Last {at}: {problem}',
  },
  'delivery.exchange.urgent': {
    id: 'Bila mendesak, kirim lewat jalan lain di bawah ini; percobaannya lalu berhenti.',
    en: 'Where it is urgent, send it by another way below; it is then no longer tried.',
  },
  'delivery.exchange.what-now': {
    id: 'Hubungi instansi itu lewat telepon, lalu coba lagi, atau kirim lewat kertas atau surel di bawah ini.',
    en: 'Telephone that office and try again, or send it on paper or by mail below.',
  },
  'delivery.exchange.refused': { id: 'Instansi itu menolak: {problem}', en: 'That office refuses: {problem}' },
  'delivery.exchange.stopped': { id: 'Tidak dikirim: {problem}', en: 'Not sent: {problem}' },
  'delivery.exchange.given-up': {
    id: 'Tidak sampai selama sepuluh hari dan tidak dicoba lagi. Terakhir: {problem}',
    en: 'It did not get through in ten days and is not tried any more. Last: {problem}',
  },
  'delivery.exchange.received': {
    id: 'Diterima di sana {at}, dengan tanda terima yang ditandatangani.',
    en: 'Received there {at}, with a signed receipt.',
  },
  'delivery.exchange.registered': {
    id: 'Diregister di sana {at}, nomor agenda {agenda}.',
    en: 'Registered there {at}, agenda number {agenda}.',
  },
  'delivery.exchange.registered.secret': { id: 'Diregister di sana {at}.', en: 'Registered there {at}.' },
  'delivery.notice.other': {
    id: 'Sebelumnya surat ini dikirim langsung kepada {office} tanpa tanda terima; mungkin surat itu sampai juga di sana.',
    en: 'Before, this letter was sent directly to {office} and no receipt came; it may be there all the same.',
  },
  'delivery.notice.queued': {
    id: '{office} sedang diberi tahu bahwa surat ini {standing} sejak {date}.',
    en: '{office} is being told that this letter was {standing} on {date}.',
  },
  'delivery.notice.trying': {
    id: '{office} belum dapat diberi tahu bahwa surat ini {standing} sejak {date}; dicoba terus. Bila mendesak, beri tahu lewat telepon atau surat. Terakhir: {problem}',
    en: '{office} could not be told yet that this letter was {standing} on {date}; it is tried again. Where it is urgent, tell it by telephone or letter. Last: {problem}',
  },
  'delivery.notice.failed': {
    id: '{office} tidak dapat diberi tahu secara langsung: {problem}',
    en: '{office} could not be told on line: {problem}',
  },
  'delivery.notice.told': {
    id: '{office} sudah diberi tahu {at} bahwa surat ini {standing}.',
    en: '{office} was told {at} that this letter was {standing}.',
  },
  'delivery.notice.nothing_there': {
    id: 'Surat ini {standing}; di {office} surat ini tidak ada, jadi tidak ada yang perlu diberi tahu.',
    en: 'This letter was {standing}; {office} does not have it, so nobody there needs to be told.',
  },
  'delivery.exchange.read': { id: 'Pertama dibaca di sana {at}.', en: 'First read there {at}.' },
  'delivery.exchange.put-aside': {
    id: 'Disisihkan di sana tanpa diregister. Hubungi instansi itu.',
    en: 'Put aside there without being registered. Ask that office.',
  },
  'delivery.exchange.receipt': { id: 'Tanda terima (berkas teks)', en: 'Receipt (text file)' },
  'delivery.exchange.now': { id: 'Coba lagi', en: 'Try again' },

  'partners.title': { id: 'Instansi mitra', en: 'Partner offices' },
  'partners.text': {
    id: 'Bertukar surat langsung dengan instansi lain yang memakai Layang.',
    en: 'Exchange letters directly with other offices that run Layang.',
  },
  'partners.lead': {
    id: 'Surat biasa dan terbatas dapat dikirim langsung ke Layang instansi lain, tanpa kertas dan tanpa surel. Kedua instansi harus saling menambahkan.',
    en: 'Open and restricted letters can go straight to the Layang of another office, without paper and without e-mail. Both offices need to add each other.',
  },
  'partners.none': { id: 'Belum ada instansi mitra.', en: 'No partner offices yet.' },
  'partners.own': { id: 'Sidik jari instansi Anda', en: 'Fingerprint of your office' },
  'partners.own.text': {
    id: 'Administrator mitra membandingkannya dengan yang tampil padanya untuk alamat {host}. Bacakan lewat telepon, jangan lewat surel.',
    en: 'The administrator of a partner compares it with what is shown there for the address {host}. Read it out by telephone, do not mail it.',
  },
  'partners.add': { id: 'Tambah instansi mitra', en: 'Add a partner office' },
  'partners.host': { id: 'Alamat pemeriksaan instansi itu', en: 'Check address of that office' },
  'partners.host.hint': {
    id: 'Seperti pada tanda QR suratnya. Contoh: surat.kabupaten.go.id',
    en: 'As on the QR of its letters. Example: letters.example.org',
  },
  'partners.look': { id: 'Lihat instansi itu', en: 'Look at that office' },
  'partners.state.proposed': { id: 'Belum dibandingkan', en: 'Not compared yet' },
  'partners.state.on': { id: 'Aktif', en: 'On' },
  'partners.state.off': { id: 'Dimatikan', en: 'Off' },
  'partners.state.changed': { id: 'Kunci berubah', en: 'Keys changed' },
  'partners.state.trouble': { id: 'Tidak terhubung', en: 'Out of reach' },
  'partners.fingerprint': { id: 'Sidik jari', en: 'Fingerprint' },
  'partners.compare.title': { id: 'Bandingkan sidik jari', en: 'Compare the fingerprint' },
  'partners.compare': {
    id: 'Telepon administrator {name} pada nomor yang sudah Anda kenal. Minta ia membacakan sidik jari instansinya dari halaman Instansi mitra. Setiap angka dan huruf harus sama.',
    en: 'Telephone the administrator of {name} at a number that you know already. Have them read out the fingerprint of their office from the page Partner offices. Every digit and letter must be the same.',
  },
  'partners.compare.changed': {
    id: 'Kunci instansi ini bukan lagi yang pernah dibandingkan. Itu wajar bila servernya dibangun ulang; bila tidak, seseorang mungkin menyamar.',
    en: 'The keys of this office are no longer those that were compared. That is to be expected when its server was built anew; otherwise somebody may be posing as it.',
  },
  'partners.same': { id: 'Sama, pakai instansi ini', en: 'The same, use this office' },
  'partners.confirmed': { id: 'Instansi mitra siap bertukar surat.', en: 'The partner office is ready.' },
  'partners.moved': {
    id: 'Alamat atau kunci instansi ini diperbarui.',
    en: 'The address or keys of this office were updated.',
  },
  'partners.desks': { id: 'Unit yang menerima surat di sana', en: 'Units that take letters in there' },
  'partners.desks.none': {
    id: 'Belum disebutkan; surat sampai di bagian penerimaan surat.',
    en: 'None is named; letters come to the front desk.',
  },
  'partners.looked': { id: 'Terakhir dilihat {at}', en: 'Last looked at {at}' },
  'partners.look.again': { id: 'Lihat lagi sekarang', en: 'Look again now' },
  'partners.look.done': { id: 'Sudah dilihat lagi.', en: 'Looked at again.' },
  'partners.switch.off': { id: 'Matikan', en: 'Switch off' },
  'partners.switch.off.text': {
    id: 'Tidak ada surat yang dikirim ke sana dan tidak ada yang diterima dari sana sampai diaktifkan lagi.',
    en: 'Nothing is sent there and nothing is taken in from there until it is switched on again.',
  },
  'partners.switch.on': { id: 'Aktifkan', en: 'Switch on' },
  'partners.switched': { id: 'Disimpan.', en: 'Saved.' },
  'partners.tells.on': {
    id: 'Instansi ini diberi tahu nomor agenda suratnya dan kapan pertama dibaca.',
    en: 'This office is told the agenda number of its letters and when they were first read.',
  },
  'partners.tells.off': {
    id: 'Instansi ini hanya diberi tahu bahwa suratnya diterima.',
    en: 'This office is only told that its letters were received.',
  },
  'partners.tells.stop': { id: 'Jangan beri tahu', en: 'Do not tell it' },
  'partners.tells.start': { id: 'Beri tahu', en: 'Tell it' },
  'partners.history': { id: 'Riwayat', en: 'History' },
  'partners.event.added': { id: 'Ditambahkan', en: 'Added' },
  'partners.event.confirmed': { id: 'Sidik jari dibandingkan', en: 'Fingerprint compared' },
  'partners.event.on': { id: 'Diaktifkan', en: 'Switched on' },
  'partners.event.off': { id: 'Dimatikan', en: 'Switched off' },
  'partners.event.moved': { id: 'Alamat berubah', en: 'Address changed' },
  'partners.event.keys': { id: 'Kunci baru dibandingkan', en: 'New keys compared' },
  'partners.event.tells': { id: 'Diberi tahu keadaan suratnya', en: 'Told what becomes of its letters' },
  'partners.event.tells_not': { id: 'Tidak diberi tahu lagi', en: 'Not told any more' },
  'partners.refused.title': { id: 'Kiriman yang ditolak', en: 'Deliveries turned away' },
  'partners.refused.text': {
    id: 'Nama pengirim di sini hanya pengakuannya sendiri.',
    en: 'The names of senders are only what they claim.',
  },
  'partners.refused.unreadable': { id: 'Pengirim tidak terbaca', en: 'Sender not readable' },
  'partners.refused.times': { id: '{times} kali, terakhir {at}', en: '{times} times, last {at}' },
  'confirm.partner': {
    id: 'Anda akan mengubah dengan instansi mana surat dipertukarkan.',
    en: 'You are about to change with which offices letters are exchanged.',
  },
} as const satisfies Record<string, Words>;
