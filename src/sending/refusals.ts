import { Refusal } from '../errors.ts';

export function notIssued(): Refusal {
  return new Refusal('wrong-state', 'letter-not-issued', {
    id: 'Surat ini belum terbit.',
    en: 'This letter was not issued.',
  });
}

export function notInForce(): Refusal {
  return new Refusal('wrong-state', 'letter-not-in-force', {
    id: 'Surat ini sudah dicabut, ditarik, atau digantikan; karena itu tidak dikirim lagi.',
    en: 'This letter was withdrawn, recalled or superseded; it is not sent any more.',
  });
}

export function alreadySent(): Refusal {
  return new Refusal('conflict', 'letter-already-sent', {
    id: 'Surat ini sudah dikirim. Lihat keadaan tiap penerima di halaman surat.',
    en: 'This letter has been sent. See how it stands with each recipient on the page of the letter.',
  });
}

export function nobodyToSendTo(): Refusal {
  return new Refusal('wrong-state', 'letter-without-recipients', {
    id: 'Surat ini tidak mempunyai penerima atau tembusan untuk dikirimi.',
    en: 'This letter has no recipient and no copy to send.',
  });
}

export function wrongWay(field: string): Refusal {
  const words = {
    id: 'Pilih cara pengiriman yang tersedia untuk penerima ini.',
    en: 'Choose one of the ways that this recipient can be reached.',
  };
  return new Refusal('invalid-input', 'sending-invalid', words, { [field]: words });
}

export function wrongEmail(field: string): Refusal {
  const words = {
    id: 'Alamat surel penerima ini belum benar. Contoh: nama@kabupaten.go.id.',
    en: 'The e-mail address of this recipient is not valid. Example: name@example.org.',
  };
  return new Refusal('invalid-input', 'sending-invalid', words, { [field]: words });
}

export function wrongPartner(field: string): Refusal {
  const words = {
    id: 'Pilih instansi mitra, dan unit yang menerimanya di sana.',
    en: 'Choose the partner office, and which unit there receives it.',
  };
  return new Refusal('invalid-input', 'sending-invalid', words, { [field]: words });
}

export function unknownDelivery(): Refusal {
  return new Refusal('not-found', 'delivery-unknown', {
    id: 'Pengiriman ini tidak ditemukan.',
    en: 'There is no such delivery.',
  });
}

export function changedMeanwhile(): Refusal {
  return new Refusal('conflict', 'delivery-changed', {
    id: 'Keadaan pengiriman ini sudah berubah. Belum ada yang dilakukan; lihat lagi keadaannya.',
    en: 'This delivery has changed meanwhile. Nothing was done; look at it again.',
  });
}
