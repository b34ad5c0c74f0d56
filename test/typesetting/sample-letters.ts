import { drawPageQr, drawSealQr } from '../../src/seal/qr-drawing.ts';
import type { LetterPage, LetterSection } from '../../src/typesetting/letter-page.ts';
import { BASE_PROFILE } from '../../src/typesetting/page-profile.ts';
import { parseStructuredText } from '../../src/typesetting/parse-structured-text.ts';

export const HOST = 'v.layang.example';
export const TOKEN = '008J4CT4ANK7F246';

export const section = (key: string, label: string, source: string): LetterSection => ({
  kind: 'text',
  key,
  label,
  body: parseStructuredText(source),
});

/** A final page of `pages` pages, its symbols drawn; `seal` bytes are of the length of a real seal. */
export function sampleLetter(change: Partial<LetterPage> = {}, pages = 1, text = true): LetterPage {
  const short = change.sealSizeMm === 30 || !text;
  const seal = Buffer.alloc(short ? 113 : 236, 0xa7);
  return {
    template: 'surat-dinas',
    source: null,
    shape: 'korespondensi',
    profile: BASE_PROFILE,
    language: 'id',
    documentTitle: 'Surat Dinas 000.8.3.3/15/OR: Undangan rapat koordinasi',
    createdAt: 1_795_219_200,
    draft: false,
    kop: {
      office: 'PEMERINTAH KABUPATEN NUSA RAYA',
      unit: 'DINAS KOMUNIKASI DAN INFORMATIKA',
      address: 'Jalan Merdeka Nomor 12, Sukamaju 45211',
      contact: 'Telepon (0231) 555 0123 · Pos-el diskominfo@nusaraya.example',
      ofHead: false,
      emblem: null,
    },
    place: 'Sukamaju',
    date: '21 November 2026',
    number: '000.8.3.3/15/DISKOMINFO',
    numberPattern: '000.8.3.3/…/DISKOMINFO',
    security: 'B',
    urgency: 'Segera',
    copyNumber: 'Salinan tunggal',
    distribution: [],
    lampiran: '',
    title: '',
    hal: 'Undangan rapat koordinasi penyelenggaraan layanan elektronik kabupaten',
    from: 'Kepala Dinas Komunikasi dan Informatika',
    recipients: [{ name: 'Kepala Dinas Kesehatan Kabupaten Nusa Raya', address: 'di Sukamaju' }],
    attention: null,
    sections: [section('isi', 'Isi surat', INVITATION)],
    signature: {
      office: ['KEPALA DINAS KOMUNIKASI DAN INFORMATIKA,'],
      statement: 'Ditandatangani secara elektronik oleh:',
      name: 'Dr. Siti Rahmawati, S.Kom., M.T.',
      under: ['Pembina Utama Muda', 'NIP 19740512 199903 2 004'],
    },
    tembusan: [
      { name: 'Bupati Nusa Raya (sebagai laporan)', address: '' },
      { name: 'Sekretaris Daerah Kabupaten Nusa Raya', address: '' },
    ],
    footer: {
      statement:
        'Dokumen ini telah ditandatangani secara elektronik menggunakan sertifikat elektronik internal Pemerintah Kabupaten Nusa Raya. Hasil cetaknya dapat diperiksa dengan memindai kode QR atau mengetik kode di alamat di bawah ini.',
      host: HOST,
      code: '008J-4CT4-ANK7-F246',
    },
    sealSizeMm: short ? 30 : 35,
    seal: drawSealQr(HOST, TOKEN, seal, short ? 'short' : 'text'),
    pageSymbols: Array.from({ length: pages }, (_, index) => drawPageQr(HOST, TOKEN, index + 1)),
    ...change,
  };
}

/** The same letter before it is signed. */
export function asDraft(page: LetterPage): LetterPage {
  return {
    ...page,
    draft: true,
    number: null,
    date: null,
    seal: null,
    pageSymbols: [],
    footer: { ...page.footer, code: null },
  };
}

export const INVITATION = `Menindaklanjuti hasil evaluasi penyelenggaraan sistem pemerintahan berbasis elektronik tahun 2026, dengan ini kami mengundang Saudara untuk hadir dalam rapat koordinasi yang akan diselenggarakan pada:

hari, tanggal : Senin, 30 November 2026
waktu : pukul 09.00 WIB s.d. selesai
tempat : Ruang Rapat Wiyata, Lantai 2
acara : Koordinasi layanan elektronik antarperangkat daerah

Hal-hal yang perlu disiapkan adalah sebagai berikut:

1. daftar layanan yang telah berjalan secara elektronik, meliputi:
a. nama layanan dan jumlah pengguna;
b. kendala yang dihadapi sejak *Januari 2026*;
2. usulan layanan tahun 2027 disertai **kebutuhan anggaran**; dan
3. nama pejabat penghubung.

Mengingat pentingnya acara dimaksud, diharapkan Saudara hadir tepat waktu dan tidak diwakilkan.

Demikian disampaikan. Atas perhatian dan kerja sama Saudara, kami ucapkan terima kasih.`;

