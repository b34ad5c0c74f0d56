import {
  decodePDFRawStream,
  PDFArray,
  PDFBool,
  type PDFContext,
  PDFDict,
  PDFName,
  PDFNull,
  PDFNumber,
  type PDFObject,
  PDFObjectCopier,
  PDFRawStream,
  PDFRef,
} from 'pdf-lib';
import { type ArchivalColours, archivalColours } from './archival-colours.ts';
import { bareJpeg } from './jpeg-segments.ts';
import { jpxFacts } from './jpx-facts.ts';

/** Where pictures come from and go to; what several pages share goes over once. */
export interface Carrying {
  context: PDFContext;
  lookup(object: PDFObject | undefined): PDFObject | undefined;
  copy(object: PDFObject): PDFObject;
  profiles: Map<PDFRawStream, ArchivalColours>;
  pictures: Map<PDFRawStream, PDFRef | undefined>;
}

export function openCarrying(from: PDFContext, to: PDFContext): Carrying {
  const copier = PDFObjectCopier.for(from, to);
  return {
    context: to,
    lookup: (object) => (object instanceof PDFRef ? from.lookup(object) : object),
    copy: (object) => copier.copy(object),
    profiles: new Map(),
    pictures: new Map(),
  };
}

/** What a picture that stands in the content may shorten (ISO 32000-2, tables 91 and 92). */
const KEYS: Readonly<Record<string, string>> = {
  ...{ BPC: 'BitsPerComponent', CS: 'ColorSpace', D: 'Decode', DP: 'DecodeParms' },
  ...{ F: 'Filter', H: 'Height', IM: 'ImageMask', I: 'Interpolate', L: 'Length', W: 'Width' },
};
const FILTERS: Readonly<Record<string, string>> = {
  ...{ AHx: 'ASCIIHexDecode', A85: 'ASCII85Decode', LZW: 'LZWDecode', Fl: 'FlateDecode', RL: 'RunLengthDecode' },
  ...{ CCF: 'CCITTFaxDecode', DCT: 'DCTDecode' },
};
/** Undone here where another stands behind them, or where PDF/A does not take them (LZW, ISO 19005-2, 6.1.7.2). */
const PLAIN = new Set(['ASCIIHexDecode', 'ASCII85Decode', 'LZWDecode', 'FlateDecode', 'RunLengthDecode']);
/** What PDF/A-2 takes as it is. */
const TAKEN = new Set(
  ['CCITTFaxDecode', 'DCTDecode', 'JBIG2Decode', 'JPXDecode', ...PLAIN].filter((name) => name !== 'LZWDecode'),
);
/** Parameters of Flate and CCITT (7.4.4.3, 7.4.6) and of DCT (7.4.8), numbers and booleans all. */
const PARAMETERS = [
  ...['Predictor', 'Colors', 'BitsPerComponent', 'Columns', 'ColorTransform'],
  ...['K', 'EndOfLine', 'EncodedByteAlign', 'Rows', 'EndOfBlock', 'BlackIs1', 'DamagedRowsBeforeError'],
];

/**
 * A picture of another document as it may stand in a PDF/A-2b, its pixels as they were packed: only LZW is packed anew, without
 * loss. Undefined where that is not possible without changing what it shows. Smoothing between pixels (`Interpolate`) is left out.
 */
export function archivalPicture(
  carrying: Carrying,
  resources: PDFDict | undefined,
  source: PDFRawStream,
  masking = false,
): PDFRef | undefined {
  if (carrying.pictures.has(source)) return carrying.pictures.get(source);
  const made = make(carrying, resources, source, masking);
  const ref = made && carrying.context.register(made);
  carrying.pictures.set(source, ref);
  return ref;
}

function make(
  carrying: Carrying,
  resources: PDFDict | undefined,
  source: PDFRawStream,
  masking: boolean,
): PDFRawStream | undefined {
  const { context } = carrying;
  const entries = expanded(carrying, source.dict);
  const [width, height] = [entries('Width'), entries('Height')];
  if (!isCount(width) || !isCount(height)) return undefined;
  const packed = unwrapped(carrying, source, entries);
  if (packed === undefined) return undefined;
  const dict = context.obj({ Type: 'XObject', Subtype: 'Image' }) as PDFDict;
  const set = (key: string, value: PDFObject) => dict.set(PDFName.of(key), value);
  set('Width', width);
  set('Height', height);
  if (packed.filter !== undefined) set('Filter', PDFName.of(packed.filter));
  const parameters = parametersOf(carrying, packed.parameters);
  if (parameters === undefined) return undefined;
  if (parameters.keys().length > 0) set('DecodeParms', parameters);
  const decode = entries('Decode');
  if (decode instanceof PDFArray) set('Decode', numbersOf(carrying, decode));

  if (entries('ImageMask') === PDFBool.True) {
    if (packed.filter === 'DCTDecode' || packed.filter === 'JPXDecode') return undefined;
    set('ImageMask', PDFBool.True);
    set('BitsPerComponent', PDFNumber.of(1));
    return PDFRawStream.of(dict, packed.bytes);
  }
  const colours = coloursOf(carrying, resources, entries('ColorSpace'), packed);
  if (colours === undefined) return undefined;
  if (colours !== 'its own') set('ColorSpace', colours.space);
  const bits = entries('BitsPerComponent');
  if (packed.filter !== 'JPXDecode') {
    if (!(bits instanceof PDFNumber) || ![1, 2, 4, 8, 16].includes(bits.asNumber())) return undefined;
    set('BitsPerComponent', bits);
  }
  const shining = entries('SMaskInData');
  if (shining instanceof PDFNumber && shining.asNumber() !== 0) return undefined;
  for (const key of ['SMask', 'Mask']) {
    const mask = entries(key);
    if (mask === undefined || mask === PDFNull) continue;
    if (masking) return undefined;
    if (key === 'Mask' && mask instanceof PDFArray) set(key, numbersOf(carrying, mask));
    else {
      const carried = mask instanceof PDFRawStream ? archivalPicture(carrying, resources, mask, true) : undefined;
      if (carried === undefined) return undefined;
      set(key, carried);
    }
  }
  const matte = masking ? entries('Matte') : undefined;
  if (matte instanceof PDFArray) set('Matte', numbersOf(carrying, matte));
  return PDFRawStream.of(dict, packed.bytes);
}

