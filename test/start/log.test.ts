import { Fault } from '../../src/errors.ts';
import { openLog } from '../../src/log.ts';

function written(act: (log: ReturnType<typeof openLog>) => void, level = 'info'): string {
  let text = '';
  const write = (line: string) => {
    text += line;
  };
  act(openLog(level, { write }));
  return text;
}

test.each([
  'passphrase',
  'password',
  'newPassword',
  'pin',
  'token',
  'csrfToken',
  'secret',
  'sessionSecret',
  'key',
  'privateKey',
  'keys',
  'cookie',
  'authorization',
  'body',
  'content',
  'draft',
  'salt',
  'databaseUrl',
])('the value under "%s" is hidden at every depth', (name) => {
  const line = written((log) =>
    log.info({ [name]: 'hunter2', request: { form: [{ [name]: { deep: 'hunter2' } }] } }, 'a thing'),
  );
  expect(line).not.toContain('hunter2');
  expect(line).toContain('[hidden]');
  expect(line).toContain('a thing');
});

test('what is not secret is written', () => {
  const line = written((log) =>
    log.info({ letterId: 7, jobId: 3, route: '/letters/:id', at: new Date(0), ok: true }, 'x'),
  );
  expect(JSON.parse(line)).toMatchObject({
    level: 'info',
    letterId: 7,
    jobId: 3,
    route: '/letters/:id',
    at: '1970-01-01T00:00:00.000Z',
    ok: true,
  });
});

test('bytes are counted, never written', () => {
  expect(written((log) => log.info({ file: Buffer.from('hunter2'), other: new Uint8Array(3) }, 'x'))).toMatch(
    /\[7 bytes\].*\[3 bytes\]/,
  );
});

test('an error keeps what helps to find it, with its causes, and loses the row it failed on', () => {
  const cause = Object.assign(new Error('duplicate key'), {
    code: '23505',
    constraint: 'person_username_unique',
    detail: 'Key (username)=(hunter2)',
  });
  const line = written((log) => log.error({ err: new Fault('adding a person', { cause }) }, 'x'));
  expect(line).not.toContain('hunter2');
  expect(JSON.parse(line).err).toMatchObject({
    name: 'Fault',
    message: 'adding a person',
    cause: { message: 'duplicate key', code: '23505', constraint: 'person_username_unique' },
  });
});

test('an error given alone is cleaned too', () => {
  const error = Object.assign(new Error('no'), { detail: 'hunter2' });
  const line = written((log) => log.error(error));
  expect(line).not.toContain('hunter2');
  expect(line).toContain('no');
});

test('a circle, a function and a giant are survived', () => {
  const circle: Record<string, unknown> = { f() {}, giant: 'x'.repeat(100_000) };
  circle.self = circle;
  expect(written((log) => log.info(circle, 'x')).length).toBeLessThan(40_000);
});
