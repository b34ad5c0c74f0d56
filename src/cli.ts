#!/usr/bin/env node
import { check } from './commands/check.ts';
import { type Command, runCommand } from './commands/command.ts';
import { demo } from './commands/demo.ts';
import { migrate } from './commands/migrate.ts';
import { serve, start, worker } from './commands/start.ts';
import { verify } from './commands/verify.ts';
import { version } from './commands/version.ts';
import { terminalLanguage } from './config.ts';

const commands: Record<string, Command> = { start, serve, worker, demo, verify, check, migrate, version };

process.exitCode = await runCommand(commands, process.argv.slice(2), terminalLanguage());
