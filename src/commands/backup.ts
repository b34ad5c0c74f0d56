import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readConfig, whereTyped } from '../config.ts';
import { layangVersion } from '../monitoring/layang-version.ts';
import { writeBackup } from '../safekeeping/write-backup.ts';
import { demandWritableFolder } from '../writable-folder.ts';
import { type Command, exitStatus } from './command.ts';
import { documentProgress } from './progress.ts';
import { withRecords } from './with-records.ts';

export const backup: Command = {
  usage: 'backup DIR',
  summary: {
    id: 'salin seluruh instansi ke DIR sambil tetap bekerja: 0 utuh, 1 ada yang tidak tersalin',
    en: 'copy the whole office to DIR while it works: 0 whole, 1 something could not be copied',
  },
  async run(args, terminal) {
    const { print, complain, language } = terminal;
    const { positionals } = parseArgs({ args, options: {}, allowPositionals: true });
    const [named, ...more] = positionals;
    if (named === undefined || more.length > 0) {
      complain(`layang ${backup.usage}`);
      return exitStatus.usage;
    }
    const folder = resolve(whereTyped(), named);
    await demandWritableFolder(folder);
    const config = readConfig();
    const version = await layangVersion();
    const onProgress = documentProgress(terminal);
    const { copy, manifest } = await withRecords(config, (records) =>
      writeBackup({ ...records, clock: systemClock, dataDir: config.dataDir, version, onProgress }, folder),
    );
    const { letters, documents, findings } = manifest;
    for (const { words } of findings) complain(words[language]);
    print(
      {
        id: `${copy}: ${letters} surat terbit, ${documents.count} berkas${findings.length === 0 ? '.' : `; ${findings.length} berkas tidak tersalin.`}`,
        en: `${copy}: ${letters} issued letters, ${documents.count} documents${findings.length === 0 ? '.' : `; ${findings.length} documents not copied.`}`,
      }[language],
    );
    return findings.length === 0 ? 0 : 1;
  },
};
