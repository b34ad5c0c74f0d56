import { findUnexplained, runsOf } from '../../src/registers/gap-report.ts';
import { openRegistry } from './world.ts';

it('tells each number of a year with its state and reason, runs of plain ones together', async () => {
  const world = await openRegistry();
  const clerk = await world.clerk();
  for (let n = 0; n < 3; n++) await world.issue(await world.take(await world.waiting()));
  const dropped = await world.take(await world.waiting());
  await world.registers.cancelNumber(clerk, {
    registerId: world.registerId,
    numberId: dropped.id,
    reason: 'Salah unit',
  });
  await world.registers.issueBlock(clerk, { registerId: world.registerId, size: 2, reason: 'Padam' });
  await world.issue(await world.take(await world.waiting({ security: 'R', subject: 'Hukuman disiplin' })));
  const report = await world.registers.reportGaps(clerk, { registerId: world.registerId, year: 2026 });
  expect(report.unexplained).toEqual([]);
  expect(report.openBlocks).toMatchObject([{ first: 6, last: 7, open: 2 }]);
  const told = report.runs.map((run) =>
    'line' in run
      ? [run.line.number, run.line.state, run.line.reason || run.line.grantReason]
      : [run.from.number, run.to.number, run.lines],
  );
  expect(told).toEqual([
    [1, 'reserved', null],
    [2, 4, 3],
    [5, 'cancelled', 'Salah unit'],
    [6, 'held', 'Padam'],
    [7, 'held', 'Padam'],
    [8, 'issued', null],
  ]);
  expect(report.lines.at(-1)?.subject).toBe('');
  expect(runsOf([])).toEqual([]);
});

it('names what nobody can explain', () => {
  const lines = [1, 2, 4].map((number) => ({ number, sub: '' }));
  expect(findUnexplained([...lines, { number: 3, sub: 'a' }], 5)).toEqual([3, 5]);
  expect(findUnexplained(lines, 3)).toEqual([3, 4]);
  expect(findUnexplained([], 0)).toEqual([]);
});
