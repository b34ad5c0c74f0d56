import {
  decodePDFRawStream,
  PDFArray,
  PDFDict,
  PDFHexString,
  PDFName,
  PDFNumber,
  type PDFObject,
  PDFRawStream,
  PDFString,
} from 'pdf-lib';
import type { Carrying } from './archival-pictures.ts';

/** A colour space as it may stand in a PDF/A-2 whose output intent is sRGB, and how many numbers make one colour. */
export interface ArchivalColours {
  space: PDFObject;
  numbers: number;
}

const DEFAULTS: Readonly<Record<string, string>> = {
  DeviceGray: 'DefaultGray',
  DeviceRGB: 'DefaultRGB',
  DeviceCMYK: 'DefaultCMYK',
};
/** As they may be written in a picture that stands in the content (ISO 32000-2, table 91). */
const SHORT: Readonly<Record<string, string>> = { G: 'DeviceGray', RGB: 'DeviceRGB', CMYK: 'DeviceCMYK', I: 'Indexed' };
const CIE: Readonly<Record<string, number>> = { CalGray: 1, CalRGB: 3, Lab: 3 };
const PROFILE_OF: Readonly<Record<string, number>> = { GRAY: 1, 'RGB ': 3, CMYK: 4 };
const PROFILE_CLASSES = new Set(['prtr', 'mntr', 'scnr', 'spac']);

/**
 * The colour space taken over unchanged, or undefined where PDF/A-2 does not take it (ISO 19005-2, 6.2.4): four colours of
 * no device in particular, spot colours, a profile that is none. Grey and RGB of no device are what the output intent says.
 */
export function archivalColours(
  carrying: Carrying,
  resources: PDFDict | undefined,
  object: PDFObject | undefined,
  depth = 0,
): ArchivalColours | undefined {
  const found = carrying.lookup(object);
  if (depth > 4) return undefined;
  const again = (inner: PDFObject | undefined) => archivalColours(carrying, resources, inner, depth + 1);
  if (found instanceof PDFName) return named(carrying, resources, found, again);
  if (!(found instanceof PDFArray)) return undefined;
  const family = carrying.lookup(found.get(0));
  if (!(family instanceof PDFName)) return undefined;
  const name = SHORT[family.decodeText()] ?? family.decodeText();
  if (found.size() === 1) return again(PDFName.of(name));
  if (name === 'ICCBased') return profiled(carrying, carrying.lookup(found.get(1)));
  const numbers = CIE[name];
  if (numbers !== undefined) return { space: carrying.copy(found), numbers };
  return name === 'Indexed' ? indexed(carrying, found, again) : undefined;
}

function named(
  carrying: Carrying,
  resources: PDFDict | undefined,
  written: PDFName,
  again: (inner: PDFObject | undefined) => ArchivalColours | undefined,
): ArchivalColours | undefined {
  const spaces = carrying.lookup(resources?.get(PDFName.of('ColorSpace')));
  const listed = (key: string) => (spaces instanceof PDFDict ? spaces.get(PDFName.of(key)) : undefined);
  const short = written.decodeText();
  const own = listed(short);
  if (own !== undefined) return again(own);
  const name = SHORT[short] ?? short;
  const meant = DEFAULTS[name];
  if (meant === undefined) return undefined;
  const instead = listed(meant);
  if (instead !== undefined) return again(instead);
  if (name === 'DeviceCMYK') return undefined;
  return { space: PDFName.of(name), numbers: name === 'DeviceGray' ? 1 : 3 };
}

/** A profile of a version and class that the standard takes (6.2.4.2), and of as many colours as it is said to have. */
function profiled(carrying: Carrying, stream: PDFObject | undefined): ArchivalColours | undefined {
  if (!(stream instanceof PDFRawStream)) return undefined;
  const known = carrying.profiles.get(stream);
  if (known !== undefined) return known;
  const claimed = carrying.lookup(stream.dict.get(PDFName.of('N')));
  const profile = Buffer.from(decodePDFRawStream(stream).decode());
  if (profile.length < 128 || profile.readUInt32BE(0) > profile.length) return undefined;
  const numbers = PROFILE_OF[profile.toString('latin1', 16, 20)];
  const fits = claimed instanceof PDFNumber && numbers === claimed.asNumber();
  const version = profile[8] ?? 0;
  if (numbers === undefined || !fits || version < 2 || version > 4) return undefined;
  if (profile.toString('latin1', 36, 40) !== 'acsp') return undefined;
  if (!PROFILE_CLASSES.has(profile.toString('latin1', 12, 16))) return undefined;
  const { context } = carrying;
  const copied = context.register(context.flateStream(profile, { N: numbers }));
  const colours = { space: context.obj([PDFName.of('ICCBased'), copied]), numbers };
  carrying.profiles.set(stream, colours);
  return colours;
}

function indexed(
  carrying: Carrying,
  written: PDFArray,
  again: (inner: PDFObject | undefined) => ArchivalColours | undefined,
): ArchivalColours | undefined {
  const base = again(written.get(1));
  const highest = carrying.lookup(written.get(2));
  const table = carrying.lookup(written.get(3));
  if (base === undefined || !(highest instanceof PDFNumber) || highest.asNumber() > 255) return undefined;
  const bytes =
    table instanceof PDFRawStream
      ? decodePDFRawStream(table).decode()
      : table instanceof PDFString || table instanceof PDFHexString
        ? table.asBytes()
        : undefined;
  if (bytes === undefined || bytes.length < (highest.asNumber() + 1) * base.numbers) return undefined;
  const hex = PDFHexString.of(Buffer.from(bytes).toString('hex'));
  return { space: carrying.context.obj([PDFName.of('Indexed'), base.space, highest, hex]), numbers: 1 };
}
