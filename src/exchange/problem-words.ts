import type { Words } from '../errors.ts';
import type { LookProblem } from './look-at-partner.ts';

/** Why a look at another installation found nothing to go by, and why a delivery did not get through. */
export const lookWords: Readonly<Record<LookProblem, Words>> = {
  address: {
    id: 'Alamat ini menuju jaringan dalam, bukan internet; karena itu tidak dihubungi. Bila instansi itu memang berada di jaringan dalam pemerintah, minta pengelola server mendaftarkan jaringannya (EXCHANGE_NETWORKS).',
    en: 'This address leads into an internal network and not to the Internet; therefore it is not contacted. If that office is in a network of the government’s own, ask the operator of the server to list the network (EXCHANGE_NETWORKS).',
  },
  unreachable: {
    id: 'Server instansi itu tidak dapat dihubungi. Periksa alamatnya, atau apakah server itu sedang mati.',
    en: 'The server of that office cannot be reached. Check the address, or whether the server is down.',
  },
  certificate: {
    id: 'Sambungan aman (https) ke server itu tidak dapat dipercaya: sertifikatnya bukan untuk alamat ini, sudah habis masa berlakunya, atau penerbitnya tidak dikenal di sini. Minta pengelola server itu memperbaikinya. Tidak ada yang dikirim.',
    en: 'The secure connection (https) to that server cannot be trusted: its certificate is not for this address, has run out, or comes from an issuer not known here. Ask the operator of that server to mend it. Nothing was sent.',
  },
  slow: {
    id: 'Server instansi itu terlalu lama menjawab.',
    en: 'The server of that office took too long to answer.',
  },
  redirected: {
    id: 'Server itu mengalihkan ke alamat lain, dan pengalihan tidak diikuti. Pakai alamat yang tertera pada tanda QR suratnya.',
    en: 'That server redirects elsewhere, and redirections are not followed. Use the address that stands in the QR of its letters.',
  },
  busy: {
    id: 'Server instansi itu sedang sibuk atau dalam perbaikan.',
    en: 'The server of that office is busy or under maintenance.',
  },
  'too-long': {
    id: 'Jawaban server itu terlalu panjang dan tidak dibaca.',
    en: 'The answer of that server was too long and was not read.',
  },
  'not-layang': {
    id: 'Di alamat ini tidak ada Layang yang dapat menerima surat.',
    en: 'At this address there is no Layang that can take letters in.',
  },
  'other-version': {
    id: 'Layang di instansi itu memakai versi pertukaran surat yang tidak dikenal di sini. Salah satu perlu diperbarui; sementara itu kirim lewat jalan lain.',
    en: 'Layang at that office uses a version of the exchange that is not known here. One of the two needs an update; send by other ways until then.',
  },
  'other-keys': {
    id: 'Kunci instansi ini berbeda dari yang pernah dibandingkan. Jangan kirim apa pun sebelum sidik jarinya dibandingkan lagi lewat telepon.',
    en: 'The keys of this office differ from those that were compared. Send nothing before the fingerprint was compared again by telephone.',
  },
};

/** What holds up or ends a delivery besides the line: known before anything leaves. */
const deliveryWords: Readonly<Record<string, Words>> = {
  'partner-off-here': {
    id: 'Pertukaran surat dengan instansi ini sedang dimatikan oleh administrator Anda.',
    en: 'The exchange of letters with this office is switched off by your administrator.',
  },
  'not-in-force': {
    id: 'Surat ini dicabut, ditarik, atau digantikan sebelum sampai.',
    en: 'This letter was withdrawn, recalled or superseded before it got there.',
  },
  secret: {
    id: 'Surat rahasia tidak dikirim lewat jalan ini.',
    en: 'Secret letters are not sent this way.',
  },
  'too-large': {
    id: 'Berkas surat ini lebih dari 32 MB dan tidak dapat dikirim lewat jalan ini.',
    en: 'The file of this letter is larger than 32 MB and cannot be sent this way.',
  },
};

/** The sentence for a problem of ours; undefined for a code of the other side, which brings a sentence of its own. */
export function problemWords(code: string): Words | undefined {
  return Object.entries({ ...lookWords, ...deliveryWords }).find(([known]) => known === code)?.[1];
}
