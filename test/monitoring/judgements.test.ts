import { Refusal } from '../../src/errors.ts';
import { judgeArrival } from '../../src/monitoring/address-check.ts';
import { bytesInWords, spanInWords } from '../../src/monitoring/amounts.ts';
import { judgeClock } from '../../src/monitoring/database-checks.ts';
import { askAll, type HealthCheck } from '../../src/monitoring/health-check.ts';
import { judgeEnds } from '../../src/monitoring/signing-checks.ts';
import { judgeBackup, judgeDisk, judgeDocuments } from '../../src/monitoring/storage-checks.ts';

const now = new Date('2026-11-21T02:00:00Z');
const later = (ms: number) => new Date(now.getTime() + ms);
const [SECOND, MINUTE, DAY, GIB] = [1_000, 60_000, 86_400_000, 1024 ** 3];

const check = (name: string, look: HealthCheck['look']): HealthCheck => ({ name, label: { id: name, en: name }, look });

test('the checks run side by side: one that hangs and one that throws are lines like the others', async () => {
  const logged: object[] = [];
  const ask = askAll(
    [
      check('hangs', () => new Promise(() => {})),
      check('refused', () => Promise.reject(new Refusal('unavailable', 'x', { id: 'penuh', en: 'full' }))),
      check('thrown', () => Promise.reject(new Error('connect to 10.0.0.1 as hunter2'))),
      check('fine', async () => ({ state: 'ok', words: { id: 'baik', en: 'good' } })),
    ],
    { deadlineMs: 30, log: { warn: (facts) => void logged.push(facts) } },
  );
  const all = await ask();
  expect(all.map(({ name, state, words }) => [name, state, words.en])).toEqual([
    ['hangs', 'broken', 'It does not answer.'],
    ['refused', 'broken', 'full'],
    ['thrown', 'broken', 'It could not be checked.'],
    ['fine', 'ok', 'good'],
  ]);
  expect(JSON.stringify(all)).not.toContain('hunter2');
  expect(logged).toHaveLength(2);
});

test.each([
  [0, null, 'ok'],
  [4 * SECOND, null, 'ok'],
  [-20 * SECOND, null, 'attention'],
  [6 * MINUTE, null, 'broken'],
  [-3 * 365 * DAY, null, 'broken'],
  [0, 3 * MINUTE, 'ok'],
  [0, 30 * DAY, 'broken'],
])('a clock %d ms ahead of the database server, whose newest entry is %s ms ahead, is %s', (apart, newest, state) => {
  const instants = { server: later(-apart), newest: newest === null ? null : later(newest) };
  expect(judgeClock(now, instants).state).toBe(state);
});

test.each([
  [300 * GIB, 1000 * GIB, 'ok'],
  [50 * GIB, 1000 * GIB, 'ok'],
  [15 * GIB, 1000 * GIB, 'attention'],
  [5 * GIB, 1000 * GIB, 'broken'],
  [3 * GIB, 10 * GIB, 'ok'],
  [1.5 * GIB, 10 * GIB, 'attention'],
  [0.4 * GIB, 10 * GIB, 'broken'],
  [0, 0, 'broken'],
])('%d bytes free of %d are %s', (free, size, state) => {
  expect(judgeDisk({ free, size }).state).toBe(state);
});

test.each([
  [undefined, 0, 'attention'],
  [3_600_000, 0, 'ok'],
  [3_600_000, 2, 'attention'],
  [3 * DAY, 0, 'attention'],
  [20 * DAY, 0, 'broken'],
])('a backup of %s ms ago with %d findings is %s', (age, findings, state) => {
  const last = age === undefined ? undefined : { takenAt: later(-age), findings };
  expect(judgeBackup(last, now).state).toBe(state);
});

test.each([
  [undefined, 0, 0, 'ok'],
  [DAY, 0, 0, 'ok'],
  [20 * DAY, 0, 0, 'attention'],
  [DAY, 1, 0, 'broken'],
  [undefined, 0, 1, 'broken'],
])('documents all read %s ms ago, %d missing, %d damaged, are %s', (age, missing, damaged, state) => {
  const allReadSince = age === undefined ? undefined : later(-age);
  expect(judgeDocuments({ allReadSince, missing, damaged }, now).state).toBe(state);
});

test('certificates: an official’s is renewed by itself, the office’s own is an alarm before it ends', () => {
  const end = (role: 'official' | 'issuing', days: number) => ({
    role,
    personId: role === 'official' ? 1 : null,
    subject: `${role} ${days}`,
    notAfter: later(days * DAY),
  });
  expect(judgeEnds([end('official', 200)], now).state).toBe('ok');
  const soon = judgeEnds([end('official', -2), end('official', 10), end('official', 200)], now);
  expect([soon.state, soon.lines?.map(({ id }) => id)]).toEqual([
    'attention',
    ['official -2: berakhir 2 hari yang lalu', 'official 10: 10 hari lagi'],
  ]);
  expect(judgeEnds([end('issuing', 200)], now).state).toBe('attention');
  expect(judgeEnds([end('issuing', 20)], now).state).toBe('broken');
});

const https = 'https://surat.example.id';
test.each([
  ['http://localhost:3000', 0, 'http', undefined, 'ok'],
  ['http://10.0.0.5:3000', 0, 'http', undefined, 'attention'],
  ['http://localhost:3000', 0, 'http', '203.0.113.9', 'attention'],
  [https, 1, 'https', '203.0.113.9', 'ok'],
  [https, 1, 'https', '198.51.100.7, 203.0.113.9', 'ok'],
  [https, 2, 'https', '203.0.113.9', 'broken'],
  [https, 1, 'https', undefined, 'broken'],
  [https, 1, 'http', '203.0.113.9', 'broken'],
])('%s behind %d proxies, asked by %s for %s, is %s', (appOrigin, trustProxy, protocol, forwardedFor, state) => {
  expect(judgeArrival({ appOrigin, trustProxy }, { protocol, forwardedFor }).state).toBe(state);
});

test('amounts are said as people say them', () => {
  expect([0, 999, 1_000, 12_345_678_901, 5e15].map((bytes) => bytesInWords(bytes).id)).toEqual([
    '0 B',
    '999 B',
    '1 kB',
    '12,3 GB',
    '5.000 TB',
  ]);
  expect([0, 1_500, -90_000, 3_600_000, 5 * DAY].map((ms) => spanInWords(ms).en)).toEqual([
    '0 seconds',
    '1 second',
    '1 minute',
    '1 hour',
    '5 days',
  ]);
});
