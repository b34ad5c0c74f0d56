import type { Words } from '../errors.ts';
import { type StatusCode, type StatusStanding, standingOf } from '../letters/letter-status.ts';
import { isUploadProblem, type UploadProblem } from '../uploads/upload-words.ts';
import type { Findings, SealFinding, SignatureFinding } from './findings.ts';
import type { IntakeRemark } from './intake-item.ts';

/** The findings as sentences for the clerk: what speaks against the letter first, then what is to be looked at. */
export function remarksOn(findings: Findings, sender?: StatusCode): IntakeRemark[] {
  const standing = standingOf(sender);
  const remarks = [
    ...(standing === undefined ? [] : [SENDER[standing]]),
    ...(findings.seal === undefined ? [] : [sealRemark(findings.seal)]),
    ...(findings.signatures ?? []).map(signatureRemark),
    ...(findings.leftBehind ?? []).flatMap(leftBehindRemark),
    ...(findings.notSearched === undefined ? [] : [notSearchedRemark(findings.notSearched)]),
    ...(findings.notArchival ?? []).map(notArchivalRemark),
    ...(findings.scan === 'not-scanned' ? [NOT_SCANNED] : []),
  ];
  const order = ['bad', 'mind', 'good', 'plain'];
  return remarks.toSorted((a, b) => order.indexOf(a.tone) - order.indexOf(b.tone));
}

/** What the sender did to it since it came, as its own installation told. */
const SENDER: Record<StatusStanding, IntakeRemark> = {
  withdrawn: {
    tone: 'bad',
    words: {
      id: 'Pengirim sudah mencabut surat ini: tidak berlaku lagi. Register agar tercatat, atau sisihkan dengan alasannya.',
      en: 'The sender has withdrawn this letter: it has no effect any more. Register it for the record, or put it aside with the reason.',
    },
  },
  recalled: {
    tone: 'bad',
    words: {
      id: 'Pengirim menarik surat ini: jangan dipakai sampai ada kabar lagi.',
      en: 'The sender has recalled this letter: do not use it until more is decided.',
    },
  },
  superseded: {
    tone: 'bad',
    words: {
      id: 'Pengirim sudah menggantikan surat ini dengan surat lain.',
      en: 'The sender has superseded this letter by another one.',
    },
  },
  corrected: {
    tone: 'mind',
    words: {
      id: 'Pengirim sudah meralat surat ini; baca bersama ralatnya.',
      en: 'The sender has corrected this letter; read it together with the correction.',
    },
  },
};

/** Of every file alike where no scanner is set up: what always warns is read by nobody, and then no warning is. */
const NOT_SCANNED: IntakeRemark = {
  tone: 'plain',
  words: {
    id: 'Berkas ini tidak diperiksa oleh pemindai virus: belum ada pemindai yang diatur di sini.',
    en: 'No virus scanner has looked at this: none is set up here.',
  },
};

function sealRemark(seal: SealFinding): IntakeRemark {
  const { tone, words } = SEALS[seal.outcome];
  const fill = (text: string) =>
    text
      .replace('{page}', String(seal.scanPage))
      .replace('{host}', () => seal.host)
      .replace('{office}', () => seal.office ?? seal.host)
      .replace('{signer}', () => seal.signer ?? '')
      .replace('{what}', () => [seal.number, seal.subject].filter(Boolean).join(', ') || (seal.token ?? ''));
  return { tone, words: { id: fill(words.id), en: fill(words.en) } };
}

