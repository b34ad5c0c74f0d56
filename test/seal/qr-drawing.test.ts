import QRCode from 'qrcode';
import { dataBits, segmentBits } from '../../src/seal/qr-capacity.ts';
import { drawPageQr, drawSealQr, fitSealText, type QrSymbol } from '../../src/seal/qr-drawing.ts';
import { encodeDigits, pageUrl, qrUrl } from '../../src/seal/qr-url.ts';
import { sealText } from '../../src/seal/seal-bytes.ts';
import { readSymbols } from '../support/qr-reader.ts';
import { bytes, vectors } from './vectors.ts';

const { host, token, seals } = vectors;

async function read(symbol: QrSymbol): Promise<string> {
  const scale = 4;
  const side = (symbol.modules + 8) * scale;
  const data = new Uint8Array(side * side * 4).fill(255);
  symbol.rows.forEach((row, y) => {
    for (let x = 0; x < row.length; x++) {
      if (row[x] !== '1') continue;
      for (let i = 0; i < scale * scale; i++) {
        const at = (((y + 4) * scale + Math.floor(i / scale)) * side + (x + 4) * scale + (i % scale)) * 4;
        data.fill(0, at, at + 3);
      }
    }
  });
  return (await readSymbols({ data, width: side, height: side }))[0] ?? '';
}

test.each([
  ['short', seals.short, 11, 'Q', 30],
  ['confidential', seals.confidential, 11, 'Q', 30],
  ['text', seals.text, 12, 'M', 35],
  ['text', seals.textCut, 13, 'M', 35],
] as const)(
  'a %s seal becomes the symbol of section 2 and is read back',
  async (profile, vector, version, level, size) => {
    const symbol = drawSealQr(host, token, bytes(vector.seal), profile);
    expect(symbol).toMatchObject({ version, level, sizeMm: size, modules: 17 + 4 * version });
    expect(symbol.rows).toHaveLength(symbol.modules);
    expect(symbol.moduleMm).toBeGreaterThanOrEqual(0.49);
    expect(await read(symbol)).toBe(vector.url);
  },
);

test('the page symbol is V3-M at 18 mm for a short host', async () => {
  const symbol = drawPageQr('layang.contoh.id', token, 999);
  expect(symbol).toMatchObject({ version: 3, level: 'M', sizeMm: 18 });
  expect(await read(symbol)).toBe(pageUrl('layang.contoh.id', token, 999));
});

test('for a longer host the page symbol grows and keeps its module, until it is refused', () => {
  const host34 = 'periksa.surat.kabupatencontoh.go.id';
  expect(drawPageQr(host34, token, 1)).toMatchObject({ version: 4, sizeMm: 18 });
  const long = drawPageQr(`${'a'.repeat(50)}.go.id`, token, 1);
  expect(long.sizeMm).toBeGreaterThan(18);
  expect(long.moduleMm).toBeGreaterThanOrEqual(0.54 - 1e-9);
  expect(() => drawPageQr(`${'a'.repeat(120)}.go.id`, token, 1)).toThrow('qr-too-large');
  expect(() => drawSealQr(`${'a'.repeat(200)}.go.id`, token, bytes(seals.short.seal), 'short')).toThrow('qr-too-large');
});

test('the versions of the vectors are those our capacity table gives', () => {
  for (const vector of Object.values(seals)) {
    const segments = { bytes: `https://${host}/`, alphanumeric: token, digits: encodeDigits(bytes(vector.seal)) };
    for (const level of ['M', 'Q'] as const) {
      const version = vector.qrVersion[level];
      if (version > 13) continue;
      expect(segmentBits(segments, version)).toBeLessThanOrEqual(dataBits(version, level));
      expect(segmentBits(segments, version - 1)).toBeGreaterThan(dataBits(version - 1, level));
    }
  }
});

test('the capacity table is the one of the qrcode package', () => {
  for (const level of ['M', 'Q'] as const) {
    for (let version = 1; version <= 13; version++) {
      const room = Math.floor((dataBits(version, level) - (version >= 10 ? 20 : 12)) / 8);
      const create = (length: number) =>
        QRCode.create([{ mode: 'byte', data: Buffer.alloc(length, 0x61) }], { version, errorCorrectionLevel: level });
      expect(create(room).version).toBe(version);
      expect(() => create(room + 1)).toThrow();
    }
  }
});

const full = { number: 'N'.repeat(40), subject: 'S'.repeat(80), to: ['A'.repeat(60)] };
const length = (text: { number: string; subject: string; addressee: string }) =>
  text.number.length + Buffer.byteLength(text.subject) + Buffer.byteLength(text.addressee);

test('170 bytes of text fit behind a host of 17, 153 behind one of 34', () => {
  expect(length(fitSealText('h'.repeat(17), sealText(full), full.to))).toBeGreaterThanOrEqual(170);
  expect(length(fitSealText('h'.repeat(34), sealText(full), full.to))).toBe(153);
});

test('addressee gives way before the subject, the number never', () => {
  const text = sealText(full);
  const middle = fitSealText('h'.repeat(40), text, full.to);
  expect(middle.subject).toBe(text.subject);
  expect(middle.addressee).toMatch(/^A+…$/);
  const long = fitSealText('h'.repeat(90), text, full.to);
  expect(long).toMatchObject({ number: text.number, addressee: '' });
  expect(long.subject).toMatch(/^S+…$/);
  expect(() => fitSealText('h'.repeat(200), text, full.to)).toThrow('qr-too-large');
});

test('what fits is drawn within V13-M', () => {
  for (const length of [10, 17, 34, 60, 90]) {
    const address = 'h'.repeat(length);
    const text = fitSealText(address, sealText(full), full.to);
    const seal = Buffer.alloc(49 + 3 + 64 + Buffer.byteLength(text.number + text.subject + text.addressee), 0xff).fill(
      0x12,
      0,
      1,
    );
    expect(drawSealQr(address, token, seal, 'text').version).toBeLessThanOrEqual(13);
    expect(qrUrl(address, token, seal).length).toBeGreaterThan(0);
  }
});
