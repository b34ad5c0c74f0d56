import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/*
 * Outside judges of a PDF, each as a function from bytes to a value. They cut signatures out with their own regular
 * expression on purpose: a judge that used the product's reader would share its mistakes.
 * Register the test with `judged([...])` of judge.ts, so that a missing program is a visible skip.
 */

let rooms: string | undefined;
let files = 0;

function room(): string {
  if (rooms === undefined) {
    const made = mkdtempSync(join(tmpdir(), 'layang-judge-'));
    process.on('exit', () => rmSync(made, { recursive: true, force: true }));
    rooms = made;
  }
  return rooms;
}

function fileOf(bytes: Uint8Array | string, ending: string): string {
  files += 1;
  const path = join(room(), `${files}${ending}`);
  writeFileSync(path, bytes);
  return path;
}

function run(command: string, words: string[]): { status: number; text: string } {
  const done = spawnSync(command, words, { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 });
  return { status: done.status ?? -1, text: `${done.stdout ?? ''}${done.stderr ?? ''}` };
}

function pem(certificate: Uint8Array): string {
  const lines =
    Buffer.from(certificate)
      .toString('base64')
      .match(/.{1,64}/g) ?? [];
  return `-----BEGIN CERTIFICATE-----\n${lines.join('\n')}\n-----END CERTIFICATE-----\n`;
}

const databases = new Map<string, string>();

/** An NSS database that trusts exactly this root (DER); made once per root. */
function trusting(root: Uint8Array): string {
  const key = createHash('sha256').update(root).digest('hex').slice(0, 16);
  const known = databases.get(key);
  if (known !== undefined) return known;
  const directory = join(room(), `nss-${key}`);
  mkdirSync(directory);
  const database = `sql:${directory}`;
  run('certutil', ['-N', '-d', database, '--empty-password']);
  const added = run('certutil', ['-A', '-d', database, '-n', 'root', '-t', 'CT,C,C', '-i', fileOf(pem(root), '.pem')]);
  if (added.status !== 0) throw new Error(`certutil: ${added.text}`);
  databases.set(key, database);
  return database;
}

export interface PdfsigVerdict {
  /** "Signature is Valid." */
  valid: boolean;
  /** "Certificate is Trusted." */
  trusted: boolean;
  /** "Total document signed" */
  total: boolean;
  subFilter: string | undefined;
}

/**
 * poppler's verdict on every signature of the file, oldest field first, trusting `root` (DER). Judges: pdfsig, certutil.
 * Its exit status says nothing (0 even for a digest mismatch), so the words are read; the words themselves are in `text`.
 */
