import { Refusal } from '../errors.ts';

export function diskFull(): Refusal {
  return new Refusal('unavailable', 'disk-full', {
    id: 'Ruang penyimpanan penuh; berkas tidak disimpan dan tidak ada yang berubah. Hubungi administrator, lalu ulangi.',
    en: 'The storage is full; the file was not stored and nothing has changed. Tell the administrator, then try again.',
  });
}

export function isDiskFull(error: unknown): boolean {
  const code = (error as NodeJS.ErrnoException).code;
  return code === 'ENOSPC' || code === 'EDQUOT';
}

export function bucketFull(): Refusal {
  return new Refusal('unavailable', 'documents-full', {
    id: 'Penyimpanan berkas penuh atau kuotanya habis; berkas tidak disimpan. Hubungi administrator, lalu ulangi.',
    en: 'The document store is full or its quota is used up; the file was not stored. Tell the administrator, then try again.',
  });
}

/** What officials are told whenever the store does not do its part; the reason is for the log (`cause`) and the probe. */
export function unreachable(cause: unknown): Refusal {
  const refusal = new Refusal('unavailable', 'documents-unreachable', {
    id: 'Penyimpanan berkas sedang tidak dapat dijangkau. Coba lagi beberapa saat lagi; jika tetap begitu, hubungi administrator.',
    en: 'The document store cannot be reached at the moment. Try again in a while; if it stays so, tell the administrator.',
  });
  refusal.cause = cause;
  return refusal;
}

/** For the administrator. */
export function folderAway(directory: string): (cause: unknown) => Refusal {
  return (cause) => {
    const refusal = new Refusal('unavailable', 'documents-unreachable', {
      id: `Di ${directory} tidak ada satu pun berkas instansi ini: mungkin disknya belum terpasang (mount). Pasang disknya; Layang melanjutkan sendiri. Jika berkasnya memang hilang, kembalikan dari cadangan.`,
      en: `In ${directory} there is no document of this office: perhaps the disk is not mounted. Mount it; Layang goes on by itself. If the documents are really lost, bring them back from a backup.`,
    });
    refusal.cause = cause;
    return refusal;
  };
}
