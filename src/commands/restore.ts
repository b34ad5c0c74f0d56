import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readConfig, whereTyped } from '../config.ts';
import { openDocuments } from '../documents/open-documents.ts';
import { openDatabase } from '../postgres/database.ts';
import { openServer } from '../postgres/server.ts';
import { type Held, holdNumbers } from '../safekeeping/hold-numbers.ts';
import { openBackup, type Restored, restoreOffice } from '../safekeeping/restore-office.ts';
import { demandWritableFolder } from '../writable-folder.ts';
import { type Command, exitStatus, type Terminal } from './command.ts';
import { documentProgress } from './progress.ts';

const MOST_HELD = 1_000;

export const restore: Command = {
  usage: 'restore DIR (--hold N [--by USERNAME] | --no-hold)',
  summary: {
    id: 'kembalikan instansi dari cadangan ke DATA_DIR dan basis data yang kosong; --hold menahan N nomor berikutnya tiap buku',
    en: 'bring an office back from a backup into an empty DATA_DIR and database; --hold keeps the next N numbers of each register',
  },
  async run(args, terminal) {
    const { positionals, values } = parseArgs({
      args,
      options: { hold: { type: 'string' }, by: { type: 'string' }, 'no-hold': { type: 'boolean' } },
      allowPositionals: true,
    });
    const [named, ...more] = positionals;
    const size = values['no-hold'] ? 0 : Number(values.hold);
    const sized = Number.isSafeInteger(size) && size >= 0 && size <= MOST_HELD;
    const chosen = (values.hold === undefined) === (values['no-hold'] === true);
    if (named === undefined || more.length > 0 || !sized || !chosen) {
      terminal.complain(choice[terminal.language]);
      terminal.complain(`layang ${restore.usage}`);
      return exitStatus.usage;
    }
    return await bringBack(resolve(whereTyped(), named), { size, by: values.by }, terminal);
  },
};

/** Nobody but the operator knows, and guessing wrong means two letters under one number. */
const choice = {
  id: `Surat yang terbit sesudah cadangan dibuat memakai nomor berikutnya. Pakai --hold N (paling banyak ${MOST_HELD}) agar N nomor berikutnya tiap buku ditahan, atau --no-hold jika pasti tidak ada surat yang terbit sesudahnya.`,
  en: `Letters issued after the backup was made carry the next numbers. Use --hold N (at most ${MOST_HELD}) to keep the next N numbers of each register, or --no-hold when certainly no letter was issued since.`,
};

async function bringBack(folder: string, { size, by }: { size: number; by: string | undefined }, terminal: Terminal) {
  const config = readConfig();
  const proved = await openBackup(folder);
  await demandWritableFolder(config.dataDir);
  const server = await openServer(config);
  const databaseUrl = server.url;
  const db = openDatabase(databaseUrl, { max: 4 });
  try {
    const documents = await openDocuments(config);
    const deps = {
      db,
      databaseUrl,
      clock: systemClock,
      documents,
      dataDir: config.dataDir,
      onProgress: documentProgress(terminal),
    };
    let held: Held = { held: [], untouched: [] };
    const restored = await restoreOffice(deps, proved, async ({ manifest: { takenAt } }) => {
      if (size > 0) held = await holdNumbers(deps, { size, by, takenAt });
    });
    tell(restored, held, terminal);
    return restored.findings.length === 0 ? 0 : 1;
  } finally {
    await db.close();
    await server.stop();
  }
}

function tell(
  { manifest, findings, recovered }: Restored,
  { held, untouched }: Held,
  { print, complain, language }: Terminal,
) {
  const say = (id: string, en: string) => print({ id, en }[language]);
  const { officeName, takenAt, letters, documents, registers } = manifest;
  for (const { words } of findings) complain(words[language]);
  say(
    `${officeName} dipulihkan seperti pada ${takenAt.toISOString()}: ${letters} surat terbit, ${documents.count} berkas.`,
    `${officeName} is back as it was at ${takenAt.toISOString()}: ${letters} issued letters, ${documents.count} documents.`,
  );
  if (findings.length > 0)
    say(`${findings.length} berkas tidak ada dalam cadangan.`, `${findings.length} documents are not in the backup.`);
  for (const { letterId, outcome } of recovered) {
    if (outcome === 'completed')
      say(
        `Surat ${letterId} sedang ditandatangani saat itu dan kini terbit.`,
        `Letter ${letterId} was being signed then and is now issued.`,
      );
    else
      say(
        `Penandatanganan surat ${letterId} terputus dan harus diulang.`,
        `The signing of letter ${letterId} was cut off and has to be done again.`,
      );
  }
  say('Nomor terakhir yang diketahui:', 'The last numbers that are known:');
  for (const { register, unit, year, last } of registers) print(`  ${unit} · ${register} · ${year}: ${last}`);
  for (const { register, unit, first, last } of held) {
    say(
      `  ${unit} · ${register}: nomor ${first} sampai ${last} ditahan`,
      `  ${unit} · ${register}: numbers ${first} to ${last} are held`,
    );
  }
  if (untouched.length > 0) {
    const names = untouched.map(({ register, unit }) => `${unit} · ${register}`).join('; ');
    say(
      `Tidak ditahan, karena belum pernah dipakai saat itu: ${names}. Jika sejak itu ada surat di sana, ambil nomor cadangan di buku nomornya.`,
      `Nothing is held where no number had been given: ${names}. If a letter was issued there since, take a block on the page of that register.`,
    );
  }
  say(
    'Surat yang terbit sesudah saat itu tidak dikenal lagi. Kumpulkan PDF-nya dari penerima, periksa dengan: npm run -s layang -- check --letters FOLDER',
    'Letters issued after that moment are not known any more. Collect their PDFs from the recipients and look with: npm run -s layang -- check --letters FOLDER',
  );
}
