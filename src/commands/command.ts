import { isRefusal, type Words } from '../errors.ts';
import { databaseAbsence } from '../postgres/database-absence.ts';

export interface Terminal {
  language: 'id' | 'en';
  /** A line on standard output. */
  print(line: string): void;
  /** A line on standard error. */
  complain(line: string): void;
}

export interface Command {
  /** As typed: `verify FILE… [--trust ca.pem] [--json]`. */
  usage: string;
  summary: Words;
  /** It answers `--help` itself. */
  helps?: true;
  /** Returns the exit status. A Refusal it throws is told in words (1), anything else with its causes (70). */
  run(args: string[], terminal: Terminal): Promise<number>;
}

export const exitStatus = { refused: 1, usage: 64, fault: 70 };

/** Runs the command that the first argument names. Returns the status to exit with; throws nothing. */
export async function runCommand(
  commands: Readonly<Record<string, Command>>,
  [first, ...rest]: string[],
  language: 'id' | 'en',
  terminal: Terminal = standardTerminal(language),
): Promise<number> {
  const asksForHelp = first === 'help' || first === '--help' || first === '-h';
  if (first === undefined || (asksForHelp && rest.length === 0)) {
    terminal.print(usage(commands, language));
    return first === undefined ? exitStatus.usage : 0;
  }
  // `help demo` is `demo --help`.
  const [name = '', args] = asksForHelp ? [rest[0], ['--help']] : [aliases.get(first) ?? first, rest];
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined;
  if (!command) {
    terminal.complain({ id: `Tidak ada perintah "${name}".`, en: `There is no command "${name}".` }[language]);
    terminal.complain(usage(commands, language));
    return exitStatus.usage;
  }
  if (!command.helps && (args.includes('--help') || args.includes('-h'))) {
    terminal.print(`layang ${command.usage}\n  ${command.summary[language]}`);
    return 0;
  }
  try {
    return await command.run(args, terminal);
  } catch (error) {
    return tell(error, command, terminal);
  }
}

const aliases = new Map([
  ['--version', 'version'],
  ['-v', 'version'],
]);

function tell(error: unknown, command: Command, terminal: Terminal): number {
  const { language, complain } = terminal;
  if (isRefusal(error)) {
    complain(error.words[language]);
    return exitStatus.refused;
  }
  if (codeOf(error)?.startsWith('ERR_PARSE_ARGS')) {
    const { message } = error as Error;
    complain({ id: `Perintah ini tidak dipakai dengan cara itu (${message}).`, en: message }[language]);
    complain(`layang ${command.usage}`);
    return exitStatus.usage;
  }
  if (databaseAbsence(error) === 'away') {
    complain(databaseLost[language]);
    return exitStatus.refused;
  }
  tellFault(error, terminal);
  return exitStatus.fault;
}

const databaseLost: Words = {
  id: 'Sambungan ke basis data terputus. Periksa apakah servernya berjalan, lalu jalankan lagi.',
  en: 'The connection to the database was lost. Check whether its server runs, then start again.',
};

/** What nobody foresaw, with its causes. */
export function tellFault(error: unknown, { language, complain }: Terminal): void {
  complain(
    { id: 'Layang berhenti karena kesalahan yang tidak terduga:', en: 'Layang stopped at an unforeseen error:' }[
      language
    ],
  );
  let cause: unknown = error;
  for (let depth = 0; cause !== undefined && cause !== null && depth < 6; depth++) {
    complain(`  ${messageOf(cause)}`);
    cause = (cause as { cause?: unknown }).cause;
  }
}

function messageOf(error: unknown): string {
  const { message, code, errors } = error as { message?: unknown; code?: unknown; errors?: unknown };
  // A refused connection to several addresses has an empty message of its own.
  if (message === '' && Array.isArray(errors)) return errors.map(messageOf).join('; ');
  return `${typeof message === 'string' && message !== '' ? message : String(error)}${code === undefined ? '' : ` (${code})`}`;
}

function codeOf(error: unknown): string | undefined {
  const code = (error as { code?: unknown } | undefined)?.code;
  return typeof code === 'string' ? code : undefined;
}

function usage(commands: Readonly<Record<string, Command>>, language: 'id' | 'en'): string {
  const all = Object.values(commands);
  const width = Math.max(...all.map((command) => command.usage.length)) + 2;
  return [
    { id: 'Pemakaian: npm run -s layang -- PERINTAH', en: 'Usage: npm run -s layang -- COMMAND' }[language],
    '',
    ...all.map((command) => `  ${command.usage.padEnd(width)}${command.summary[language]}`),
  ].join('\n');
}

function standardTerminal(language: 'id' | 'en'): Terminal {
  return {
    language,
    print: (line) => void process.stdout.write(`${line}\n`),
    complain: (line) => void process.stderr.write(`${line}\n`),
  };
}
