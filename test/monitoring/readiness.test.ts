import { Refusal } from '../../src/errors.ts';
import { answerProbe } from '../../src/monitoring/probes.ts';
import { openReadiness } from '../../src/monitoring/readiness.ts';

const fine = { code: 'fine', look: async () => {} };

test('ready when every need is met', async () => {
  expect(await openReadiness([fine, fine]).look()).toEqual({ ready: true, missing: [] });
});

test('what fails is named by the code of its refusal, or by its own, and by nothing else', async () => {
  const readiness = openReadiness([
    fine,
    { code: 'database-unreachable', look: () => Promise.reject(new Error('connect ECONNREFUSED 10.1.2.3:5432')) },
    {
      code: 'documents-unreachable',
      look: () => Promise.reject(new Refusal('unavailable', 'disk-full', { id: '/data', en: '/data' })),
    },
  ]);
  expect(await answerProbe('/readyz', readiness)).toEqual({
    status: 503,
    body: { ready: false, missing: ['database-unreachable', 'disk-full'] },
  });
});

test('what does not answer is missing after its deadline, and is not asked a second time meanwhile', async () => {
  let asked = 0;
  const hangs = {
    code: 'slow',
    look: () => {
      asked++;
      return new Promise<void>(() => {});
    },
  };
  const readiness = openReadiness([hangs], { deadlineMs: 20, keptMs: 0 });
  for (let time = 0; time < 3; time++) expect((await readiness.look()).missing).toEqual(['slow']);
  expect(asked).toBe(1);
});

test('one late answer after a good one is a busy machine; two are not', async () => {
  let hangs = false;
  const need = { code: 'slow', look: () => (hangs ? new Promise<void>(() => {}) : Promise.resolve()) };
  const readiness = openReadiness([need], { deadlineMs: 20, keptMs: 0 });
  expect((await readiness.look()).ready).toBe(true);
  hangs = true;
  expect((await readiness.look()).ready).toBe(true);
  expect(await readiness.look()).toEqual({ ready: false, missing: ['slow'] });
});

test('many questions at once are one look, and its answer is kept for some seconds', async () => {
  let asked = 0;
  let now = 0;
  const counts = {
    code: 'counted',
    look: async () => {
      asked++;
    },
  };
  const readiness = openReadiness([counts], { keptMs: 5_000, now: () => now });
  await Promise.all(Array.from({ length: 50 }, () => readiness.look()));
  now = 4_999;
  await readiness.look();
  expect(asked).toBe(1);
  now = 5_001;
  await readiness.look();
  expect(asked).toBe(2);
});

test('while it drains it is alive and not ready', async () => {
  const readiness = openReadiness([fine]);
  await readiness.look();
  readiness.drain();
  expect(await answerProbe('/readyz', readiness)).toEqual({
    status: 503,
    body: { ready: false, missing: ['draining'] },
  });
  expect(await answerProbe('/healthz', readiness)).toEqual({ status: 200, body: { alive: true } });
  expect(await answerProbe('/other', readiness)).toBeUndefined();
});

test('a failure is logged when it begins, not at every question', async () => {
  const lines: object[] = [];
  let broken = true;
  const readiness = openReadiness(
    [{ code: 'thing', look: () => (broken ? Promise.reject(new Error('no')) : Promise.resolve()) }],
    { keptMs: 0, log: { warn: (facts) => void lines.push(facts) } },
  );
  await readiness.look();
  await readiness.look();
  expect(lines).toHaveLength(1);
  broken = false;
  await readiness.look();
  broken = true;
  await readiness.look();
  expect(lines).toHaveLength(2);
});
