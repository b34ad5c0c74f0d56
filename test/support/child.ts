import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';

const loader = fileURLToPath(new URL('./typescript.cjs', import.meta.url));

export interface Child {
  process: ChildProcess;
  /** Resolves with the line as soon as the child has printed one that contains `text`; rejects when the child ends first. */
  says(text: string): Promise<string>;
  output(): string;
  kill(signal?: NodeJS.Signals): Promise<void>;
}

const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill('SIGKILL');
});

/** Runs a TypeScript file of the tests in a process of its own, which the test may kill; `through` is a command before it. */
export function startChild(
  file: URL,
  args: string[],
  options: { uid?: number; gid?: number; cwd?: string; stdin?: 'pipe'; through?: string[] } = {},
): Child {
  const { stdin = 'ignore', through = [], ...rest } = options;
  const command = [...through, process.execPath, '--no-warnings', '--require', loader, fileURLToPath(file), ...args];
  const child = spawn(command[0] ?? '', command.slice(1), {
    stdio: [stdin, 'pipe', 'pipe'],
    env: { PATH: process.env.PATH ?? '' },
    ...rest,
  });
  children.push(child);
  let output = '';
  const heard = new Set<() => void>();
  const hear = (chunk: Buffer) => {
    output += chunk.toString();
    for (const listener of heard) listener();
  };
  child.stdout?.on('data', hear);
  child.stderr?.on('data', hear);
  child.on('close', () => hear(Buffer.alloc(0)));
  return {
    process: child,
    output: () => output,
    says: (text) =>
      new Promise((resolve, reject) => {
        const look = () => {
          const line = output.split('\n').find((candidate) => candidate.includes(text));
          if (line === undefined && child.exitCode === null && child.signalCode === null) return;
          heard.delete(look);
          if (line === undefined) reject(new Error(`the child ended without saying "${text}":\n${output}`));
          else resolve(line);
        };
        heard.add(look);
        look();
      }),
    async kill(signal = 'SIGKILL') {
      if (child.exitCode !== null || child.signalCode !== null) return;
      const end = once(child, 'exit');
      child.kill(signal);
      await end;
    },
  };
}