type Entries = (key: string) => PDFObject | undefined;

/** The entry of that name, in full or short. */
function expanded(carrying: Carrying, dict: PDFDict): Entries {
  const short = new Map(Object.entries(KEYS).map(([key, full]) => [full, key]));
  return (key) => carrying.lookup(dict.get(PDFName.of(key)) ?? dict.get(PDFName.of(short.get(key) ?? key)));
}

interface Packed {
  bytes: Uint8Array;
  /** The last filter alone; undefined for bare pixels. */
  filter: string | undefined;
  parameters: PDFObject | undefined;
}

function unwrapped(carrying: Carrying, source: PDFRawStream, entries: Entries): Packed | undefined {
  const list = (object: PDFObject | undefined) =>
    object instanceof PDFArray ? object.asArray().map(carrying.lookup) : object === undefined ? [] : [object];
  const filters = list(entries('Filter')).map((one) => {
    const name = one instanceof PDFName ? one.decodeText() : '';
    return FILTERS[name] ?? name;
  });
  const parameters = list(entries('DecodeParms'));
  const last = filters.at(-1);
  const outer = filters.slice(0, -1);
  if (!outer.every((name) => PLAIN.has(name))) return undefined;
  if (filters.length > 1 && parameters.slice(0, -1).some((one) => one instanceof PDFDict && one.keys().length > 0)) {
    return undefined;
  }
  const { context } = carrying;
  const undone = (names: string[], own: PDFObject | undefined) => {
    const dict = context.obj({ Filter: names.map((name) => PDFName.of(name)) }) as PDFDict;
    if (own !== undefined) dict.set(PDFName.of('DecodeParms'), own);
    return decodePDFRawStream(PDFRawStream.of(dict, source.contents)).decode();
  };
  const own = parameters[filters.length - 1];
  if (last === 'LZWDecode') {
    // What predictors did stays done: Flate has the same.
    const early = context.obj([...outer.map(() => PDFNull), own ?? PDFNull]);
    const stream = context.flateStream(undone(filters, early));
    return { bytes: stream.getContents(), filter: 'FlateDecode', parameters: own };
  }
  if (last !== undefined && !TAKEN.has(last)) return undefined;
  const bytes = outer.length === 0 ? source.contents : undone(outer, undefined);
  return { bytes, filter: last, parameters: own };
}

/** Undefined where one is there that says something else than a number or yes and no. */
function parametersOf(carrying: Carrying, object: PDFObject | undefined): PDFDict | undefined {
  const dict = carrying.context.obj({}) as PDFDict;
  if (!(object instanceof PDFDict)) return dict;
  for (const key of PARAMETERS) {
    const value = carrying.lookup(object.get(PDFName.of(key)));
    if (value === undefined || value === PDFNull) continue;
    if (!(value instanceof PDFNumber) && !(value instanceof PDFBool)) return undefined;
    dict.set(PDFName.of(key), value);
  }
  const shared = carrying.lookup(object.get(PDFName.of('JBIG2Globals')));
  if (shared instanceof PDFRawStream) {
    const bytes = shared.dict.has(PDFName.of('Filter')) ? decodePDFRawStream(shared).decode() : shared.contents;
    dict.set(PDFName.of('JBIG2Globals'), carrying.context.register(carrying.context.stream(bytes)));
  }
  return dict;
}

function coloursOf(
  carrying: Carrying,
  resources: PDFDict | undefined,
  written: PDFObject | undefined,
  { filter, bytes }: Packed,
): ArchivalColours | 'its own' | undefined {
  const said = written === undefined ? undefined : archivalColours(carrying, resources, written);
  if (filter === 'JPXDecode') {
    const jpx = jpxFacts(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength));
    if (jpx === undefined) return undefined;
    if (written === undefined) return 'its own';
    return said?.numbers === jpx.channels ? said : undefined;
  }
  if (said === undefined || filter !== 'DCTDecode') return said;
  return bareJpeg(bytes)?.frame.components === said.numbers ? said : undefined;
}

function numbersOf(carrying: Carrying, array: PDFArray): PDFArray {
  return carrying.context.obj(
    array
      .asArray()
      .map(carrying.lookup)
      .filter((one) => one instanceof PDFNumber),
  );
}

function isCount(object: PDFObject | undefined): object is PDFNumber {
  return object instanceof PDFNumber && Number.isInteger(object.asNumber()) && object.asNumber() > 0;
}