export const FILLER = `Berdasarkan Peraturan Presiden tentang Sistem Pemerintahan Berbasis Elektronik, setiap perangkat daerah berkewajiban menyelenggarakan layanan yang terpadu, aman, dan mudah dijangkau oleh masyarakat, sehingga diperlukan langkah bersama yang terukur dan dilaporkan secara berkala kepada pimpinan daerah.`;

/** A letter in four of the templates; the others are tested with the kinds that use them. */
export const KINDS: Record<'surat-dinas' | 'nota-dinas' | 'surat-tugas' | 'keputusan', Partial<LetterPage>> = {
  'surat-dinas': {},
  'nota-dinas': {
    template: 'nota-dinas',
    title: 'NOTA DINAS',
    number: '124/DISKOMINFO/000.8/11/2026',
    recipients: [{ name: 'Sekretaris Daerah Kabupaten Nusa Raya', address: '' }],
  },
  'surat-tugas': {
    template: 'surat-tugas',
    shape: 'judul',
    title: 'SURAT TUGAS',
    number: '800.1.11.1/42/DISKOMINFO',
    tembusan: [],
    sections: [
      section(
        'dasar',
        'Dasar',
        '1. Peraturan Bupati Nusa Raya Nomor 7 Tahun 2025 tentang Perjalanan Dinas;\n2. Surat Gubernur Nomor 005/1182/2026 tanggal 3 November 2026 perihal Bimbingan Teknis.',
      ),
      section(
        'kepada',
        'Menugaskan kepada',
        '1. Nama : Budi Santoso, S.Kom.\nNIP : 19850317 201001 1 008\nPangkat/Gol. : Penata Tingkat I (III/d)\nJabatan : Kepala Seksi Infrastruktur\n2. Nama : Ni Luh Ayu Pratiwi, S.T.\nNIP : 19910822 201503 2 002\nPangkat/Gol. : Penata (III/c)\nJabatan : Analis Sistem Informasi',
      ),
      section(
        'untuk',
        'Untuk',
        '1. mengikuti bimbingan teknis keamanan informasi di Bandung pada tanggal 24 sampai dengan 26 November 2026;\n2. melaporkan hasilnya secara tertulis kepada Kepala Dinas paling lambat lima hari kerja setelah kembali; dan\n3. melaksanakan tugas ini dengan penuh tanggung jawab.',
      ),
    ],
  },
  keputusan: {
    template: 'keputusan',
    shape: 'judul',
    profile: { ...BASE_PROFILE, paper: 'f4', font: 'Tinos' },
    title: 'KEPUTUSAN',
    number: 'NOMOR 23 TAHUN 2026',
    hal: 'Pembentukan tim koordinasi sistem pemerintahan berbasis elektronik Kabupaten Nusa Raya tahun 2027',
    kop: { office: 'BUPATI NUSA RAYA', unit: '', address: '', contact: '', ofHead: true, emblem: null },
    signature: {
      office: ['BUPATI NUSA RAYA,'],
      statement: 'Ditandatangani secara elektronik oleh:',
      name: 'RADEN ARYA WIBAWA',
      under: [],
    },
    sections: [
      section(
        'menimbang',
        'Menimbang',
        'a. bahwa untuk mewujudkan layanan yang terpadu perlu dibentuk tim koordinasi sistem pemerintahan berbasis elektronik;\nb. bahwa berdasarkan pertimbangan sebagaimana dimaksud dalam huruf a, perlu menetapkan Keputusan Bupati tentang Pembentukan Tim Koordinasi;',
      ),
      section(
        'mengingat',
        'Mengingat',
        '1. Undang-Undang Nomor 23 Tahun 2014 tentang Pemerintahan Daerah;\n2. Peraturan Presiden Nomor 95 Tahun 2018 tentang Sistem Pemerintahan Berbasis Elektronik;\n3. Peraturan Daerah Kabupaten Nusa Raya Nomor 4 Tahun 2021 tentang Perangkat Daerah;',
      ),
      section(
        'menetapkan',
        'Menetapkan',
        'KEPUTUSAN BUPATI TENTANG PEMBENTUKAN TIM KOORDINASI SISTEM PEMERINTAHAN BERBASIS ELEKTRONIK.\n\n1. Membentuk Tim Koordinasi dengan susunan sebagaimana tercantum dalam lampiran yang merupakan bagian tidak terpisahkan dari Keputusan ini.\n2. Tim sebagaimana dimaksud dalam diktum KESATU bertugas:\na. menyusun peta rencana;\nb. mengoordinasikan pelaksanaan; dan\nc. melaporkan hasilnya kepada Bupati setiap tiga bulan.\n3. Segala biaya dibebankan pada Anggaran Pendapatan dan Belanja Daerah.\n4. Keputusan ini mulai berlaku pada tanggal ditetapkan.',
      ),
    ],
    tembusan: [{ name: 'Gubernur Jawa Tengah', address: '' }],
  },
};