const SEALS: Record<SealFinding['outcome'], IntakeRemark> = {
  'code-registered': {
    tone: 'good',
    words: {
      id: 'Tanda QR di halaman {page} terdaftar di sini: {what}. Cocokkan dengan kertasnya; kode dapat disalin ke kertas lain.',
      en: 'The QR on page {page} is registered here: {what}. Compare it with the paper; a code can be copied onto other paper.',
    },
  },
  withdrawn: {
    tone: 'bad',
    words: {
      id: 'Tanda QR di halaman {page} milik surat yang sudah dicabut: {what}.',
      en: 'The QR on page {page} belongs to a letter that was withdrawn: {what}.',
    },
  },
  recalled: {
    tone: 'bad',
    words: {
      id: 'Tanda QR di halaman {page} milik surat yang sedang ditarik oleh penerbitnya: {what}.',
      en: 'The QR on page {page} belongs to a letter that its office has asked back: {what}.',
    },
  },
  superseded: {
    tone: 'mind',
    words: {
      id: 'Tanda QR di halaman {page} milik surat yang sudah digantikan: {what}. Yang berlaku surat penggantinya.',
      en: 'The QR on page {page} belongs to a letter that was superseded: {what}. The other letter applies now.',
    },
  },
  corrected: {
    tone: 'mind',
    words: {
      id: 'Tanda QR di halaman {page} milik surat yang sudah diralat: {what}. Baca bersama ralatnya.',
      en: 'The QR on page {page} belongs to a letter that was corrected: {what}. Read it with its correction.',
    },
  },
  'partner-seal-valid': {
    tone: 'good',
    words: {
      id: 'Tanda QR di halaman {page} sah: disegel {signer} dari instansi mitra {office}. Isinya: {what}. Cocokkan dengan kertasnya; apakah surat masih berlaku dapat diperiksa di {host}.',
      en: 'The QR on page {page} is genuine: sealed by {signer} of the partner office {office}. It says: {what}. Compare it with the paper; whether the letter still stands can be checked at {host}.',
    },
  },
  'partner-key-revoked': {
    tone: 'mind',
    words: {
      id: 'Kunci {signer} dari instansi mitra {office}, yang menyegel QR di halaman {page}, sudah dicabut. Hubungi instansi itu sebelum memakai surat ini.',
      en: 'The key of {signer} of the partner office {office}, which sealed the QR on page {page}, has been revoked. Ask that office before using the letter.',
    },
  },
  'partner-away': {
    tone: 'mind',
    words: {
      id: 'Tanda QR di halaman {page} berasal dari instansi mitra {office}, tetapi data pemeriksa instansi itu belum dapat dipakai. Menurut QR itu: {what}. Periksa di {host} sebelum dipakai.',
      en: 'The QR on page {page} is of the partner office {office}, whose checking data cannot be used right now. It says: {what}. Check it at {host} before using the letter.',
    },
  },
  'other-host': {
    tone: 'mind',
    words: {
      id: 'Ada tanda QR Layang dari {host} di halaman {page}, dan menurut QR itu: {what}. Belum diperiksa dan belum dapat dipercaya; buka sendiri alamat resmi instansi itu bila ingin memastikan.',
      en: 'Page {page} bears a Layang QR of {host}, which says: {what}. It was not checked and is not to be trusted yet; open the official address of that office yourself to be sure.',
    },
  },
  'not-registered': {
    tone: 'bad',
    words: {
      id: 'Tanda QR di halaman {page} memakai alamat kami, tetapi kodenya tidak terdaftar. Jangan dipakai sebelum dikonfirmasi.',
      en: 'The QR on page {page} has our address, but its code is not registered. Do not use the letter before you have asked.',
    },
  },
  'page-missing': {
    tone: 'bad',
    words: {
      id: 'Kode QR di halaman {page} terdaftar, tetapi surat itu tidak punya halaman tersebut. Lembar ini mungkin dari surat lain.',
      en: 'The code on page {page} is registered, but that letter has no such page. The sheet may be from another letter.',
    },
  },
  'forged-seal': {
    tone: 'bad',
    words: {
      id: 'Tanda tangan di dalam QR halaman {page} tidak sah. Jangan percaya surat ini; laporkan.',
      en: 'The signature in the QR on page {page} is not valid. Do not trust this letter; report it.',
    },
  },
  'unknown-key': {
    tone: 'bad',
    words: {
      id: 'QR di halaman {page} ditandatangani dengan kunci yang tidak terdaftar di {host}. Jangan andalkan surat ini.',
      en: 'The QR on page {page} is signed with a key that is not registered at {host}. Do not rely on the letter.',
    },
  },
  'key-out-of-term': {
    tone: 'bad',
    words: {
      id: 'Kunci di dalam QR halaman {page} tidak berlaku pada waktu yang tertulis di QR. Jangan andalkan surat ini.',
      en: 'The key in the QR on page {page} was not valid at the time that it states. Do not rely on the letter.',
    },
  },
  'damaged-qr': unreadable(),
  'not-a-layang-qr': unreadable(),
  typo: unreadable(),
};

