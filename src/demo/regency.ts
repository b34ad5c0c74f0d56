/** A made-up regency: no place, person or number of it exists. Everything is added through the acts a person would use. */

export const OFFICE = {
  name: 'Pemerintah Kabupaten Sagara Asri',
  region: 'Kabupaten Sagara Asri',
  place: 'Sagara',
  timeZone: 'Asia/Jakarta',
} as const;

export interface DemoUnit {
  code: string;
  parent: string | null;
  name: string;
  address: string;
  contact: string;
}

export interface DemoPosition {
  name: string;
  unit: string;
  superior: string | null;
  code: string;
  officeKind: 'head_of_region' | 'secretary' | 'other';
}

export interface DemoPerson {
  username: string;
  name: string;
  titleBefore?: string;
  titleAfter?: string;
  nip?: string;
  rank?: string;
  /** Position, and the acting form where the post is not held definitively. */
  posts: { position: string; forms: ('Plt.' | 'Plh.')[]; warrant: string }[];
  registryOf?: string;
  /** The unit whose letters' dates the person may grant. */
  datesOf?: string;
}

export const ADMINISTRATOR = { username: 'admin', name: 'Administrator Layang' } as const;

/** Made-up secrets of made-up people: printed by the demonstration so that a newcomer can sign in as each of them. */
export const demoPassword = (username: string) => `perahu-${username}-biru-7`;
export const demoEmail = (username: string) => `${username}@sagaraasri.example`;
export const demoPassphrase = (username: string) => `ombak tenang di dermaga ${username}`;

export const UNITS: DemoUnit[] = [
  {
    code: 'BUP',
    parent: null,
    name: 'Bupati Sagara Asri',
    address: 'Jalan Merdeka Nomor 1, Sagara 40199',
    contact: 'Telepon (022) 555-0100, laman sagaraasri.example',
  },
  {
    code: 'SETDA',
    parent: 'BUP',
    name: 'Sekretariat Daerah',
    address: 'Jalan Merdeka Nomor 1, Sagara 40199',
    contact: 'Telepon (022) 555-0101, pos-el setda@sagaraasri.example',
  },
  {
    code: 'DISDIK',
    parent: 'SETDA',
    name: 'Dinas Pendidikan',
    address: 'Jalan Ki Hajar Dewantara Nomor 12, Sagara 40197',
    contact: 'Telepon (022) 555-0112, pos-el disdik@sagaraasri.example',
  },
  {
    code: 'BKPSDM',
    parent: 'SETDA',
    name: 'Badan Kepegawaian dan Pengembangan Sumber Daya Manusia',
    address: 'Jalan Pamong Praja Nomor 8, Sagara 40198',
    contact: 'Telepon (022) 555-0108, pos-el bkpsdm@sagaraasri.example',
  },
  {
    code: 'KEC-MS',
    parent: 'SETDA',
    name: 'Kecamatan Muara Sagara',
    address: 'Jalan Raya Muara Nomor 3, Muara Sagara 40195',
    contact: 'Telepon (022) 555-0130, pos-el muarasagara@sagaraasri.example',
  },
];

const other = 'other' as const;
export const POSITIONS: DemoPosition[] = [
  { name: 'Bupati Sagara Asri', unit: 'BUP', superior: null, code: 'BUP', officeKind: 'head_of_region' },
  { name: 'Sekretaris Daerah', unit: 'SETDA', superior: 'Bupati Sagara Asri', code: 'SEKDA', officeKind: 'secretary' },
  { name: 'Kepala Dinas Pendidikan', unit: 'DISDIK', superior: 'Sekretaris Daerah', code: 'DISDIK', officeKind: other },
  {
    name: 'Sekretaris Dinas Pendidikan',
    unit: 'DISDIK',
    superior: 'Kepala Dinas Pendidikan',
    code: 'DISDIK.1',
    officeKind: other,
  },
  {
    name: 'Kepala Bidang Guru dan Tenaga Kependidikan',
    unit: 'DISDIK',
    superior: 'Sekretaris Dinas Pendidikan',
    code: 'DISDIK.2',
    officeKind: other,
  },
  {
    name: 'Analis Kebijakan Ahli Muda',
    unit: 'DISDIK',
    superior: 'Kepala Bidang Guru dan Tenaga Kependidikan',
    code: 'DISDIK.2.1',
    officeKind: other,
  },
  {
    name: 'Pengadministrasi Perkantoran',
    unit: 'DISDIK',
    superior: 'Sekretaris Dinas Pendidikan',
    code: 'DISDIK.1.1',
    officeKind: other,
  },
  {
    name: 'Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia',
    unit: 'BKPSDM',
    superior: 'Sekretaris Daerah',
    code: 'BKPSDM',
    officeKind: other,
  },
  {
    name: 'Sekretaris Badan Kepegawaian dan Pengembangan Sumber Daya Manusia',
    unit: 'BKPSDM',
    superior: 'Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia',
    code: 'BKPSDM.1',
    officeKind: other,
  },
  { name: 'Camat Muara Sagara', unit: 'KEC-MS', superior: 'Sekretaris Daerah', code: 'CAMAT-MS', officeKind: other },
];

