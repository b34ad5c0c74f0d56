#!/usr/bin/env node
import './lean-heap.ts';
import { backup } from './commands/backup.ts';
import { check } from './commands/check.ts';
import { type Command, runCommand } from './commands/command.ts';
import { demo } from './commands/demo.ts';
import { doctor } from './commands/doctor.ts';
import { migrate } from './commands/migrate.ts';
import { moveDocumentsCommand } from './commands/move-documents.ts';
import { restore } from './commands/restore.ts';
import { serve, start, worker } from './commands/start.ts';
import { verify } from './commands/verify.ts';
import { version } from './commands/version.ts';
import { quietPackages, terminalLanguage } from './config.ts';

const commands: Record<string, Command> = {
  start,
  serve,
  worker,
  demo,
  verify,
  check,
  backup,
  restore,
  doctor,
  migrate,
  'move-documents': moveDocumentsCommand,
  version,
};

quietPackages();
process.exitCode = await runCommand(commands, process.argv.slice(2), terminalLanguage());
