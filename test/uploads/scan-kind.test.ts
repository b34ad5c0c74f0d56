import { scanKind } from '../../src/uploads/scan-kind.ts';
import { beginnings, blackAndWhite, sheet } from './scan-files.ts';

test.each([
  ['heic', 'picture-heic'],
  ['avif', 'picture-webp'],
  ['webp', 'picture-webp'],
  ['gif', 'picture-gif'],
  ['docx', 'scan-unknown-kind'],
] as const)('what begins as %s is refused as %s', (kind, problem) => {
  expect(scanKind(beginnings[kind])).toEqual({ problem });
});

test('pictures and PDFs are known by their first bytes, whatever they are called', async () => {
  expect(scanKind(await sheet({ dpi: 20 }).jpeg().toBuffer())).toEqual({ kind: 'jpeg' });
  expect(scanKind(await sheet({ dpi: 20 }).png().toBuffer())).toEqual({ kind: 'png' });
  expect(scanKind(await blackAndWhite(sheet({ dpi: 20 }), 20))).toEqual({ kind: 'tiff' });
  expect(scanKind(Buffer.from('junk before\n%PDF-1.7\n'))).toEqual({ kind: 'pdf' });
  expect(scanKind(Buffer.alloc(0))).toEqual({ problem: 'scan-empty' });
});
