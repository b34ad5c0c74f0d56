import { whereTyped } from '../config.ts';
import { verifyCommand } from '../verification/verify-command.ts';
import type { Command } from './command.ts';

export const verify: Command = {
  usage: 'verify FILE… [--trust ca.pem]… [--json]',
  summary: {
    id: 'periksa tanda tangan PDF: 0 utuh dan dipercaya, 1 tidak, 2 tidak dapat diperiksa',
    en: 'check the signatures of a PDF: 0 intact and trusted, 1 not, 2 cannot be tried',
  },
  helps: true,
  run(args, { language }) {
    process.chdir(whereTyped());
    return verifyCommand(args, { stdout: process.stdout, stderr: process.stderr, language });
  },
};
