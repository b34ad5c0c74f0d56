import QRCode from 'qrcode';
import { Refusal } from '../errors.ts';
import { dataBits, type QrLevel, segmentBits } from './qr-capacity.ts';
import { encodeDigits, hostOrigin } from './qr-url.ts';
import type { SealText } from './seal-bytes.ts';
import { addresseeText, cutText, TEXT_LIMITS } from './sealed-text.ts';

/** A symbol to be set: rows of '0' (light) and '1' (dark) without the quiet zone of 4 modules. */
export interface QrSymbol {
  /** Modules a side. */
  modules: number;
  rows: string[];
  version: number;
  level: QrLevel;
  moduleMm: number;
  sizeMm: number;
}

/** Module before error correction (seal-and-log 2): the smallest module that survives copies, fax and chat pictures. */
const SEAL_MODULE_MM = 0.49;
const SEAL_SIZE_MM = { short: 30, text: 35 } as const;
const TEXT_MAX_VERSION = 13;
const PAGE_MODULE_MM = 0.54;
const PAGE_SIZE_MM = 18;
/** The widest page symbol that stands in the left margin with its quiet zone: 41 modules, 22.2 mm. */
const PAGE_MAX_VERSION = 6;

type Segments = { bytes: string; alphanumeric: string; digits?: string };

/**
 * The seal QR. `large` is the 35 mm symbol of a seal with text, else 30 mm; the level is the highest of Q and M that keeps
 * the module at 0.49 mm. Refuses (qr-too-large) when the host is too long even for M.
 */
export function drawSealQr(
  host: string,
  token: string,
  seal: Uint8Array,
  profile: 'short' | 'text' | 'confidential',
): QrSymbol {
  const sizeMm = SEAL_SIZE_MM[profile === 'text' ? 'text' : 'short'];
  const segments = { bytes: `${hostOrigin(host)}/`, alphanumeric: token, digits: encodeDigits(seal) };
  const widest = Math.min(TEXT_MAX_VERSION, versionOf(Math.floor(sizeMm / SEAL_MODULE_MM)));
  for (const level of ['Q', 'M'] as const) {
    const version = smallestVersion(segments, level, widest);
    if (version !== undefined) return draw(segments, version, level, sizeMm);
  }
  throw tooLarge(host);
}

/** The page symbol of page `page`: level M, 18 mm while the module stays at 0.54 mm, larger for a long host. */
export function drawPageQr(host: string, token: string, page: number): QrSymbol {
  const segments = { bytes: `${hostOrigin(host)}/`, alphanumeric: `${token}/${page}` };
  const version = smallestVersion(segments, 'M', PAGE_MAX_VERSION);
  if (version === undefined) throw tooLarge(host);
  return draw(segments, version, 'M', Math.max(PAGE_SIZE_MM, sideOf(version) * PAGE_MODULE_MM));
}

/**
 * Shortens the text of a seal until its symbol stays within V13-M: first the addressee, then the subject, never the number
 * (seal-and-log 3.2). `to` are the letter's addressees, so that " dan N lainnya" survives the cut.
 */
export function fitSealText(host: string, text: SealText, to: readonly string[]): SealText {
  const over = (candidate: SealText) => sealLength(candidate) - roomForSeal(host);
  let fitted = text;
  for (let limit: number = TEXT_LIMITS.addressee; over(fitted) > 0 && limit > 0; limit--) {
    fitted = { ...fitted, addressee: addresseeText(to, limit - 1) };
  }
  for (let limit: number = TEXT_LIMITS.subject; over(fitted) > 0 && limit > 0; limit--) {
    fitted = { ...fitted, subject: cutText(text.subject, limit - 1) };
  }
  if (over(fitted) > 0) throw tooLarge(host);
  return fitted;
}

function sealLength(text: SealText): number {
  return (
    49 + 3 + Buffer.byteLength(text.number) + Buffer.byteLength(text.subject) + Buffer.byteLength(text.addressee) + 64
  );
}

/** The longest seal in bytes that V13-M holds behind this host; digits counted for the largest text seal of that length. */
function roomForSeal(host: string): number {
  const bits = dataBits(TEXT_MAX_VERSION, 'M');
  const fits = (length: number) => {
    const digits = encodeDigits(Buffer.alloc(length, 0xff).fill(0x12, 0, 1));
    const segments = { bytes: `${hostOrigin(host)}/`, alphanumeric: '0'.repeat(16), digits };
    return segmentBits(segments, TEXT_MAX_VERSION) <= bits;
  };
  let low = 0;
  let high = 373;
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  return low;
}

function sideOf(version: number): number {
  return 17 + 4 * version;
}

function versionOf(side: number): number {
  return Math.floor((side - 17) / 4);
}

function smallestVersion(segments: Segments, level: QrLevel, widest: number): number | undefined {
  for (let version = 1; version <= widest; version++) {
    if (segmentBits(segments, version) <= dataBits(version, level)) return version;
  }
  return undefined;
}

function draw(segments: Segments, version: number, level: QrLevel, sizeMm: number): QrSymbol {
  const parts: QRCode.QRCodeSegment[] = [
    { mode: 'byte', data: Buffer.from(segments.bytes) },
    { mode: 'alphanumeric', data: segments.alphanumeric },
  ];
  if (segments.digits !== undefined) {
    parts.push({ mode: 'byte', data: Buffer.from('#') }, { mode: 'numeric', data: segments.digits });
  }
  const { modules } = QRCode.create(parts, { version, errorCorrectionLevel: level });
  const side = modules.size;
  const rows = Array.from({ length: side }, (_, row) =>
    Array.from({ length: side }, (_, column) => (modules.get(row, column) ? '1' : '0')).join(''),
  );
  return { modules: side, rows, version, level, moduleMm: sizeMm / side, sizeMm };
}

function tooLarge(host: string): Refusal {
  return new Refusal('invalid-input', 'qr-too-large', {
    id: `Alamat ${host} terlalu panjang untuk QR yang masih terbaca di kertas. Pakai alamat pemeriksaan yang lebih pendek.`,
    en: `The address ${host} is too long for a QR that stays readable on paper. Use a shorter check address.`,
  });
}
