import type { Clock } from '../clock.ts';
import { judgeFailure } from '../mail/judge-failure.ts';
import { countMail, findLastSent } from '../mail/mail-store.ts';
import type { Sql } from '../postgres/database.ts';
import { spanInWords } from './amounts.ts';
import type { HealthCheck } from './health-check.ts';
import { NoAnswer, oneAtATime } from './one-at-a-time.ts';

/** Less than a check may take: then it is the server that does not answer, and the rest is told all the same. */
const GREETING_MS = 6_000;
/** The connection failed before the server had said anything: nobody refused. */
const NOT_REACHED = /^(ECONN\w*|ESOCKET|ETIMEDOUT|EDNS|ENOTFOUND)( CONN)?$/;

export function mailCheck(deps: {
  db: Sql;
  clock: Clock;
  /** Undefined while SMTP_URL is not set. */
  server: { greet(): Promise<void> } | undefined;
}): HealthCheck {
  const greet = oneAtATime(async () => await deps.server?.greet(), GREETING_MS);
  return {
    name: 'mail',
    label: { id: 'Surel', en: 'E-mail' },
    async look() {
      const { waiting, unsent } = await countMail(deps.db);
      const waits = { id: `${waiting} surel menunggu dikirim.`, en: `${waiting} mails wait to be sent.` };
      if (deps.server === undefined) {
        return {
          state: 'attention',
          words: { id: `Server surel belum diatur; ${waits.id}`, en: `No mail server is set; ${waits.en}` },
          todo: {
            id: 'Isi pengaturan SMTP_URL dan MAIL_FROM di mesin ini, lalu mulai ulang Layang. Tanpa surel, semua yang lain tetap berjalan.',
            en: 'Set SMTP_URL and MAIL_FROM on this machine, then start Layang anew. Without mail everything else works.',
          },
        };
      }
      const failure = await greet().catch((error: unknown) => error);
      if (failure !== undefined) {
        const code = failure instanceof NoAnswer ? undefined : judgeFailure(failure).code;
        return {
          state: 'broken',
          words:
            code === undefined
              ? { id: `Server surel tidak menjawab; ${waits.id}`, en: `The mail server does not answer; ${waits.en}` }
              : NOT_REACHED.test(code)
                ? {
                    id: `Server surel tidak dapat dihubungi (${code}); ${waits.id}`,
                    en: `The mail server cannot be reached (${code}); ${waits.en}`,
                  }
                : {
                    id: `Server surel menolak (${code}); ${waits.id}`,
                    en: `The mail server refuses (${code}); ${waits.en}`,
                  },
          todo: {
            id: 'Periksa alamat, port, akun, dan kata sandi pada SMTP_URL. Surel yang menunggu dikirim sendiri setelah server menjawab.',
            en: 'Check address, port, account and password in SMTP_URL. What waits is sent by itself when the server answers.',
          },
        };
      }
      if (unsent > 0) {
        return {
          state: 'attention',
          words: { id: `${unsent} surel tidak dapat disampaikan.`, en: `${unsent} mails could not be delivered.` },
          todo: { id: 'Lihat sebabnya di Pengaturan, Surel keluar.', en: 'See why under Settings, Outgoing mail.' },
        };
      }
      const last = await findLastSent(deps.db);
      if (last === undefined) {
        return {
          state: 'ok',
          words: {
            id: 'Server surel menjawab; belum ada surel yang dikirim.',
            en: 'The mail server answers; nothing was sent yet.',
          },
        };
      }
      const ago = spanInWords(deps.clock().getTime() - last.getTime());
      return {
        state: 'ok',
        words: {
          id: `Server surel menjawab; yang terakhir terkirim ${ago.id} yang lalu, ${waits.id}`,
          en: `The mail server answers; the last mail left ${ago.en} ago, ${waits.en}`,
        },
      };
    },
  };
}

export function redisCheck(deps: { queue: { probe(): Promise<void> } | undefined }): HealthCheck {
  return {
    name: 'redis',
    label: { id: 'Redis', en: 'Redis' },
    async look() {
      if (deps.queue === undefined) {
        return {
          state: 'ok',
          words: {
            id: 'Tidak dipakai; pekerjaan dibagi lewat basis data.',
            en: 'Not used; the jobs are shared out by the database.',
          },
        };
      }
      await deps.queue.probe();
      return { state: 'ok', words: { id: 'Redis menjawab.', en: 'Redis answers.' } };
    },
  };
}

export function libreOfficeCheck(deps: { converter: { offline: boolean } | undefined }): HealthCheck {
  return {
    name: 'libreoffice',
    label: { id: 'LibreOffice', en: 'LibreOffice' },
    async look() {
      if (deps.converter === undefined) {
        return {
          state: 'attention',
          words: {
            id: 'Tidak terpasang: berkas DOCX tidak dapat dijadikan PDF di sini.',
            en: 'Not installed: a DOCX cannot become a PDF here.',
          },
          todo: {
            id: 'Jika diperlukan: apt-get install libreoffice-writer-nogui; pada image: docker build --build-arg LIBREOFFICE=yes',
            en: 'If needed: apt-get install libreoffice-writer-nogui; in an image: docker build --build-arg LIBREOFFICE=yes',
          },
        };
      }
      if (!deps.converter.offline) {
        return {
          state: 'attention',
          words: {
            id: 'Terpasang, tetapi tidak dapat dijauhkan dari jaringan di mesin ini.',
            en: 'Installed, but it cannot be kept off the network on this machine.',
          },
          todo: {
            id: 'Izinkan user namespaces (sysctl kernel.unprivileged_userns_clone=1).',
            en: 'Allow user namespaces (sysctl kernel.unprivileged_userns_clone=1).',
          },
        };
      }
      return {
        state: 'ok',
        words: { id: 'Terpasang; DOCX dapat dijadikan PDF.', en: 'Installed; a DOCX can become a PDF.' },
      };
    },
  };
}

export function virusCheck(deps: { scanner: { version(): Promise<string> } | undefined }): HealthCheck {
  const ask = oneAtATime(async () => await deps.scanner?.version(), GREETING_MS);
  return {
    name: 'virus-scanner',
    label: { id: 'Pemindai virus', en: 'Virus scanner' },
    async look() {
      if (deps.scanner === undefined) {
        return {
          state: 'attention',
          words: {
            id: 'Belum diatur: berkas dari luar diterima tanpa diperiksa.',
            en: 'Not set: files from outside are accepted without being looked at.',
          },
          todo: {
            id: 'Pasang ClamAV (apt-get install clamav-daemon) dan isi pengaturan CLAMD_ADDRESS, lalu mulai ulang Layang.',
            en: 'Install ClamAV (apt-get install clamav-daemon), set CLAMD_ADDRESS, and start Layang anew.',
          },
        };
      }
      const version = await ask().catch(() => undefined);
      if (version !== undefined) {
        return { state: 'ok', words: { id: `Menjawab: ${version}.`, en: `It answers: ${version}.` } };
      }
      return {
        state: 'broken',
        words: {
          id: 'Pemindai virus tidak menjawab; berkas dari luar menunggu.',
          en: 'The virus scanner does not answer; files from outside wait.',
        },
        todo: {
          id: 'Jalankan kembali clamav-daemon, atau periksa CLAMD_ADDRESS. Yang menunggu diperiksa sendiri setelah pemindai menjawab.',
          en: 'Start clamav-daemon again, or check CLAMD_ADDRESS. What waits is looked at by itself once it answers.',
        },
      };
    },
  };
}
