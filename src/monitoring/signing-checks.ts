import { access } from 'node:fs/promises';
import { basename } from 'node:path';
import { type CertificateEnd, listCertificatesEnding } from '../authority/certificate-ends-store.ts';
import type { Clock } from '../clock.ts';
import { listStuckActs } from '../issuing/stuck-acts-store.ts';
import type { Sql } from '../postgres/database.ts';
import { allFontFiles } from '../typesetting/fonts.ts';
import { spanInWords } from './amounts.ts';
import type { Health, HealthCheck } from './health-check.ts';

const DAY = 86_400_000;

/** A newcomer's first look, before the first sign-in. */
const notYet: Health = {
  state: 'ok',
  words: { id: 'Dicoba setelah instansi disiapkan.', en: 'Tried once the office is founded.' },
};

export function signingCheck(deps: { tryToSign(): Promise<boolean> }): HealthCheck {
  return {
    name: 'signing',
    label: { id: 'Tanda tangan percobaan', en: 'Trial signature' },
    async look() {
      if (!(await deps.tryToSign())) return notYet;
      return {
        state: 'ok',
        words: {
          id: 'Lembar percobaan ditandatangani dan diterima oleh pemeriksa Layang.',
          en: 'A trial page was signed, and Layang’s own check accepts it.',
        },
      };
    },
  };
}

/** Every typeface is there, and a letter with sample text sets: Typst takes no warning. */
export function typesettingCheck(deps: { trySample(): Promise<boolean> }): HealthCheck {
  return {
    name: 'typesetting',
    label: { id: 'Huruf dan tata letak', en: 'Typefaces and layout' },
    async look() {
      const gone: string[] = [];
      for (const file of allFontFiles()) await access(file).catch(() => gone.push(basename(file)));
      if (gone.length > 0) {
        return {
          state: 'broken',
          words: { id: `Berkas huruf hilang: ${gone.join(', ')}.`, en: `Typefaces are missing: ${gone.join(', ')}.` },
          todo: { id: 'Pasang ulang paket Layang: npm ci', en: 'Install the packages of Layang anew: npm ci' },
        };
      }
      if (!(await deps.trySample())) return notYet;
      return {
        state: 'ok',
        words: {
          id: 'Semua huruf ada; surat percobaan tersusun.',
          en: 'All typefaces are there; a trial letter sets.',
        },
      };
    },
  };
}

const OFFICIAL_SOON_MS = 30 * DAY;
const AUTHORITY_SOON_MS = 365 * DAY;
const MOST_NAMED = 50;

export function certificatesCheck(deps: { db: Sql; clock: Clock }): HealthCheck {
  return {
    name: 'certificates',
    label: { id: 'Masa berlaku sertifikat', en: 'Terms of certificates' },
    async look() {
      const now = deps.clock();
      const before = new Date(now.getTime() + AUTHORITY_SOON_MS);
      return judgeEnds(await listCertificatesEnding(deps.db, before, 10_000), now);
    },
  };
}

export function judgeEnds(ending: readonly CertificateEnd[], now: Date): Health {
  const left = ({ notAfter }: CertificateEnd) => notAfter.getTime() - now.getTime();
  const authorities = ending.filter((each) => each.role !== 'official');
  const officials = ending.filter((each) => each.role === 'official' && left(each) < OFFICIAL_SOON_MS);
  if (authorities.length === 0 && officials.length === 0) {
    return {
      state: 'ok',
      words: { id: 'Tidak ada sertifikat yang segera berakhir.', en: 'No certificate ends soon.' },
    };
  }
  const lines = [...authorities, ...officials].slice(0, MOST_NAMED).map((each) => {
    const span = spanInWords(left(each));
    return left(each) < 0
      ? { id: `${each.subject}: berakhir ${span.id} yang lalu`, en: `${each.subject}: ended ${span.en} ago` }
      : { id: `${each.subject}: ${span.id} lagi`, en: `${each.subject}: ${span.en} left` };
  });
  const total = authorities.length + officials.length;
  const words = {
    id: `${total} sertifikat berakhir atau segera berakhir.`,
    en: `${total} certificates have ended or end soon.`,
  };
  if (authorities.length > 0) {
    return {
      state: authorities.some((each) => left(each) < OFFICIAL_SOON_MS) ? 'broken' : 'attention',
      words,
      todo: {
        id: 'Sertifikat instansi termasuk di dalamnya: setelah berakhir tidak ada surat yang dapat ditandatangani. Hubungi pengembang Layang sebelum hari itu.',
        en: 'The office’s own is among them: after its end no letter can be signed. Turn to the makers of Layang before that day.',
      },
      lines,
    };
  }
  return {
    state: 'attention',
    words,
    todo: {
      id: 'Diperbarui sendiri saat pejabatnya menandatangani; yang sudah berakhir diperbarui pejabatnya di halaman Akun.',
      en: 'Renewed by itself when the official signs; one that has ended is renewed by the official on the account page.',
    },
    lines,
  };
}

/** No signing takes so long; the job that takes up interrupted ones comes every minute. */
export const STUCK_MS = 5 * 60_000;

export function stuckCheck(deps: { db: Sql; clock: Clock }): HealthCheck {
  return {
    name: 'stuck',
    label: { id: 'Penandatanganan terhenti', en: 'Interrupted signings' },
    async look() {
      const stuck = await listStuckActs(deps.db, new Date(deps.clock().getTime() - STUCK_MS));
      if (stuck.length === 0) {
        return { state: 'ok', words: { id: 'Tidak ada surat yang terhenti.', en: 'No letter is stuck.' } };
      }
      return {
        state: 'broken',
        words: {
          id: `${stuck.length} surat terhenti di tengah penandatanganan; nomornya sudah dipesan.`,
          en: `${stuck.length} letters are stuck in the middle of signing; their numbers are reserved.`,
        },
        todo: {
          id: 'Buka Keadaan sistem dan tekan Selesaikan sekarang.',
          en: 'Open State of the system and press Finish now.',
        },
        buttonOnPage: true,
      };
    },
  };
}
