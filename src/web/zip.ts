import { promisify } from 'node:util';
import { crc32, deflateRaw } from 'node:zlib';

const deflated = promisify(deflateRaw);

/** 1 January 1980, the first day that a ZIP archive can tell: the same files give the same bytes. */
const NO_DAY = 0x21;

/** Texts by their names (ASCII) as a ZIP archive, each deflated (APPNOTE.TXT 4.3; no ZIP64: a few MB, a few files). */
export async function zipOf(files: Readonly<Record<string, string>>): Promise<Buffer> {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const [path, text] of Object.entries(files)) {
    const bytes = Buffer.from(text);
    const packed = await deflated(bytes);
    const name = Buffer.from(path, 'ascii');
    const entry = Buffer.concat([
      shorts(20, 0, 8, 0, NO_DAY),
      longs(crc32(bytes), packed.length, bytes.length),
      shorts(name.length, 0),
    ]);
    const local = Buffer.concat([Buffer.from('PK\x03\x04', 'latin1'), entry, name, packed]);
    directory.push(
      Buffer.concat([Buffer.from('PK\x01\x02', 'latin1'), shorts(20), entry, shorts(0, 0, 0), longs(0, offset), name]),
    );
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.concat([
    Buffer.from('PK\x05\x06', 'latin1'),
    shorts(0, 0, directory.length, directory.length),
    longs(listed.length, offset),
    shorts(0),
  ]);
  return Buffer.concat([...locals, listed, end]);
}

function shorts(...values: number[]): Buffer {
  const bytes = Buffer.alloc(2 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt16LE(value, 2 * i);
  return bytes;
}

function longs(...values: number[]): Buffer {
  const bytes = Buffer.alloc(4 * values.length);
  for (const [i, value] of values.entries()) bytes.writeUInt32LE(value, 4 * i);
  return bytes;
}
