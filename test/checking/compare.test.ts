import { createHash } from 'node:crypto';
import { type CompareRow, compare, compareRows } from '../../src/checking/compare.ts';
import { fileIdentity } from '../../src/checking/file-identity.ts';
import { isDateFarFromSigning, type PublicLetter } from '../../src/checking/letter-fields.ts';

const signers = [{ name: 'Dr. Sri Wahyuni, M.Si.', position: 'Plt. Kepala Badan Kepegawaian' }];
const open: PublicLetter & { security: 'biasa' } = {
  security: 'biasa',
  kind: 'Surat Dinas',
  kindEn: 'Official letter',
  number: '800/1/2026',
  date: '2026-11-21',
  subject: 'Undangan',
  addressees: ['Kepala Dinas Pendidikan'],
  signers,
  unit: 'Badan Kepegawaian',
  pages: 2,
  signedAt: new Date('2026-11-21T03:00:00Z'),
  picture: true,
  office: 'Pemerintah Kabupaten Contoh',
};
const office = open.office;
const { signedAt } = open;
const limited: PublicLetter = { security: 'terbatas', date: '2026-11-21', signedAt, signers, unit: 'BKD', office };

test('the rows follow the class, the body is always the last, and a classified letter has none', () => {
  expect(compareRows(open).at(-1)).toBe('body');
  expect(compareRows(limited)).toEqual(['date', 'signer', 'position', 'unit', 'body']);
  expect(compareRows({ security: 'classified', office })).toEqual([]);
});

test('all the same is a match, with what was not compared', () => {
  const rows: CompareRow[] = ['number', 'date', 'body'];
  expect(compare(rows, { number: 'same', date: 'same', body: 'same' })).toEqual({ result: 'matches', notCompared: [] });
  expect(compare(rows, { number: 'same', body: 'no-picture' })).toEqual({
    result: 'matches',
    notCompared: ['date', 'body'],
  });
});

test('one difference decides, silence compares nothing', () => {
  const rows: CompareRow[] = ['number', 'date', 'body'];
  expect(compare(rows, { number: 'same', date: 'different' })).toEqual({ result: 'different', rows: ['date'] });
  expect(compare(rows, {})).toEqual({ result: 'nothing' });
  expect(compare(rows, { body: 'no-picture' })).toEqual({ result: 'nothing' });
  expect(compare(rows, { subject: 'different' })).toEqual({ result: 'nothing' });
});

test('a file is the issued one, the issued one with something behind it, or another', () => {
  const issued = Buffer.from('%PDF-1.7 the issued bytes');
  const known = { length: issued.length, sha256: createHash('sha256').update(issued).digest() };
  expect(fileIdentity(issued, known)).toBe('identical');
  expect(fileIdentity(Buffer.concat([issued, Buffer.from('\n')]), known)).toBe('extended');
  expect(fileIdentity(issued.subarray(0, -1), known)).toBe('different');
  expect(fileIdentity(Buffer.from(issued).fill('X', 3, 4), known)).toBe('different');
  expect(fileIdentity(Buffer.alloc(0), known)).toBe('different');
});

test('a date more than 7 days from the signing is told, for one signer', () => {
  const signedAt = (iso: string) => ({ ...open, signedAt: new Date(iso) });
  expect(isDateFarFromSigning(open)).toBe(false);
  expect(isDateFarFromSigning(signedAt('2026-11-28T16:00:00Z'))).toBe(false);
  expect(isDateFarFromSigning(signedAt('2026-11-30T03:00:00Z'))).toBe(true);
  expect(isDateFarFromSigning(signedAt('2026-11-12T03:00:00Z'))).toBe(true);
  expect(isDateFarFromSigning({ ...signedAt('2026-12-30T03:00:00Z'), signers: [...signers, ...signers] })).toBe(false);
  expect(isDateFarFromSigning(limited)).toBe(false);
});
