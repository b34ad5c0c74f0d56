import { deflateSync } from 'node:zlib';

export type SampleKind = 'table' | 'stream' | 'object-stream' | 'hybrid';

const TEXT = 'BT /F1 12 Tf 72 720 Td (Dengan hormat) Tj ET';
const STREAM = `<< /Length ${TEXT.length} >>\nstream\n${TEXT}\nendstream`;

/** A page with a text; `changes` replaces or adds objects by number. */
export function sampleObjects(changes: Record<number, string> = {}): Map<number, string> {
  const objects = {
    1: '<< /Type /Catalog /Pages 2 0 R >>',
    2: '<< /Type /Pages /Kids [3 0 R] /Count 1 /MediaBox [0 0 595 842] >>',
    3: '<< /Type /Page /Parent 2 0 R /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>',
    4: STREAM,
    5: '<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>',
    ...changes,
  };
  return new Map(Object.entries(objects).map(([number, body]) => [Number(number), body]));
}

/** A file of one revision; in the kinds with object streams everything but streams is inside one. */
export function samplePdf(kind: SampleKind = 'table', objects: Map<number, string> = sampleObjects()): Buffer {
  const parts: Buffer[] = [];
  const offsets = new Map<number, number>();
  let position = 0;
  const put = (text: string | Buffer) => {
    const bytes = typeof text === 'string' ? Buffer.from(text, 'latin1') : text;
    parts.push(bytes);
    position += bytes.length;
  };
  const object = (number: number, body: string | Buffer) => {
    offsets.set(number, position);
    put(`${number} 0 obj\n`);
    put(body);
    put('\nendobj\n');
  };
  put('%PDF-1.7\n%\xe2\xe3\xcf\xd3\n');
  const container = Math.max(...objects.keys()) + 1;
  const hidden = (number: number) => {
    if (objects.get(number)?.includes('stream')) return false;
    return kind === 'object-stream' || (kind === 'hybrid' && number === 5);
  };
  const inside = [...objects].filter(([number]) => hidden(number));
  for (const [number, body] of objects) if (!hidden(number)) object(number, body);
  if (inside.length > 0) object(container, objectStream(inside));
  const entries: [number, number, number, number][] = [[0, 0, 0, 65535]];
  for (const [number, offset] of offsets) entries.push([number, 1, offset, 0]);
  inside.forEach(([number], index) => {
    entries.push([number, 2, container, index]);
  });
  const last = container + 1;
  if (kind === 'table' || kind === 'hybrid') {
    const beside = kind === 'hybrid' ? position : undefined;
    if (beside !== undefined)
      object(
        last,
        crossReferenceStream(
          entries.filter(([, type]) => type === 2),
          last + 1,
        ),
      );
    const at = position;
    const size = kind === 'hybrid' ? last + 1 : container;
    put(`xref\n0 ${size}\n0000000000 65535 f \n`);
    for (let number = 1; number < size; number += 1) {
      const offset = offsets.get(number);
      put(offset === undefined ? '0000000000 65535 f \n' : `${String(offset).padStart(10, '0')} 00000 n \n`);
    }
    put(`trailer\n<< /Size ${size} /Root 1 0 R${beside === undefined ? '' : ` /XRefStm ${beside}`} >>\n`);
    put(`startxref\n${at}\n%%EOF\n`);
  } else {
    entries.push([last, 1, position, 0]);
    const at = position;
    object(last, crossReferenceStream(entries, last + 1));
    put(`startxref\n${at}\n%%EOF\n`);
  }
  return Buffer.concat(parts);
}

function objectStream(inside: [number, string][]): Buffer {
  let at = 0;
  const directory = inside.map(([number, body]) => {
    const pair = `${number} ${at}`;
    at += body.length + 1;
    return pair;
  });
  const head = `${directory.join(' ')} `;
  const data = deflateSync(Buffer.from(head + inside.map(([, body]) => body).join(' '), 'latin1'));
  const dict = `<< /Type /ObjStm /N ${inside.length} /First ${head.length} /Filter /FlateDecode /Length ${data.length} >>`;
  return Buffer.concat([Buffer.from(`${dict}\nstream\n`), data, Buffer.from('\nendstream')]);
}

/** With the PNG predictor Up, as nearly every writer does it. */
function crossReferenceStream(entries: [number, number, number, number][], size: number): Buffer {
  const sorted = [...entries].sort(([a], [b]) => a - b);
  const rows = sorted.map(([, type, second, third]) => {
    const row = Buffer.alloc(6);
    row.writeUInt8(type, 0);
    row.writeUIntBE(second, 1, 3);
    row.writeUInt16BE(third, 4);
    return row;
  });
  const predicted = rows.map((row, r) => Buffer.from([2, ...row.map((byte, i) => byte - (rows[r - 1]?.[i] ?? 0))]));
  const data = deflateSync(Buffer.concat(predicted));
  const index = sorted.map(([number]) => `${number} 1`).join(' ');
  const dict = `<< /Type /XRef /Size ${size} /Root 1 0 R /W [1 3 2] /Index [${index}] /Filter /FlateDecode /DecodeParms << /Predictor 12 /Columns 6 >> /Length ${data.length} >>`;
  return Buffer.concat([Buffer.from(`${dict}\nstream\n`), data, Buffer.from('\nendstream')]);
}

/** Appends an update with a table by hand, the way another program would: objects by number, and words for the trailer. */
export function appendUpdate(pdf: Buffer, changes: Record<number, string>, previous: number, more = ''): Buffer {
  let text = '';
  const entries: string[] = [];
  for (const [number, body] of Object.entries(changes)) {
    entries.push(`${number} 1\n${String(pdf.length + text.length).padStart(10, '0')} 00000 n \n`);
    text += `${number} 0 obj\n${body}\nendobj\n`;
  }
  const at = pdf.length + text.length;
  const size = Math.max(...Object.keys(changes).map(Number), 5) + 1;
  text += `xref\n${entries.join('')}trailer\n<< /Size ${size} /Root 1 0 R /Prev ${previous} ${more} >>\nstartxref\n${at}\n%%EOF\n`;
  return Buffer.concat([pdf, Buffer.from(text, 'latin1')]);
}

/** The number after the last `startxref`. */
export function startxrefOf(pdf: Buffer): number {
  return Number(/startxref\s+(\d+)\s+%%EOF\s*$/.exec(pdf.toString('latin1'))?.[1]);
}