function unreadable(): IntakeRemark {
  return {
    tone: 'mind',
    words: {
      id: 'QR di halaman {page} tidak terbaca utuh. Pindai ulang, atau periksa kode yang tercetak di sampingnya.',
      en: 'The QR on page {page} could not be read whole. Scan it again, or check the code printed beside it.',
    },
  };
}

const BAD: ReadonlySet<SignatureFinding['verdict']> = new Set(['altered', 'damaged', 'not-covered'] as const);

function signatureRemark({ file, verdict, words, signers }: SignatureFinding): IntakeRemark {
  const names = signers.flatMap(({ name }) => (name === undefined ? [] : [name]));
  const by = names.length === 0 ? '' : ` (${[...new Set(names)].join(', ')})`;
  const tone = verdict === 'intact-and-trusted' ? 'good' : BAD.has(verdict) ? 'bad' : 'mind';
  return {
    tone,
    words: {
      id: `Tanda tangan elektronik pada ${file}${by}: ${words.id}`,
      en: `Electronic signatures of ${file}${by}: ${words.en}`,
    },
  };
}

const LEFT_BEHIND: Partial<Record<UploadProblem, Words>> = {
  'pdf-javascript': {
    id: 'PDF ini memuat JavaScript; halamannya ditampilkan tanpa itu.',
    en: 'This PDF contains JavaScript; its pages are shown without it.',
  },
  'pdf-embedded-files': {
    id: 'Ada berkas lain tertanam di dalam PDF ini yang tidak ikut ditampilkan. Minta pengirim mengirimkannya tersendiri bila diperlukan.',
    en: 'Other files are embedded in this PDF and are not shown. Ask the sender for them if they are needed.',
  },
  'pdf-active-content': {
    id: 'PDF ini memuat isi aktif (tautan program, media, atau kiriman data); halamannya ditampilkan tanpa itu.',
    en: 'This PDF has active content (programs, media, or data to be sent); its pages are shown without it.',
  },
};

function leftBehindRemark(code: string): IntakeRemark[] {
  const words = isUploadProblem(code) ? LEFT_BEHIND[code] : undefined;
  return words === undefined ? [] : [{ tone: 'mind', words }];
}

function notSearchedRemark(pages: number): IntakeRemark {
  return {
    tone: 'mind',
    words: {
      id: `Berkas ini panjang: di ${pages} halaman di tengahnya tanda QR belum dicari. Bila suratnya bertanda QR, pindai tanda itu dengan ponsel, atau unggah lembar bertanda QR sebagai berkas tersendiri.`,
      en: `This is long: on ${pages} pages in its middle nobody has looked for a QR. If the letter bears one, scan it with a phone, or upload the sheet that bears it on its own.`,
    },
  };
}

function notArchivalRemark({ file, page }: NonNullable<Findings['notArchival']>[number]): IntakeRemark {
  return {
    tone: 'mind',
    words: {
      id: `${file} tidak dijadikan PDF/A: gambar di halaman ${page} (misalnya warna CMYK untuk percetakan, atau catatan di atas gambar) akan berubah. Surat tetap dapat didaftarkan dan dibaca. Bila arsip Anda mewajibkan PDF/A, pindai kertasnya dengan warna biasa (RGB), abu-abu, atau hitam putih.`,
      en: `${file} was not made PDF/A: the picture on page ${page} (printing colours, CMYK, or notes on top of it, for example) would change. The letter can be registered and read all the same. If your archive demands PDF/A, scan the paper in ordinary colours (RGB), grey, or black and white.`,
    },
  };
}
