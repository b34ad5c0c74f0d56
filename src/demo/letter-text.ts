import type { DraftContent } from '../letters/draft-content.ts';

/** What the drafter types first: the meeting stands at an hour at which the secretary knows the hall is taken. */
export const FIRST_TEXT = body('09.00 s.d. 12.00 WIB');
/** And after the return. */
export const SECOND_TEXT = body('13.30 s.d. 16.00 WIB');

function body(hours: string): string {
  return `Dalam rangka pemerataan guru pada satuan pendidikan dasar di Kabupaten Sagara Asri dan menindaklanjuti hasil pemetaan kebutuhan guru semester ganjil, dengan ini kami mengundang Saudara pada **rapat koordinasi pemerataan guru** yang akan dilaksanakan sebagai berikut:

| Acara | Keterangan |
|---|---|
| Hari, tanggal | Kamis, 10 Desember 2026 |
| Waktu | ${hours} |
| Tempat | Aula Ki Hajar Dewantara, Dinas Pendidikan |
| Pimpinan rapat | Kepala Dinas Pendidikan |

Sehubungan dengan hal tersebut, mohon perhatian Saudara atas hal-hal sebagai berikut:

1. Peserta membawa data kebutuhan dan kelebihan guru pada wilayah masing-masing, yang memuat:
a. jumlah guru menurut mata pelajaran dan status kepegawaian;
b. jumlah rombongan belajar tahun pelajaran 2026/2027; dan
c. usulan penataan untuk tahun 2027.
2. Badan Kepegawaian dan Pengembangan Sumber Daya Manusia menyiapkan paparan tentang *mekanisme mutasi* guru antarkecamatan.
3. Konfirmasi kehadiran disampaikan paling lambat dua hari sebelum rapat.

Demikian undangan ini disampaikan. Atas perhatian dan kehadiran Saudara, kami ucapkan terima kasih.`;
}

/** The letter of the demonstration: an invitation from one agency to another, a district and somebody outside. */
export function invitation(positions: Map<string, number>, text: string): DraftContent {
  const position = (name: string) => ({ type: 'position' as const, positionId: positions.get(name) ?? 0 });
  return {
    signatoryId: positions.get('Kepala Dinas Pendidikan') ?? null,
    authority: 'own',
    recipients: [
      position('Kepala Badan Kepegawaian dan Pengembangan Sumber Daya Manusia'),
      position('Camat Muara Sagara'),
      {
        type: 'outsider',
        name: 'Ketua Dewan Pendidikan Kabupaten Sagara Asri',
        address: 'Jalan Pelajar Nomor 5, Sagara',
      },
    ],
    copies: [position('Bupati Sagara Asri'), position('Sekretaris Daerah')],
    subject: 'Undangan Rapat Koordinasi Pemerataan Guru Tahun 2027',
    classification: '400.3.5',
    security: 'B',
    urgency: 'SEGERA',
    attachment: '',
    replyToId: null,
    sections: { isi: text },
  };
}
