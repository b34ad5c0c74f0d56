import {
  cosealEntry,
  cosealMessage,
  issueCommit,
  keysEntry,
  leafHash,
  letterEntry,
  NO_INDEX,
  receiptExtra,
  STATUS_CODES,
  statusEntry,
} from '../../src/seal/log-entry.ts';
import { noteTextSha256 } from '../../src/seal/signed-note.ts';
import { bytes, keyFromSeed, vectors } from './vectors.ts';

const key = keyFromSeed(vectors.secretKeySeed);
const kid = bytes(vectors.kid);
const hex = (value: string | number | undefined) => bytes(String(value));

test('LETTER, its commitment and its opening', () => {
  const vector = vectors.letterEntry;
  const opening = {
    r: hex(vector.r),
    contentCommit: bytes(vectors.contentCommit),
    pdfLength: Number(vector.pdfLength),
    pdfSha256: hex(vector.pdfSha256),
  };
  expect(receiptExtra(opening).toString('hex')).toBe(vector.opening);
  expect(issueCommit(opening).toString('hex')).toBe(vector.issueCommit);
  const entry = letterEntry({ kid, sealHash: bytes(vectors.seals.short.sealHash), issueCommit: issueCommit(opening) });
  expect(entry.toString('hex')).toBe(vector.entry);
  expect(entry).toHaveLength(70);
  expect(leafHash(entry).toString('hex')).toBe(vector.leafHash);
});

test('STATUS', async () => {
  const vector = vectors.statusEntry;
  const status = { letterIndex: 0, prev: NO_INDEX, code: STATUS_CODES.recalled, otherIndex: NO_INDEX, reason: 1, kid };
  const at = hex(vector.entry).readUInt32BE(27);
  const entry = await statusEntry(vector.origin ?? '', { ...status, at }, key.sign);
  expect(entry.toString('hex')).toBe(vector.entry);
  expect(entry).toHaveLength(100);
  expect(leafHash(entry).toString('hex')).toBe(vector.leafHash);
});

test('COSEAL', () => {
  const vector = vectors.cosealEntry;
  const message = cosealMessage(vectors.host, vectors.token, bytes(vectors.contentCommit));
  expect(message.toString('hex')).toBe(vector.signed);
  const entry = cosealEntry(kid, message, key.sign(message));
  expect(entry.toString('hex')).toBe(vector.entry);
  expect(leafHash(entry).toString('hex')).toBe(vector.leafHash);
});

test('KEYS names the text of the directory', () => {
  const note = vectors.notes.directory;
  const text = note.slice(0, note.lastIndexOf('\n\n') + 1);
  const entry = keysEntry(1, noteTextSha256(text));
  expect(entry.toString('hex')).toBe(vectors.keysEntry.entry);
  expect(leafHash(entry).toString('hex')).toBe(vectors.keysEntry.leafHash);
});

test('a hash of another length is never written', () => {
  expect(() => keysEntry(1, Buffer.alloc(31))).toThrow(TypeError);
  expect(() => letterEntry({ kid, sealHash: Buffer.alloc(32), issueCommit: Buffer.alloc(20) })).toThrow(TypeError);
});
