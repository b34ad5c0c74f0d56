import type { Words } from '../errors.ts';
import { readBounded } from './bounded-file.ts';
import type { PdfReport } from './report.ts';
import { reportToJson } from './report-json.ts';
import { reportToText } from './report-text.ts';
import { readTrustFiles } from './trust-files.ts';
import { verifyPdf } from './verify-pdf.ts';

/** Where a command writes and in which language: `process.stdout` and `process.stderr`, or a test's lists. */
export interface CommandOutput {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
  language: keyof Words;
}

const usage: Words = {
  id: `Pemakaian: layang verify BERKAS… [--trust ca.pem]… [--cert antara.pem]… [--crl daftar.crl]… [--at WAKTU] [--json]
  --trust  sertifikat yang dipercaya (PEM atau DER), boleh berulang
  --cert   sertifikat antara, bila tidak ada di dalam berkas
  --crl    daftar pencabutan (PEM atau DER); yang berada di folder sertifikat tepercaya (*.crl) selalu ikut dibaca
  --at     waktu pemeriksaan, misalnya 2026-08-17T10:00:00Z; tanpa ini: sekarang
  --json   keluaran JSON
Kode keluar: 0 semua berkas utuh dan tepercaya; 1 tidak; 2 tidak dapat diperiksa.
`,
  en: `Usage: layang verify FILE… [--trust ca.pem]… [--cert intermediate.pem]… [--crl list.crl]… [--at TIME] [--json]
  --trust  a trusted certificate (PEM or DER), may be repeated
  --cert   an intermediate certificate that the file does not hold
  --crl    a revocation list (PEM or DER); those in the folder of a trusted certificate (*.crl) are always read
  --at     the time to judge by, for example 2026-08-17T10:00:00Z; without it: now
  --json   JSON output
Exit status: 0 every file is intact and trusted; 1 not; 2 cannot be tried.
`,
};

interface Arguments {
  files: string[];
  trust: string[];
  certificates: string[];
  crls: string[];
  at: Date | undefined;
  json: boolean;
}

/**
 * `layang verify`: 0 when every file is intact and trusted, 1 when any is not (changed, damaged, unsigned, unknown
 * issuer), 2 when any cannot be tried at all (no such file, no PDF, password needed, bad usage).
 */
export async function verifyCommand(args: string[], io: CommandOutput): Promise<number> {
  const { language } = io;
  if (args.includes('--help') || args.includes('-h')) {
    io.stdout.write(usage[language]);
    return 0;
  }
  const parsed = parseArguments(args);
  if (!('files' in parsed)) {
    io.stderr.write(`${parsed[language]}\n${usage[language]}`);
    return 2;
  }
  const trusted = await readTrustFiles(parsed);
  if ('id' in trusted) {
    io.stderr.write(`${trusted[language]}\n`);
    return 2;
  }
  const options = parsed.at === undefined ? trusted : { ...trusted, at: parsed.at };
  let worst = 0;
  const results: Record<string, unknown>[] = [];
  for (const file of parsed.files) {
    const bytes = await readBounded(file);
    if ('id' in bytes) {
      io.stderr.write(`${bytes[language]}\n`);
      results.push({ file, standing: 'cannot-be-tried', intactAndTrusted: false, words: bytes });
      worst = 2;
      continue;
    }
    const report = verifyPdf(bytes, options);
    worst = Math.max(worst, exitCode(report));
    if (parsed.json) results.push({ file, ...reportToJson(report) });
    else io.stdout.write(`${reportToText(file, report, language)}\n`);
  }
  if (parsed.json) io.stdout.write(`${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
  return worst;
}

function exitCode(report: PdfReport): number {
  if (report.intactAndTrusted) return 0;
  return report.standing === 'cannot-be-tried' ? 2 : 1;
}

function parseArguments(args: readonly string[]): Arguments | Words {
  const parsed: Arguments = { files: [], trust: [], certificates: [], crls: [], at: undefined, json: false };
  const lists = { '--trust': parsed.trust, '--cert': parsed.certificates, '--crl': parsed.crls };
  let onlyFiles = false;
  for (let index = 0; index < args.length; index += 1) {
    const argument = args[index] ?? '';
    const [name, inline] = splitOption(argument);
    if (onlyFiles || !argument.startsWith('-')) parsed.files.push(argument);
    else if (argument === '--') onlyFiles = true;
    else if (argument === '--json') parsed.json = true;
    else if (name === '--at' || name in lists) {
      const value = inline ?? args[++index];
      if (value === undefined || value === '') return { id: `${name} membutuhkan nilai`, en: `${name} needs a value` };
      if (name === '--at') {
        parsed.at = new Date(value);
        if (Number.isNaN(parsed.at.getTime()))
          return { id: `--at: bukan waktu: ${value}`, en: `--at: no time: ${value}` };
      } else lists[name as keyof typeof lists].push(value);
    } else return { id: `pilihan tidak dikenal: ${argument}`, en: `unknown option: ${argument}` };
  }
  return parsed.files.length === 0 ? { id: 'tidak ada berkas', en: 'no file is named' } : parsed;
}

function splitOption(argument: string): [string, string | undefined] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}