export function pdfsig(pdf: Uint8Array, root: Uint8Array): { signatures: PdfsigVerdict[]; text: string } {
  const { text } = run('pdfsig', ['-nssdir', trusting(root), fileOf(pdf, '.pdf')]);
  const signatures = text
    .split(/^Signature #\d+:/m)
    .slice(1)
    .map((part) => ({
      valid: part.includes('Signature is Valid.'),
      trusted: part.includes('Certificate is Trusted.'),
      total: part.includes('Total document signed'),
      subFilter: /Signature Type: (\S+)/.exec(part)?.[1],
    }));
  return { signatures, text };
}

/** qpdf's structural check: 0 clean, 3 warnings, 2 errors. Judge: qpdf. */
export function qpdfCheck(pdf: Uint8Array): { status: number; text: string } {
  return run('qpdf', ['--check', fileOf(pdf, '.pdf')]);
}

/** The CMS (DER, padding cut) and the signed bytes of every ByteRange in file order. */
export function cutSignatures(pdf: Uint8Array): { cms: Buffer; content: Buffer }[] {
  const bytes = Buffer.from(pdf.buffer, pdf.byteOffset, pdf.byteLength);
  const ranges = bytes.toString('latin1').matchAll(/\/ByteRange\s*\[\s*(\d+)\s+(\d+)\s+(\d+)\s+(\d+)\s*\]/g);
  return [...ranges].map(([, ...numbers]) => {
    const [a = 0, first = 0, c = 0, second = 0] = numbers.map(Number);
    const gap = bytes.subarray(a + first, c).toString('latin1');
    const padded = Buffer.from(gap.replace(/[^0-9A-Fa-f]/g, ''), 'hex');
    return {
      cms: padded.subarray(0, derLength(padded)),
      content: Buffer.concat([bytes.subarray(a, a + first), bytes.subarray(c, c + second)]),
    };
  });
}

function derLength(der: Buffer): number {
  const octets = der[1] ?? 0;
  if (octets < 0x80) return 2 + octets;
  return 2 + (octets & 0x7f) + der.readUIntBE(2, octets & 0x7f);
}

/**
 * `openssl cms -verify -cades` (which demands the signing-certificate attribute) on one signature, up to `root`,
 * with further `intermediates` if the CMS does not carry them. Judge: openssl.
 */
export function opensslCades(
  signature: { cms: Uint8Array; content: Uint8Array },
  root: Uint8Array,
  intermediates: Uint8Array[] = [],
): { ok: boolean; text: string } {
  const words = ['cms', '-verify', '-cades', '-binary', '-inform', 'DER', '-in', fileOf(signature.cms, '.der')];
  words.push('-content', fileOf(signature.content, '.bin'), '-CAfile', fileOf(pem(root), '.pem'));
  if (intermediates.length > 0) words.push('-certfile', fileOf(intermediates.map(pem).join(''), '.pem'));
  const done = run('openssl', [...words, '-purpose', 'any', '-out', '/dev/null']);
  return { ok: done.status === 0, text: done.text };
}

/** What openssl reads in the CMS (`cms -cmsout -print`), for a lint of the attributes. Judge: openssl. */
export function opensslPrint(cms: Uint8Array): string {
  return run('openssl', ['cms', '-cmsout', '-print', '-noout', '-inform', 'DER', '-in', fileOf(cms, '.der')]).text;
}

/** Over in some seconds: to compile what runs often a second time, and to collect in parallel, costs more than it brings. */
const shortLife = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC'];

let veraClasses: string | undefined;

/**
 * veraPDF (the jar that the devDependency `@opendataloader/pdf` carries) on files of one flavour (`2a`, `2b`, `ua1`, …):
 * one verdict per file. Starting Java costs about 1.5 s, so give it all files at once. Judge: verapdf.
 */
export function veraPdf(flavour: string, ...pdfs: Uint8Array[]): { pass: boolean; text: string }[] {
  const jar = fileURLToPath(
    new URL('../../node_modules/@opendataloader/pdf/lib/opendataloader-pdf-cli.jar', import.meta.url),
  );
  if (veraClasses === undefined) {
    const source = fileURLToPath(new URL('VeraCheck.java', import.meta.url));
    const directory = join(room(), 'vera');
    const compiled = run('javac', [...shortLife.map((word) => `-J${word}`), '-cp', jar, '-d', directory, source]);
    if (compiled.status !== 0) throw new Error(`javac: ${compiled.text}`);
    veraClasses = directory;
  }
  const jaxb = ['jaxb-runtime', 'jaxb-core', 'jaxb-impl', 'istack-commons-runtime', 'FastInfoset', 'stax-ex', 'txw2'];
  const jars = [...jaxb, 'javax.activation'].map((name) => `/usr/share/java/${name}.jar`);
  const classPath = [veraClasses, jar, ...jars].join(':');
  const paths = pdfs.map((pdf) => fileOf(pdf, '.pdf'));
  const open = ['--add-opens', 'java.base/java.lang=ALL-UNNAMED'];
  const done = run('java', ['-Xmx1g', ...shortLife, ...open, '-cp', classPath, 'VeraCheck', flavour, ...paths]);
  const lines = done.text.split('\n').filter((line) => /^(PASS|FAIL|ERROR)\t/.test(line));
  if (lines.length !== pdfs.length) throw new Error(`veraPDF: ${done.text}`);
  return lines.map((text) => ({ pass: text.startsWith('PASS'), text }));
}
