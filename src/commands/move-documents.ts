import { parseArgs } from 'node:util';
import { readConfig } from '../config.ts';
import { type Moved, moveDocuments } from '../documents/move-documents.ts';
import { inOwnFolder, openDocuments } from '../documents/open-documents.ts';
import { Refusal } from '../errors.ts';
import { demandWritableFolder } from '../writable-folder.ts';
import { type Command, exitStatus, type Terminal } from './command.ts';
import { nowAndThen } from './progress.ts';
import { withRecords } from './with-records.ts';

const TELL_EVERY_MS = 5_000;

export const moveDocumentsCommand: Command = {
  usage: 'move-documents --to bucket|disk [--remove]',
  summary: {
    id: 'salin semua berkas dari folder ke bucket atau sebaliknya; boleh diulang',
    en: 'copy all documents from the folder to the bucket or back; may be repeated',
  },
  async run(args, terminal) {
    const { values } = parseArgs({ args, options: { to: { type: 'string' }, remove: { type: 'boolean' } } });
    const target = values.to;
    if (target !== 'bucket' && target !== 'disk') {
      terminal.complain(`layang ${moveDocumentsCommand.usage}`);
      return exitStatus.usage;
    }
    const { print, language } = terminal;
    const progress = nowAndThen((moved: Moved) => print(counts(moved)[language]), TELL_EVERY_MS);
    const config = readConfig();
    if (config.bucket === undefined) throw bucketNotSet();
    await demandWritableFolder(config.dataDir);
    const onDisk = { ...config, bucket: undefined };
    const disk = await openDocuments(onDisk);
    return await withRecords(config, async ({ db, documents: bucket }) => {
      const [from, to] =
        target === 'bucket' ? [inOwnFolder(disk, onDisk, { db, marks: false }), bucket] : [bucket, disk];
      const source = target === 'bucket' ? 'disk' : 'bucket';
      const moving = { db, from, to, source, remove: values.remove === true, progress } as const;
      return tell(await moveDocuments(moving), terminal);
    });
  },
};

function tell(moved: Moved, { print, complain, language }: Terminal): number {
  print(counts(moved)[language]);
  for (const hash of moved.damaged) {
    complain(
      { id: `Rusak di asalnya, tidak disalin: ${hash}`, en: `Damaged at the source, not copied: ${hash}` }[language],
    );
  }
  for (const hash of moved.spoilt) {
    complain(
      {
        id: `Rusak di tujuan, dibiarkan di asalnya: ${hash}`,
        en: `Damaged at the target, left at the source: ${hash}`,
      }[language],
    );
  }
  for (const hash of moved.missing) {
    complain(
      { id: `Tercatat, tetapi tidak ada di tujuan: ${hash}`, en: `Recorded, but not at the target: ${hash}` }[language],
    );
  }
  const whole = moved.damaged.length + moved.spoilt.length + moved.missing.length === 0;
  if (whole)
    print(
      { id: 'Semua berkas yang tercatat ada di tujuan.', en: 'Every recorded document is at the target.' }[language],
    );
  return whole ? 0 : exitStatus.refused;
}

function counts({ copied, there, bytes, removed }: Moved) {
  const size = `${Math.ceil(bytes / 1024 / 1024)} MiB`;
  return {
    id: `${copied} disalin (${size}), ${there} sudah ada, ${removed} dihapus dari asalnya`,
    en: `${copied} copied (${size}), ${there} there already, ${removed} removed from the source`,
  };
}

function bucketNotSet(): Refusal {
  return new Refusal('invalid-input', 'bucket-not-set', {
    id: 'Isi S3_BUCKET, S3_ACCESS_KEY_ID, dan S3_SECRET_ACCESS_KEY untuk perintah ini, juga jika Layang sendiri belum atau tidak lagi memakainya.',
    en: 'Set S3_BUCKET, S3_ACCESS_KEY_ID and S3_SECRET_ACCESS_KEY for this command, also when Layang itself does not use them yet or any more.',
  });
}
