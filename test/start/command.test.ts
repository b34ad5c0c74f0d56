import { parseArgs } from 'node:util';
import { type Command, exitStatus, runCommand } from '../../src/commands/command.ts';
import { Fault, Refusal } from '../../src/errors.ts';

function command(run: Command['run']): Record<string, Command> {
  return { greet: { usage: 'greet NAME', summary: { id: 'memberi salam', en: 'say hello' }, run } };
}

async function call(commands: Record<string, Command>, args: string[], language: 'id' | 'en' = 'en') {
  const said: string[] = [];
  const complained: string[] = [];
  const status = await runCommand(commands, args, language, {
    language,
    print: (line) => void said.push(line),
    complain: (line) => void complained.push(line),
  });
  return { status, said: said.join('\n'), complained: complained.join('\n') };
}

const fine = command(async (args, { print }) => {
  print(`hello ${args.join(' ')}`);
  return 0;
});

test('a command gets its arguments and gives the status', async () => {
  expect(await call(fine, ['greet', 'a', 'b'])).toEqual({ status: 0, said: 'hello a b', complained: '' });
});

test('no command, help and an unknown command show what there is', async () => {
  expect(await call(fine, [])).toMatchObject({
    status: exitStatus.usage,
    said: expect.stringContaining('greet NAME  say hello'),
  });
  expect(await call(fine, ['--help'], 'id')).toMatchObject({
    status: 0,
    said: expect.stringContaining('memberi salam'),
  });
  for (const name of ['grete', 'constructor']) {
    expect(await call(fine, [name])).toMatchObject({
      status: exitStatus.usage,
      said: '',
      complained: expect.stringContaining(`There is no command "${name}".`),
    });
  }
});

test('a refusal is told in its words, in the language of the terminal, without a stack', async () => {
  const refusing = command(async () => {
    throw new Refusal('unavailable', 'port-in-use', { id: 'Port dipakai.', en: 'Port in use.' });
  });
  expect(await call(refusing, ['greet'])).toEqual({ status: 1, said: '', complained: 'Port in use.' });
  expect(await call(refusing, ['greet'], 'id')).toEqual({ status: 1, said: '', complained: 'Port dipakai.' });
});

test('a fault is told with its causes', async () => {
  const failing = command(async () => {
    const refused = Object.assign(new Error(''), { errors: [new Error('connect ECONNREFUSED 127.0.0.1:1')] });
    throw new Fault('opening the database', { cause: refused });
  });
  expect(await call(failing, ['greet'])).toMatchObject({
    status: exitStatus.fault,
    complained: expect.stringMatching(/opening the database\n.*ECONNREFUSED/),
  });
});

test('an unknown option shows how the command is used', async () => {
  const parsing = command(async (args) => {
    parseArgs({ args, options: {} });
    return 0;
  });
  expect(await call(parsing, ['greet', '--loud'])).toMatchObject({
    status: exitStatus.usage,
    complained: expect.stringContaining('layang greet NAME'),
  });
});

test('help about one command shows its use alone, unless it tells more itself', async () => {
  expect(await call(fine, ['help', 'greet'])).toMatchObject({ status: 0, said: 'layang greet NAME\n  say hello' });
  expect(await call(fine, ['greet', '--help'], 'id')).toMatchObject({
    status: 0,
    said: expect.stringMatching(/salam$/),
  });
  const telling = { greet: { ...fine.greet, helps: true } as Command };
  expect(await call(telling, ['help', 'greet'])).toMatchObject({ status: 0, said: 'hello --help' });
  expect(await call(fine, ['help', 'toString'])).toMatchObject({ status: exitStatus.usage, said: '' });
});

test('the version is asked for as of any other program', async () => {
  const versioned = { version: fine.greet as Command };
  for (const word of ['--version', '-v', 'version']) expect((await call(versioned, [word])).said).toContain('hello');
});

test('an option that does not exist is complained about in the language of the terminal', async () => {
  const parsing = command(async (args) => {
    parseArgs({ args, options: {} });
    return 0;
  });
  expect((await call(parsing, ['greet', '--loud'], 'id')).complained).toContain(
    'Perintah ini tidak dipakai dengan cara itu',
  );
});
