import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, it } from '@jest/globals';
import { sql } from '../../src/postgres/sql.ts';
import { projectPath } from '../../src/project-root.ts';
import { testDatabase } from '../support/database.ts';

const folders: string[] = [];
afterAll(async () => {
  for (const folder of folders) await rm(folder, { recursive: true, force: true });
});

function layang(environment: Record<string, string>): Promise<{ status: number; told: string }> {
  const loader = projectPath('test', 'support', 'typescript-loader.mjs');
  const words = ['--no-warnings', '--import', loader, projectPath('src', 'cli.ts'), 'doctor'];
  const env = { PATH: process.env.PATH, LOG_LEVEL: 'silent', LANG: 'id_ID.UTF-8', ...environment };
  return new Promise((resolve) => {
    execFile(process.execPath, words, { env }, (error, stdout, stderr) => {
      const status = error === null ? 0 : typeof error.code === 'number' ? error.code : -1;
      resolve({ status, told: stdout + stderr });
    });
  });
}

it('a newcomer is told each thing before the first sign-in; the exit status says whether something is broken', async () => {
  const { db, url } = await testDatabase();
  const dataDir = await mkdtemp(join(tmpdir(), 'layang-doctor-'));
  folders.push(dataDir);
  const environment = { DATA_DIR: dataDir, DATABASE_URL: url };
  const good = await layang(environment);
  expect([good.status, good.told]).toEqual([0, expect.stringContaining('Tidak ada yang rusak.')]);
  for (const label of ['Versi dan basis data', 'Jam', 'Ruang disk', 'Penyimpanan berkas', 'Surel', 'Redis', 'Cadangan'])
    expect(good.told).toMatch(new RegExp(`^${label}: (baik|perlu perhatian)\\. `, 'm'));
  expect(good.told).toContain('Tanda tangan percobaan: baik. Dicoba setelah instansi disiapkan.');

  await db.run(sql`
    INSERT INTO job (name, payload, run_at, created_at)
    VALUES ('send-mail', '{}', now() - interval '2 hours', now() - interval '2 hours')`);
  const bad = await layang(environment);
  expect([bad.status, bad.told]).toEqual([1, expect.stringMatching(/^Pekerjaan latar: rusak\. .* 2 jam/m)]);
  expect(bad.told).toContain('1 hal rusak.');
});
