import { availableParallelism } from 'node:os';
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { systemClock } from '../clock.ts';
import { readConfig, whereTyped } from '../config.ts';
import { isRefusal } from '../errors.ts';
import { checkHeldLetters } from '../safekeeping/check-held-letters.ts';
import { checkOffice } from '../safekeeping/check-office.ts';
import { openMarksReader } from '../safekeeping/printed-code.ts';
import { openVerifier } from '../verification/verifier.ts';
import { type Command, type Terminal, tellFault } from './command.ts';
import { nowAndThen } from './progress.ts';
import { withRecords } from './with-records.ts';

const status = { whole: 0, findings: 1, notLooked: 2 };

export const check: Command = {
  usage: 'check [--quick] [--letters FOLDER] [--json]',
  summary: {
    id: 'periksa keutuhan instansi: 0 utuh, 1 ada temuan, 2 tidak dapat diperiksa',
    en: 'prove the office whole: 0 whole, 1 findings, 2 could not look',
  },
  async run(args, terminal) {
    const { values } = parseArgs({
      args,
      options: { json: { type: 'boolean' }, quick: { type: 'boolean' }, letters: { type: 'string' } },
    });
    const json = values.json ?? false;
    try {
      if (values.letters !== undefined) return await lookAtHeld(terminal, json, resolve(whereTyped(), values.letters));
      return await look(terminal, { json, quick: values.quick ?? false });
    } catch (error) {
      if (isRefusal(error)) terminal.complain(error.words[terminal.language]);
      else tellFault(error, terminal);
      return status.notLooked;
    }
  },
};

/** PDFs that people hold, against what the office knows. */
async function lookAtHeld({ print, language }: Terminal, json: boolean, folder: string): Promise<number> {
  const verifier = openVerifier();
  const reader = openMarksReader();
  let [findings, files] = [0, 0];
  try {
    await withRecords(readConfig(), async ({ db }) => {
      const deps = { db, verifyPdf: verifier.verify, readMarks: reader.read };
      for await (const found of checkHeldLetters(deps, folder, () => files++)) {
        findings += 1;
        print(json ? JSON.stringify(found) : `${found.code}: ${found.words[language]}`);
      }
    });
  } finally {
    await verifier.close();
    await reader.close();
  }
  if (json) print(JSON.stringify({ summary: { findings, files } }));
  else
    print(
      { id: `${files} PDF dilihat, ${findings} temuan.`, en: `${files} PDFs looked at, ${findings} findings.` }[
        language
      ],
    );
  return findings === 0 ? status.whole : status.findings;
}

async function look({ print, complain, language }: Terminal, { json, quick }: { json: boolean; quick: boolean }) {
  const atOnce = availableParallelism();
  const verifier = quick ? undefined : openVerifier({ atOnce, filesPerProcess: 500 });
  const seen = { letters: 0, documents: 0 };
  let findings = 0;
  const tell = nowAndThen(({ what, count, of }: Step) => complain(`${names[language][what]}: ${count} / ${of}`));
  try {
    await withRecords(readConfig(), async (records) => {
      const onProgress = (step: Step) => {
        seen[step.what] = step.count;
        tell(step);
      };
      const deps = { ...records, clock: systemClock, verifyPdf: verifier?.verify, onProgress };
      for await (const { code, about, words } of checkOffice(deps)) {
        findings += 1;
        print(json ? JSON.stringify({ code, about, words }) : `${code}: ${words[language]}`);
      }
    });
  } finally {
    await verifier?.close();
  }
  if (json) print(JSON.stringify({ summary: { findings, ...seen, signatures: !quick } }));
  else print(summary(findings, seen, quick)[language]);
  return findings === 0 ? status.whole : status.findings;
}

interface Step {
  what: 'letters' | 'documents';
  count: number;
  of: number;
}

const names = {
  id: { letters: 'surat terbit', documents: 'berkas' },
  en: { letters: 'issued letters', documents: 'documents' },
};

function summary(findings: number, { letters, documents }: { letters: number; documents: number }, quick: boolean) {
  const seen = {
    id: `${letters} surat terbit dan ${documents} berkas diperiksa${quick ? ', tanpa tanda tangan' : ''}`,
    en: `${letters} issued letters and ${documents} documents looked at${quick ? ', without signatures' : ''}`,
  };
  if (findings === 0) return { id: `Utuh: ${seen.id}.`, en: `Whole: ${seen.en}.` };
  return { id: `${findings} temuan; ${seen.id}.`, en: `${findings} findings; ${seen.en}.` };
}