const definitive = (position: string, warrant: string) => ({ position, forms: [], warrant });

export const PERSONS: DemoPerson[] = [
  {
    username: 'bupati',
    name: 'Rahmat Wirasena',
    titleBefore: 'H.',
    titleAfter: 'S.IP., M.Si.',
    posts: [definitive('Bupati Sagara Asri', '131.32-100 Tahun 2025')],
  },
  {
    username: 'sekda',
    name: 'Bagus Prasetyo Adinata',
    titleBefore: 'Drs.',
    titleAfter: 'M.M.',
    nip: '196805121990031004',
    rank: 'Pembina Utama Madya, IV/d',
    posts: [definitive('Sekretaris Daerah', '821.2/011/BKPSDM/2024')],
  },
  {
    username: 'kadisdik',
    name: 'Ratna Kusumawardhani',
    titleBefore: 'Dr.',
    titleAfter: 'M.Pd.',
    nip: '197203151998032005',
    rank: 'Pembina Utama Muda, IV/c',
    posts: [definitive('Kepala Dinas Pendidikan', '821.2/027/BKPSDM/2025')],
  },
  {
    username: 'sekdisdik',
    name: 'Hendra Gunawan Siregar',
    titleAfter: 'S.Sos., M.AP.',
    nip: '197611082003121003',
    rank: 'Pembina Tingkat I, IV/b',
    posts: [definitive('Sekretaris Dinas Pendidikan', '821.2/031/BKPSDM/2025')],
    datesOf: 'DISDIK',
  },
  {
    username: 'kabid',
    name: 'Yuliana Paramitha',
    titleAfter: 'S.Pd., M.M.',
    nip: '198104222005012007',
    rank: 'Pembina, IV/a',
    posts: [definitive('Kepala Bidang Guru dan Tenaga Kependidikan', '821.2/044/BKPSDM/2025')],
  },
  {
    username: 'analis',
    name: 'Dimas Anggara Putra',
    titleAfter: 'S.E.',
    nip: '199009172015031002',
    rank: 'Penata, III/c',
    posts: [definitive('Analis Kebijakan Ahli Muda', '821.2/102/BKPSDM/2025')],
  },
  {
    username: 'agenda',
    name: 'Wulan Maharani',
    titleAfter: 'A.Md.',
    nip: '199503032020122001',
    rank: 'Pengatur, II/c',
    posts: [definitive('Pengadministrasi Perkantoran', '821.2/118/BKPSDM/2025')],
    registryOf: 'DISDIK',
  },
  {
    username: 'sekbkpsdm',
    name: 'Nurhayati Lubis',
    titleAfter: 'S.H., M.H.',
    nip: '197809302002122002',
    rank: 'Pembina Tingkat I, IV/b',
    posts: [
      definitive('Sekretaris Badan Kepegawaian dan Pengembangan Sumber Daya Manusia', '821.2/052/BKPSDM/2025'),
      {
        position: 'Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia',
        forms: ['Plt.'],
        warrant: '800.1.3.3/2041/SETDA/2026',
      },
    ],
  },
  {
    username: 'camat',
    name: 'Agus Setiadi',
    titleAfter: 'S.STP.',
    nip: '198308192002121001',
    rank: 'Pembina, IV/a',
    posts: [definitive('Camat Muara Sagara', '821.2/066/BKPSDM/2025')],
  },
];
