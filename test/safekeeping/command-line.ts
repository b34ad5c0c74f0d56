import type { Command } from '../../src/commands/command.ts';
import { runCommand } from '../../src/commands/command.ts';

/** A command as an operator types it, with these settings: its exit status and everything it says. */
export async function typed(settings: Record<string, string>, command: Command, ...words: string[]) {
  const before = { ...process.env };
  let output = '';
  const say = (line: string) => {
    output += `${line}\n`;
  };
  Object.assign(process.env, settings);
  try {
    const terminal = { language: 'en', print: say, complain: say } as const;
    return { status: await runCommand({ it: command }, ['it', ...words], 'en', terminal), output };
  } finally {
    for (const name of Object.keys(settings)) {
      if (before[name] === undefined) delete process.env[name];
      else process.env[name] = before[name];
    }
  }
}
