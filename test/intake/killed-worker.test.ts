import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { PDFDocument } from 'pdf-lib';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { signingWorld } from '../issuing/signing-world.ts';
import { startChild } from '../support/child.ts';
import { manyPages, whitePage } from '../uploads/scan-files.ts';

const cli = new URL('../../src/cli.ts', import.meta.url);

it('a worker killed again and again, wherever it is in its work, leaves every scan ready once and whole', async () => {
  const { layang, config, databaseUrl } = await signingWorld();
  const clerk = await actorNamed(layang, 'agenda');
  const unitId = clerk.duties.find(({ duty }) => duty === 'registry')?.unitId ?? 0;
  const folder = await mkdtemp(join(tmpdir(), 'layang-killed-intake-'));
  const settings = { LOG_LEVEL: 'warn', DATABASE_URL: databaseUrl, DATA_DIR: config.dataDir };
  const startWorker = () =>
    startChild(cli, ['worker'], {
      through: ['env', ...Object.entries(settings).map(([name, value]) => `${name}=${value}`)],
    });

  const files = await Promise.all(
    [1, 3].map(async (pages) => {
      const bytes = manyPages(Array.from({ length: pages * 5 }, () => whitePage(900, 1200)));
      const path = join(folder, `${pages}.tif`);
      await writeFile(path, bytes);
      return { path, name: `${pages}.tif`, size: bytes.length };
    }),
  );
  const dropped = await layang.intake.drop(clerk, { unitId, submissionKey: 'sebelum-mati', together: false, files });
  const ids = dropped.map((one) => ('intakeId' in one ? one.intakeId : 0));
  const states = async () =>
    (await Promise.all(ids.map((id) => layang.intake.get(clerk, id)))).map(({ state }) => state);

  // Each lives a little longer than the one before: found, decoding, storing, joining.
  for (let lived = 300; (await states()).includes('waiting'); lived = Math.round(lived * 2.5)) {
    const worker = startWorker();
    await worker.says('Jobs are running');
    const end = Date.now() + lived;
    while (Date.now() < end && (await states()).includes('waiting')) await pause(20);
    await worker.kill();
  }
  for (const [index, id] of ids.entries()) {
    const pages = [5, 15][index];
    expect(await layang.intake.get(clerk, id)).toMatchObject({ state: 'ready', pages, files: [{ pages }] });
    expect((await PDFDocument.load(await layang.intake.document(clerk, id))).getPageCount()).toBe(pages);
  }
  await rm(folder, { recursive: true, force: true });
});
