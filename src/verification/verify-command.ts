import { readFile } from 'node:fs/promises';
import { readCertificateFile } from '../certificates/certificate.ts';
import type { PdfReport } from './report.ts';
import { reportToJson } from './report-json.ts';
import { reportToText } from './report-text.ts';
import { type VerifyOptions, verifyPdf } from './verify-pdf.ts';

/** Where a command writes: `process.stdout` and `process.stderr`, or a test's list. */
export interface CommandOutput {
  stdout: { write(text: string): unknown };
  stderr: { write(text: string): unknown };
}

export const verifyUsage = `Pemakaian: layang verify BERKAS… [--trust ca.pem]… [--cert antara.pem]… [--crl daftar.crl]… [--at WAKTU] [--json]
  --trust  sertifikat yang dipercaya (PEM atau DER), boleh berulang
  --cert   sertifikat antara, bila tidak ada di dalam berkas
  --crl    daftar pencabutan (PEM atau DER)
  --at     waktu pemeriksaan, misalnya 2026-08-17T10:00:00Z; tanpa ini: sekarang
  --json   keluaran JSON
Kode keluar: 0 semua berkas utuh dan tepercaya; 1 tidak; 2 tidak dapat diperiksa.
`;

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
  const parsed = parseArguments(args);
  if (typeof parsed === 'string') {
    io.stderr.write(`${parsed}\n${verifyUsage}`);
    return 2;
  }
  const options = await readOptions(parsed);
  if (typeof options === 'string') {
    io.stderr.write(`${options}\n`);
    return 2;
  }
  let worst = 0;
  const results: Record<string, unknown>[] = [];
  for (const file of parsed.files) {
    const bytes = await readBounded(file);
    if (typeof bytes === 'string') {
      io.stderr.write(`${bytes}\n`);
      results.push({ file, standing: 'cannot-be-tried', intactAndTrusted: false, words: { id: bytes } });
      worst = 2;
      continue;
    }
    const report = verifyPdf(bytes, options);
    worst = Math.max(worst, exitCode(report));
    if (parsed.json) results.push({ file, ...reportToJson(report) });
    else io.stdout.write(`${reportToText(file, report)}\n`);
  }
  if (parsed.json) io.stdout.write(`${JSON.stringify(results.length === 1 ? results[0] : results, null, 2)}\n`);
  return worst;
}

function exitCode(report: PdfReport): number {
  if (report.intactAndTrusted) return 0;
  return report.standing === 'cannot-be-tried' ? 2 : 1;
}

function parseArguments(args: readonly string[]): Arguments | string {
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
      if (value === undefined || value === '') return `${name} membutuhkan nilai`;
      if (name === '--at') {
        parsed.at = new Date(value);
        if (Number.isNaN(parsed.at.getTime())) return `--at: bukan waktu: ${value}`;
      } else lists[name as keyof typeof lists].push(value);
    } else return `pilihan tidak dikenal: ${argument}`;
  }
  return parsed.files.length === 0 ? 'tidak ada berkas' : parsed;
}

function splitOption(argument: string): [string, string | undefined] {
  const at = argument.indexOf('=');
  return at < 0 ? [argument, undefined] : [argument.slice(0, at), argument.slice(at + 1)];
}

async function readOptions(parsed: Arguments): Promise<VerifyOptions | string> {
  const options = { anchors: [] as Buffer[], certificates: [] as Buffer[], crls: [] as Buffer[] };
  for (const [files, list] of [
    [parsed.trust, options.anchors],
    [parsed.certificates, options.certificates],
  ] as const) {
    for (const file of files) {
      const bytes = await readBounded(file);
      if (typeof bytes === 'string') return bytes;
      try {
        list.push(...readCertificateFile(bytes).map(({ der }) => der));
      } catch {
        return `${file}: bukan sertifikat PEM atau DER`;
      }
    }
  }
  for (const file of parsed.crls) {
    const bytes = await readBounded(file);
    if (typeof bytes === 'string') return bytes;
    const body = /-----BEGIN X509 CRL-----([\s\S]*?)-----END/.exec(bytes.toString('latin1'))?.[1];
    options.crls.push(body === undefined ? bytes : Buffer.from(body, 'base64'));
  }
  return parsed.at === undefined ? options : { ...options, at: parsed.at };
}

/** The file's bytes, or a sentence why there are none. */
async function readBounded(file: string): Promise<Buffer | string> {
  try {
    const bytes = await readFile(file);
    return bytes.length > largest ? `${file}: terlalu besar` : bytes;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    return code === 'ENOENT' ? `${file}: berkas tidak ditemukan` : `${file}: tidak dapat dibaca (${code})`;
  }
}
