import { type DraftContent, EMPTY_DRAFT } from '../letters/draft-content.ts';

const HEAD = 'Kepala Dinas Pendidikan';

/** Letters that lie at different desks, so that each of the made-up people finds something to do. */
export interface DemoLetter {
  kind: string;
  draft(of: { post(name: string): number; group(name: string): number }): DraftContent;
  /** Who initials it before a newcomer comes in. */
  initialledBy: readonly string[];
  /** Who sends it back to the drafter then, and why. */
  returned?: { by: string; reason: string };
  attachment?: { file: string; name: string };
}

export const MORE_LETTERS: readonly DemoLetter[] = [
  {
    kind: 'edaran',
    initialledBy: ['kabid', 'sekdisdik'],
    draft: ({ post, group }) => ({
      ...EMPTY_DRAFT,
      signatoryId: post(HEAD),
      recipients: [{ type: 'group', groupId: group('Semua kecamatan') }],
      copies: [{ type: 'position', positionId: post('Sekretaris Daerah') }],
      subject: 'Pendataan Kehadiran Guru pada Akhir Tahun',
      classification: '800.1.11',
      urgency: 'PENTING',
      sections: {
        latar:
          'Data kehadiran guru pada akhir tahun menjadi dasar penataan guru tahun berikutnya, sehingga harus lengkap dan seragam pada semua kecamatan.',
        maksud:
          'Edaran ini menjadi pedoman pendataan kehadiran guru agar terkumpul tepat waktu dengan bentuk yang sama.',
        dasar: '1. Peraturan Bupati Sagara Asri tentang Penataan Guru; dan\n2. hasil rapat koordinasi pemerataan guru.',
        isi: '1. Setiap sekolah mengisi daftar hadir guru bulan Desember.\n2. Kecamatan menghimpun daftar hadir dan mengirimkannya kepada Dinas Pendidikan.\n3. Daftar hadir diterima paling lambat lima hari kerja setelah bulan berakhir.',
        penutup: 'Demikian surat edaran ini disampaikan untuk dipedomani dan dilaksanakan sebagaimana mestinya.',
      },
    }),
  },
  {
    kind: 'undangan',
    initialledBy: ['kabid', 'sekdisdik'],
    attachment: { file: 'participants.pdf', name: 'daftar-peserta.pdf' },
    draft: ({ post }) => ({
      ...EMPTY_DRAFT,
      signatoryId: post(HEAD),
      recipients: [
        { type: 'position', positionId: post('Camat Muara Sagara') },
        {
          type: 'outsider',
          name: 'Ketua Kelompok Kerja Kepala Sekolah',
          address: 'SMP Negeri 1 Bukit Asri',
          email: 'k3s@sagaraasri.example',
        },
      ],
      subject: 'Bimbingan Teknis Penyusunan Kurikulum',
      classification: '400.3.1',
      urgency: 'SEGERA',
      attachment: '1 (satu) berkas',
      sections: {
        isi: 'Dalam rangka peningkatan mutu pembelajaran, dengan ini kami mengundang Saudara untuk hadir pada:\n\nhari, tanggal : Selasa, 15 Desember 2026\nwaktu : pukul 08.30 WIB s.d. selesai\ntempat : Aula Ki Hajar Dewantara, Dinas Pendidikan\nacara : bimbingan teknis penyusunan kurikulum\n\nDaftar peserta terlampir. Mengingat pentingnya acara tersebut, diharapkan Saudara hadir tepat pada waktunya.\n\nDemikian disampaikan. Atas perhatian dan kehadiran Saudara, kami ucapkan terima kasih.',
      },
    }),
  },
  {
    kind: 'surat-tugas',
    initialledBy: [],
    draft: ({ post }) => ({
      ...EMPTY_DRAFT,
      signatoryId: post(HEAD),
      subject: 'Verifikasi Data Guru di Kecamatan Muara Sagara',
      classification: '800.1.11.1',
      sections: {
        dasar: 'Program Kerja Dinas Pendidikan Tahun 2026 tentang pemutakhiran data guru.',
        kepada:
          'Nama : Dimas Anggara Putra, S.E.\nNIP : 199009172015031002\nPangkat/Gol. : Penata, III/c\nJabatan : Analis Kebijakan Ahli Muda',
        untuk:
          '1. melakukan verifikasi data guru pada sekolah di Kecamatan Muara Sagara;\n2. melaksanakan tugas ini selama tiga hari kerja; dan\n3. melaporkan hasilnya kepada Kepala Dinas Pendidikan.',
      },
    }),
  },
  {
    kind: 'nota-dinas',
    initialledBy: [],
    returned: { by: 'kabid', reason: 'Mohon dilengkapi jumlah guru pada setiap kecamatan.' },
    draft: ({ post }) => ({
      ...EMPTY_DRAFT,
      signatoryId: post('Kepala Bidang Guru dan Tenaga Kependidikan'),
      recipients: [{ type: 'position', positionId: post('Sekretaris Dinas Pendidikan') }],
      subject: 'Usulan Kebutuhan Guru Tahun 2027',
      classification: '800.1.2',
      sections: {
        isi: 'Bersama ini kami sampaikan usulan kebutuhan guru tahun 2027 untuk dibahas dalam rapat pimpinan.\n\nDemikian disampaikan, mohon arahan lebih lanjut.',
      },
    }),
  },
];
