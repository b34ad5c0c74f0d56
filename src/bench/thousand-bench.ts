import { readdir, readFile } from 'node:fs/promises';
import type { LetterPage } from '../typesetting/letter-page.ts';
import { parseStructuredText } from '../typesetting/parse-structured-text.ts';
import type { Typesetter } from '../typesetting/typesetter.ts';
import { median } from './measure.ts';
import type { Line } from './table.ts';
import { bareTypst } from './typeset-bench.ts';

const LETTERS = 1_000;
/** When memory is looked at: warm, and to the end; a process is replaced after 500 letters. */
const LOOKS = [100, 250, 400, 600, 800, 990];
const MOST_RATIO = 1.1;
const MOST_GROWTH = 1.2;

/**
 * A thousand letters of which no two are alike, each set by ours and by bare Typst in turn: what typesetting adds, and
 * whether its memory stays where it was.
 */
export async function thousandBench(
  typesetter: Typesetter,
  page: LetterPage,
  emblem: Buffer | undefined,
): Promise<Line[]> {
  const bare = bareTypst(emblem);
  const times = { ours: [] as number[], bare: [] as number[] };
  const memory: number[] = [];
  for (let n = 1; n <= LETTERS; n++) {
    const letter = letterNumber(n, page);
    times.ours.push(await timed(() => typesetter.typeset(letter)));
    times.bare.push(await timed(() => bare(letter)));
    if (LOOKS.includes(n)) memory.push(await typesettingMemory());
  }
  const [ours, limit] = [median(times.ours), median(times.bare)];
  const [first = 0, last = 0] = [memory[0], memory.at(-1)];
  return [
    {
      what: `typeset ${LETTERS} different letters, each`,
      ours,
      unit: 'ms',
      beside: [{ name: 'bare Typst', value: limit }],
      aim: { words: `at most ${MOST_RATIO} times bare Typst`, reached: ours <= MOST_RATIO * limit },
    },
    {
      what: `its memory after ${LOOKS.at(-1)} letters`,
      ours: last,
      unit: 'MB',
      beside: memory.slice(0, -1).map((value, i) => ({ name: `after ${LOOKS[i]}`, value })),
      aim: { words: 'flat', reached: last <= MOST_GROWTH * first },
    },
  ];
}

/** The letter with words, names and number of its own; as many pages as it had. */
function letterNumber(n: number, page: LetterPage): LetterPage {
  const words = parseStructuredText(
    `Surat ke-${n} membahas hal ${n * 7919} pada pukul ${n % 24}.00 di ruang ${n * 31}.`,
  );
  return {
    ...page,
    number: `400.3.5/${n}/DISDIK`,
    hal: `${page.hal} ${n}`,
    recipients: page.recipients.map((one) => ({ ...one, name: `${one.name} ${n}` })),
    sections: page.sections.map((section) =>
      section.kind === 'line'
        ? { ...section, line: `${section.line} ${n}` }
        : { ...section, body: { type: 'doc', content: [...words.content, ...section.body.content.slice(1)] } },
    ),
  };
}

async function timed(work: () => unknown): Promise<number> {
  const start = performance.now();
  await work();
  return performance.now() - start;
}

/** Megabytes that the typesetting processes of this program hold; 0 where there is no /proc. */
async function typesettingMemory(): Promise<number> {
  let bytes = 0;
  for (const task of await readdir('/proc/self/task').catch(() => [])) {
    const children = await readFile(`/proc/self/task/${task}/children`, 'utf8').catch(() => '');
    for (const pid of children.split(' ').filter((one) => one !== '')) {
      const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
      if (!command.includes('typst-process')) continue;
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      bytes += Number(/^VmRSS:\s+(\d+) kB/m.exec(status)?.[1] ?? 0) * 1024;
    }
  }
  return bytes / 1024 / 1024;
}
