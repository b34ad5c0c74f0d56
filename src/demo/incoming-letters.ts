/** Letters that came on paper to the education agency, and what was done with each before a newcomer comes in. */
export interface DemoIncoming {
  /** Its scan, in `views/demo/incoming`. */
  scan: string;
  senderName: string;
  senderAddress: string;
  number: string;
  subject: string;
  urgency: 'BIASA' | 'PENTING' | 'SEGERA';
  /** Days before today on which it was registered. */
  registered: number;
  course: readonly DemoStep[];
}

/** `day`: as `registered`. */
export type DemoStep = { by: string; day: number } & (
  | { gives: string; asks: readonly string[]; remark?: string; dueDay?: number }
  | { reports: string }
  | { accepts: string }
);

export const ADDRESSEE = 'Kepala Dinas Pendidikan';
const HEAD_OF_TEACHERS = 'Kepala Bidang Guru dan Tenaga Kependidikan';

/** In the order in which they were registered: the agenda counts so. */
export const INCOMING_LETTERS: readonly DemoIncoming[] = [
  {
    scan: 'uks.jpg',
    senderName: 'Dinas Kesehatan',
    senderAddress: 'Jalan Melati Nomor 4, Sagara',
    number: '400.7.3/212/DINKES',
    subject: 'Undangan Rapat Evaluasi UKS',
    urgency: 'BIASA',
    registered: 6,
    course: [
      { by: 'kadisdik', day: 6, gives: HEAD_OF_TEACHERS, asks: ['WAKILI'] },
      {
        by: 'kabid',
        day: 4,
        reports: 'Rapat dihadiri. Notula rapat disimpan di bidang; tidak ada tindak lanjut lain.',
      },
      { by: 'kadisdik', day: 4, accepts: 'Terima kasih.' },
    ],
  },
  {
    scan: 'guru.jpg',
    senderName: 'SD Negeri 3 Muara Sagara',
    senderAddress: 'Jalan Nelayan Nomor 21, Muara Sagara',
    number: '421.2/087/SDN3-MS',
    subject: 'Permohonan Guru Kelas Pengganti',
    urgency: 'SEGERA',
    registered: 5,
    course: [
      {
        ...{ by: 'kadisdik', day: 5, gives: HEAD_OF_TEACHERS, asks: ['PROSES'], dueDay: 2 },
        remark: 'Dua kelas tidak boleh kosong sampai akhir semester.',
      },
      {
        ...{ by: 'kabid', day: 4, gives: 'Analis Kebijakan Ahli Muda', asks: ['PELAJARI', 'BAHAN'], dueDay: 2 },
        remark: 'Cari guru dari sekolah terdekat yang berlebih.',
      },
    ],
  },
  {
    scan: 'atap.jpg',
    senderName: 'Komite SMP Negeri 1 Sagara',
    senderAddress: 'Jalan Pelajar Nomor 1, Sagara',
    number: '14/KS-SMPN1/2026',
    subject: 'Permohonan Perbaikan Atap Ruang Kelas',
    urgency: 'PENTING',
    registered: 2,
    course: [
      { by: 'kadisdik', day: 2, gives: 'Sekretaris Dinas Pendidikan', asks: ['PROSES'] },
      {
        ...{ by: 'sekdisdik', day: 0 },
        reports:
          'Sekolah sudah ditinjau: tiga ruang bocor. Perbaikan diusulkan pada anggaran pemeliharaan bulan depan.',
      },
    ],
  },
  {
    scan: 'jambore.jpg',
    senderName: 'Dinas Kepemudaan dan Olahraga',
    senderAddress: 'Jalan Gelora Nomor 2, Sagara',
    number: '400.5.2/140/DISPORA',
    subject: 'Permintaan Pendamping Jambore Pelajar',
    urgency: 'BIASA',
    registered: 1,
    course: [{ by: 'kadisdik', day: 0, gives: HEAD_OF_TEACHERS, asks: ['KONSEP'] }],
  },
  {
    scan: 'lomba.jpg',
    senderName: 'Persatuan Guru Cabang Kabupaten Sagara Asri',
    senderAddress: 'Jalan Guru Bangsa Nomor 7, Sagara',
    number: '031/PG-SA/2026',
    subject: 'Permohonan Izin Lomba Guru Menulis',
    urgency: 'BIASA',
    registered: 0,
    course: [],
  },
];

/** Came through the public form and lies at the desk. */
export const FROM_THE_PUBLIC = {
  scan: 'audiensi.jpg',
  name: 'Yayasan Tunas Pesisir',
  address: 'Jalan Pantai Nomor 15, Muara Sagara',
  email: 'tunaspesisir@sagaraasri.example',
  subject: 'Permohonan Audiensi Taman Bacaan Pesisir',
  number: '102/YTP/2026',
} as const;
