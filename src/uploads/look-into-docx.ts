import { promisify } from 'node:util';
import yauzl, { type Entry, type ZipFile } from 'yauzl';
import { looksLikeXml, readOfficeXml } from './office-xml.ts';
import type { UploadProblem } from './upload-words.ts';

const MOST_ENTRIES = 4_000;
const MOST_UNPACKED = 256 * 1024 * 1024;
/** Office files pack to about a tenth; only small ones of long repetitions do better. */
const MOST_RATIO = 150;
const RATIO_COUNTS_FROM = 4 * 1024 * 1024;
const LARGEST_READ = 64 * 1024 * 1024;

const MACROS = /(?:^|\/)vba(?:project|data)[^/]*$|(?:^|\/)activeX\//iu;
const MACRO_TYPES = /macroEnabled|vbaProject|ms-office\.activeX/iu;
/** A `>` may stand in an attribute; a `<` nowhere in a tag, so that no search begins twice over the same text. */
const RELATIONSHIP = /<(?:[\w.-]{1,100}:)?Relationship\s(?:"[^"<]*"|'[^'<]*'|[^"'<>])*>/giu;
const INSTRUCTION = /<(?:[\w.-]{1,100}:)?instrText(?:\s[^<>]*)?>([^<]*)<|[\s:]instr\s*=\s*(?:"([^"<]*)"|'([^'<]*)')/gu;
/** Fields that fetch something when a document is opened, and those of Dynamic Data Exchange. */
const FETCHING_FIELD = /DDE(?:AUTO)?\b|INCLUDE(?:TEXT|PICTURE)|(?<!HYPER)LINK\s|\bIMPORT\b|\bDATABASE\b|\bRD\s/iu;

class Problem extends Error {
  readonly code: UploadProblem;
  constructor(code: UploadProblem) {
    super(code);
    this.code = code;
  }
}

/**
 * A ZIP opened under limits (entries, bytes when unpacked, how much smaller it is packed): whether it is a DOCX, and one
 * without macros that takes nothing from outside. A hyperlink may lead outside, because nothing follows it. Every entry is
 * unpacked, because the sizes that a file declares may lie.
 */
export async function lookIntoDocx(path: string): Promise<{ problem: UploadProblem } | { fine: true }> {
  let zip: ZipFile | undefined;
  try {
    zip = await promisify<string, yauzl.Options, ZipFile>(yauzl.open)(path, { lazyEntries: true, autoClose: false });
    await lookThrough(zip);
    return { fine: true };
  } catch (error) {
    return { problem: error instanceof Problem ? error.code : 'docx-damaged' };
  } finally {
    zip?.close();
  }
}

async function lookThrough(zip: ZipFile): Promise<void> {
  if (zip.entryCount > MOST_ENTRIES) throw new Problem('docx-too-large');
  const names = new Set<string>();
  let packed = 0;
  let unpacked = 0;
  for await (const entry of entriesOf(zip)) {
    const { fileName } = entry;
    if (names.size >= MOST_ENTRIES || unpacked + entry.uncompressedSize > MOST_UNPACKED)
      throw new Problem('docx-too-large');
    if (entry.isEncrypted()) throw new Problem('docx-encrypted');
    if (names.has(fileName.toLowerCase())) throw new Problem('docx-damaged');
    names.add(fileName.toLowerCase());
    if (MACROS.test(fileName)) throw new Problem('docx-macros');
    const { bytes, text } = await readEntry(zip, entry, MOST_UNPACKED - unpacked);
    packed += entry.compressedSize;
    unpacked += bytes;
    if (unpacked > RATIO_COUNTS_FROM && unpacked / packed > MOST_RATIO) throw new Problem('docx-too-large');
    if (fileName.toLowerCase() === '[content_types].xml' && MACRO_TYPES.test(text)) throw new Problem('docx-macros');
    if (/\.rels$/iu.test(fileName)) lookAtRelationships(text);
    else lookAtFields(text);
  }
  if (!names.has('[content_types].xml') || !names.has('word/document.xml')) throw new Problem('upload-not-its-name');
}

async function* entriesOf(zip: ZipFile): AsyncGenerator<Entry> {
  const waiting: ((next: Entry | Error | undefined) => void)[] = [];
  zip.on('entry', (entry: Entry) => waiting.shift()?.(entry));
  zip.on('end', () => waiting.shift()?.(undefined));
  zip.on('error', (error: Error) => waiting.shift()?.(error));
  for (;;) {
    const next = await new Promise<Entry | Error | undefined>((resolve) => {
      waiting.push(resolve);
      zip.readEntry();
    });
    if (next === undefined) return;
    if (next instanceof Error) throw next;
    yield next;
  }
}

/** `text` of what is XML, by its ending or its first sign; empty of everything else. */
async function readEntry(zip: ZipFile, entry: Entry, most: number): Promise<{ bytes: number; text: string }> {
  if (entry.fileName.endsWith('/')) return { bytes: 0, text: '' };
  const stream = await promisify(
    zip.openReadStream.bind(zip) as (
      entry: Entry,
      done: (error: Error | null, stream: NodeJS.ReadableStream) => void,
    ) => void,
  )(entry);
  const pieces: Buffer[] = [];
  let keep: boolean | undefined = /\.(?:xml|rels)$/iu.test(entry.fileName) || undefined;
  let bytes = 0;
  for await (const piece of stream as AsyncIterable<Buffer>) {
    bytes += piece.length;
    if (bytes > most) throw new Problem('docx-too-large');
    keep ??= looksLikeXml(piece);
    // A part larger than anybody writes would go unread.
    if (keep && bytes > LARGEST_READ) throw new Problem('docx-too-large');
    if (keep) pieces.push(piece);
  }
  const text = readOfficeXml(Buffer.concat(pieces));
  if (text === undefined) throw new Problem('docx-damaged');
  return { bytes, text };
}

function lookAtRelationships(text: string): void {
  for (const [relationship] of text.matchAll(RELATIONSHIP)) {
    const type = /\sType\s*=\s*["']([^"']*)["']/iu.exec(relationship)?.[1] ?? '';
    if (/\/(?:vbaProject|wordVbaData|control|activeXControl)/iu.test(type)) throw new Problem('docx-macros');
    const external = /\sTargetMode\s*=\s*["']External["']/iu.test(relationship);
    if ((external && !/\/hyperlink$/iu.test(type)) || /\/(?:aFChunk|subDocument)$/iu.test(type)) {
      throw new Problem('docx-external');
    }
  }
}

/** A field's instruction may be cut over several runs. */
function lookAtFields(text: string): void {
  const instructions = [...text.matchAll(INSTRUCTION)];
  if (FETCHING_FIELD.test(instructions.map(([, run, one, other]) => run ?? ` ${one ?? other} `).join(''))) {
    throw new Problem('docx-external');
  }
}
