import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { demandWritableFolder } from '../../src/writable-folder.ts';
import { smallDisk } from '../support/small-disk.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-writable-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('a folder that is there, or can be made, is accepted and left as it was', async () => {
  await demandWritableFolder(folder);
  await demandWritableFolder(join(folder, 'not', 'yet'));
  expect(readdirSync(folder)).toEqual([]);
});

test('a place where nothing can be written is refused with its reason before anything is begun', async () => {
  const file = join(folder, 'file');
  writeFileSync(file, '');
  const refusal = { problem: 'unavailable', code: 'folder-not-writable' };
  await expect(demandWritableFolder(join(file, 'data'))).rejects.toMatchObject({
    ...refusal,
    words: { en: expect.stringContaining('leads through a file') },
  });
  if (process.platform === 'linux') {
    await expect(demandWritableFolder('/proc/layang')).rejects.toMatchObject(refusal);
  }
});

smallDisk('a full disk is refused, and nothing of the trial stays on it', async (disk) => {
  await demandWritableFolder(join(disk, 'data'));
  writeFileSync(join(disk, 'filling'), Buffer.alloc(900 * 1024));
  await expect(demandWritableFolder(join(disk, 'data'))).rejects.toMatchObject({
    code: 'folder-not-writable',
    words: { en: expect.stringMatching(/no room left\. Make room/) },
  });
  expect(readdirSync(disk)).toEqual(['filling']);
});
