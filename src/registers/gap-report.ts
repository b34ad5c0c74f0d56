import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import { listBlocks, type NumberBlock } from './block-store.ts';
import { withoutSecrets } from './blocks.ts';
import type { RegistersDeps } from './deps.ts';
import { getRegister } from './register-input.ts';
import { countRegister, listYearLines, type RegisterCounts, type RegisterLine } from './register-lines-store.ts';
import type { Register } from './register-store.ts';

export interface GapReport {
  register: Register;
  year: number;
  counts: RegisterCounts;
  lines: RegisterLine[];
  /** Lines in order, issued numbers that follow one another without anything to say about them together. */
  runs: NumberRun[];
  /** Numbers 1…n that no line explains, and lines beyond n. Must be empty. */
  unexplained: number[];
  openBlocks: NumberBlock[];
}

/** A stretch of the register: plainly issued numbers from one to another, or one line with something to say. */
export type NumberRun = { from: RegisterLine; to: RegisterLine; lines: number } | { line: RegisterLine };

/** A year of a register from 1 to its last number, each with what became of it: what an auditor asks for. */
export async function reportGaps(
  deps: RegistersDeps,
  actor: Actor,
  { registerId, year }: { registerId: number; year: number },
): Promise<GapReport> {
  const register = await getRegister(deps.db, registerId);
  demand(actor, 'register.read', register);
  const counts = await countRegister(deps.db, registerId, year);
  const lines = (await listYearLines(deps.db, { registerId, year })).map((line) => withoutSecrets(line, actor));
  const openBlocks = (await listBlocks(deps.db, registerId, year)).filter(({ open }) => open > 0);
  return {
    register,
    year,
    counts,
    lines,
    runs: runsOf(lines),
    unexplained: findUnexplained(lines, counts.last),
    openBlocks,
  };
}

/** The numbers 1…last without a line, and the lines beyond last. */
export function findUnexplained(lines: readonly Pick<RegisterLine, 'number' | 'sub'>[], last: number): number[] {
  const explained = new Set(lines.filter(({ sub }) => sub === '').map(({ number }) => number));
  const missing = Array.from({ length: last }, (_, i) => i + 1).filter((number) => !explained.has(number));
  return [...missing, ...lines.filter(({ number }) => number > last).map(({ number }) => number)];
}

/** Lines in order; plainly issued numbers that follow one another make one run, a single one stays a line. */
export function runsOf(lines: readonly RegisterLine[]): NumberRun[] {
  const runs: NumberRun[] = [];
  for (const line of lines) {
    const last = runs.at(-1);
    const before = last === undefined ? undefined : 'line' in last ? last.line : last.to;
    if (
      last === undefined ||
      before === undefined ||
      !isPlain(line) ||
      !isPlain(before) ||
      before.number !== line.number - 1
    ) {
      runs.push({ line });
    } else if ('line' in last) runs.splice(-1, 1, { from: last.line, to: line, lines: 2 });
    else {
      last.to = line;
      last.lines += 1;
    }
  }
  return runs;
}

function isPlain({ state, sub, standing, backdated, blockId }: RegisterLine): boolean {
  return state === 'issued' && sub === '' && standing === null && !backdated && blockId === null;
}
