import { readFile } from 'node:fs/promises';
import { readCertificateFile } from '../certificates/certificate.ts';
import type { Words } from '../errors.ts';
import type { PdfReport } from './report.ts';
import { reportToJson } from './report-json.ts';
import { reportToText } from './report-text.ts';
import { type VerifyOptions, verifyPdf } from './verify-pdf.ts';

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
  --crl    daftar pencabutan (PEM atau DER)
  --at     waktu pemeriksaan, misalnya 2026-08-17T10:00:00Z; tanpa ini: sekarang
  --json   keluaran JSON
Kode keluar: 0 semua berkas utuh dan tepercaya; 1 tidak; 2 tidak dapat diperiksa.
`,
  en: `Usage: layang verify FILE… [--trust ca.pem]… [--cert intermediate.pem]… [--crl list.crl]… [--at TIME] [--json]
  --trust  a trusted certificate (PEM or DER), may be repeated
  --cert   an intermediate certificate that the file does not hold
  --crl    a revocation list (PEM or DER)
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

/** Larger files are refused instead of filling the memory. */
const largest = 512 * 1024 * 1024;

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
  const options = await readOptions(parsed);
  if (!('anchors' in options)) {
    io.stderr.write(`${options[language]}\n`);
    return 2;
  }
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

async function readOptions(parsed: Arguments): Promise<VerifyOptions | Words> {
  const options = { anchors: [] as Buffer[], certificates: [] as Buffer[], crls: [] as Buffer[] };
  for (const [files, list] of [
    [parsed.trust, options.anchors],
    [parsed.certificates, options.certificates],
  ] as const) {
    for (const file of files) {
      const bytes = await readBounded(file);
      if ('id' in bytes) return bytes;
      try {
        list.push(...readCertificateFile(bytes).map(({ der }) => der));
      } catch {
        return { id: `${file}: bukan sertifikat PEM atau DER`, en: `${file}: no certificate in PEM or DER` };
      }
    }
  }
  for (const file of parsed.crls) {
    const bytes = await readBounded(file);
    if ('id' in bytes) return bytes;
    const body = /-----BEGIN X509 CRL-----([\s\S]*?)-----END/.exec(bytes.toString('latin1'))?.[1];
    options.crls.push(body === undefined ? bytes : Buffer.from(body, 'base64'));
  }
  return parsed.at === undefined ? options : { ...options, at: parsed.at };
}

/** The file's bytes, or a sentence why there are none. */
async function readBounded(file: string): Promise<Buffer | Words> {
  try {
    const bytes = await readFile(file);
    return bytes.length > largest ? { id: `${file}: terlalu besar`, en: `${file}: too large` } : bytes;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return code === 'ENOENT'
      ? { id: `${file}: berkas tidak ditemukan`, en: `${file}: no such file` }
      : { id: `${file}: tidak dapat dibaca (${code})`, en: `${file}: cannot be read (${code})` };
  }
}
