import { isRefusal } from '../../src/errors.ts';
import type { GapReport } from '../../src/registers/gap-report.ts';
import { foldNumber } from '../../src/registers/letter-number.ts';
import { countByCounter, listAllLines } from '../../src/registers/register-lines-store.ts';
import fc from '../support/draws.ts';
import { openRegistry, type Registry } from './world.ts';

type Step =
  | { do: 'take' | 'retake' | 'issue' | 'cancel'; which: number; format: string }
  | { do: 'block'; size: number }
  | { do: 'insert'; after: number }
  | { do: 'paper' | 'assign' | 'drop'; which: number }
  | { do: 'turn' };

const format = fc.constantFrom(
  '{klasifikasi}/{urut}/{unit}',
  '{urut}{sub}/{unit}',
  '{urut:3}/{jabatan}',
  'NOMOR {urut} TAHUN {tahun}',
);
const which = fc.nat({ max: 40 });
const step: fc.Arbitrary<Step> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('take', 'retake', 'issue', 'cancel'), which, format }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('block' as const), size: fc.integer({ min: -1, max: 4 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('insert' as const), after: fc.integer({ min: 0, max: 30 }) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('paper', 'assign', 'drop'), which }) },
  { weight: 1, arbitrary: fc.constant({ do: 'turn' as const }) },
) as fc.Arbitrary<Step>;

let world: Registry;
let year = 2026;
/** Letters that hold or held a number, in the order in which they came. */
const letters: number[] = [];
beforeAll(async () => {
  world = await openRegistry();
});

async function act(one: Step): Promise<unknown> {
  const { registers, registerId } = world;
  const clerk = await world.clerk();
  const line = async (state: string, nth: number) => {
    const lines = (await world.lines(year)).filter((each) => each.state === state);
    return lines[nth % Math.max(1, lines.length)];
  };
  const today = `${year}-11-24`;
  switch (one.do) {
    case 'take': {
      const letterId = await world.waiting();
      letters.push(letterId);
      return world.take(letterId, today, one.format);
    }
    case 'retake': {
      const letterId = letters[one.which % Math.max(1, letters.length)];
      return letterId === undefined ? undefined : world.take(letterId, today, one.format);
    }
    case 'issue': {
      const reserved = await line('reserved', one.which);
      // Only what a signing printed anew is ever issued.
      const printed = reserved?.letterId ? await world.take(reserved.letterId, today, one.format) : undefined;
      return printed && world.issue(printed);
    }
    case 'cancel': {
      const reserved = await line('reserved', one.which);
      return reserved && registers.cancelNumber(clerk, { registerId, numberId: reserved.id, reason: 'Batal' });
    }
    case 'block':
      return registers.issueBlock(clerk, { registerId, size: one.size, reason: 'Padam' });
    case 'insert': {
      const letterId = await world.waiting();
      letters.push(letterId);
      return registers.grantInsertion(clerk, { registerId, letterId, year, after: one.after, reason: 'Ralat' });
    }
    case 'turn':
      year = year === 2026 ? 2027 : 2026;
      world.time.now = new Date(`${year}-11-24T02:00:00Z`);
      return undefined;
  }
  const held = await line('held', one.which);
  if (held === undefined) return undefined;
  if (one.do === 'drop') return registers.cancelNumber(clerk, { registerId, numberId: held.id, reason: 'Sisa' });
  if (one.do === 'assign') {
    const letterId = await world.waiting();
    letters.push(letterId);
    return registers.assignBlockNumber(clerk, { registerId, letterId, numberId: held.id, reason: 'Masuk' });
  }
  return registers.accountOnPaper(clerk, {
    registerId,
    numberId: held.id,
    text: `${held.number}/DISDIK`,
    addressee: 'Camat',
    subject: 'Undangan',
    security: 'B',
    date: `${year}-01-05`,
    signedBy: 'Kadis',
  });
}

it('is explained, and no text stands twice in a year, whatever is taken, cancelled, held, inserted and signed in whatever order', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      for (const one of steps) {
        try {
          await act(one);
        } catch (error) {
          if (!isRefusal(error)) throw error;
        }
      }
      expect(await world.registers.explainGaps()).toEqual([]);
      for (const each of [2026, 2027]) {
        const report = await world.registers.reportGaps(await world.clerk(), {
          registerId: world.registerId,
          year: each,
        });
        expect(report.unexplained).toEqual([]);
        const { last, issued, reserved, cancelled, held, paper } = report.counts;
        expect(issued + reserved + cancelled + held + paper).toBe(last);
        const printed = report.lines.filter(({ state }) => ['reserved', 'issued', 'paper'].includes(state));
        expect(new Set(printed.map(({ text }) => foldNumber(text))).size).toBe(printed.length);
        for (const { state, reason } of report.lines) expect(state === 'cancelled').toBe(reason !== '');
        await expectPagesAs(report, each);
      }
    }),
    { numRuns: 15 },
  );
});

/** A page reckons from the counter what the report counts line by line: the counts, and which lines stand on it. */
async function expectPagesAs({ counts, lines }: GapReport, ofYear: number) {
  const { db, registerId } = world;
  expect(await countByCounter(db, registerId, ofYear)).toEqual(counts);
  const newestFirst = lines.map(({ number, sub }) => `${number}${sub}`).reverse();
  const shown: string[] = [];
  for (let offset = 0; offset < lines.length; offset += 3) {
    const page = await listAllLines(db, { registerId, year: ofYear, limit: 3, offset }, counts);
    shown.push(...page.map(({ number, sub }) => `${number}${sub}`));
  }
  expect(shown).toEqual(newestFirst);
}
