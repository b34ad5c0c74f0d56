import { ZxcvbnFactory } from '@zxcvbn-ts/core';
import * as common from '@zxcvbn-ts/language-common';
import * as indonesian from '@zxcvbn-ts/language-id';
import type { Words } from '../errors.ts';

/** zxcvbn's scale is 0 to 4; 3 is "safely unguessable: moderate protection from an offline attack". */
const needed = 3;
const longest = 256;

/**
 * Whether a password or signing passphrase is too easy to guess, as a sentence; undefined when it is strong enough.
 * `ownWords` are words a guesser would try first for this person: names, NIP, posts, the office.
 */
export function weakness(secret: string, ownWords: readonly string[]): Words | undefined {
  if (secret.length < 10) {
    return { id: 'Terlalu pendek: pakai sedikitnya 10 karakter.', en: 'Too short: use at least 10 characters.' };
  }
  if (secret.length > longest) {
    return {
      id: `Terlalu panjang: paling banyak ${longest} karakter.`,
      en: `Too long: at most ${longest} characters.`,
    };
  }
  const words = ownWords
    .flatMap((text) => [text, text.replace(/[^\p{L}\p{N}]/gu, ''), ...text.split(/[^\p{L}\p{N}]+/u)])
    .map((word) => word.toLowerCase())
    .filter((word) => word.length > 2);
  estimator ??= makeEstimator();
  if (estimator.check(secret, words).score >= needed) return undefined;
  return {
    id: 'Terlalu mudah ditebak. Pakai empat kata atau lebih yang tidak berhubungan, dan jangan memakai nama atau NIP Anda.',
    en: 'Too easy to guess. Use four or more unrelated words, and neither your name nor your NIP.',
  };
}

// The dictionaries take some 50 ms and 20 MB to unpack: only a process that sets passwords pays for them.
let estimator: ZxcvbnFactory | undefined;

function makeEstimator(): ZxcvbnFactory {
  return new ZxcvbnFactory({
    dictionary: { ...common.dictionary, ...indonesian.dictionary, office: officeWords },
    graphs: common.adjacencyGraphs,
    maxLength: longest,
  });
}

const officeWords = [
  'layang',
  'surat',
  'dinas',
  'kantor',
  'bupati',
  'gubernur',
  'walikota',
  'camat',
  'lurah',
  'kepala',
  'sekretaris',
  'daerah',
  'kabupaten',
  'kota',
  'provinsi',
  'pemerintah',
  'pemkab',
  'pemkot',
  'pemprov',
  'badan',
  'bagian',
  'bidang',
  'pegawai',
  'rahasia',
  'sandi',
  'frasa',
  'tandatangan',
  'indonesia',
  'merdeka',
  'pancasila',
];
