import { spawn, spawnSync } from 'node:child_process';
import { copyFile, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { UploadProblem } from './upload-words.ts';

export interface DocxConverter {
  /** Writes the PDF of a DOCX that was looked into before to `out`; at most one conversion at a time. */
  convert(docx: string, out: string): Promise<{ problem: UploadProblem } | undefined>;
  /** Without a network of its own (user namespaces are allowed here), the program is kept offline by its settings alone. */
  readonly offline: boolean;
}

const DEADLINE_MS = 60_000;
const MEMORY_BYTES = 2 * 1024 * 1024 * 1024;
const LARGEST_FILE = 256 * 1024 * 1024;

/** LibreOffice where it is installed, undefined where it is not. Looked for once, at start. */
export function findDocxConverter(
  options: { deadlineMs?: number; path?: string | undefined } = {},
): DocxConverter | undefined {
  const { deadlineMs = DEADLINE_MS, path = '/usr/local/bin:/usr/bin:/bin' } = options;
  const has = (command: string, ...words: string[]) =>
    spawnSync(command, words, { env: { PATH: path }, timeout: 15_000 }).status === 0;
  if (spawnSync('sh', ['-c', 'command -v soffice'], { env: { PATH: path } }).status !== 0) return undefined;
  const offline = has('unshare', '-rn', 'true');
  const bounded = has('prlimit', '--version');
  const niced = has('nice', 'true');
  let last: Promise<unknown> = Promise.resolve();
  return {
    offline,
    convert(docx, out) {
      const turn = last.then(() => convertOne(docx, out));
      last = turn.catch(() => {});
      return turn;
    },
  };

  async function convertOne(docx: string, out: string): Promise<{ problem: UploadProblem } | undefined> {
    const room = await mkdtemp(join(tmpdir(), 'layang-docx-'));
    try {
      const profile = join(room, 'profile');
      await mkdir(join(profile, 'user'), { recursive: true });
      await writeFile(join(profile, 'user', 'registrymodifications.xcu'), SETTINGS);
      const made = join(room, 'made');
      const words = [
        ...(offline ? ['unshare', '-rn'] : []),
        ...(bounded ? ['prlimit', `--as=${MEMORY_BYTES}`, `--fsize=${LARGEST_FILE}`, '--core=0'] : []),
        'soffice',
        `-env:UserInstallation=${pathToFileURL(profile)}`,
        ...['--headless', '--norestore', '--nolockcheck', '--nodefault', '--nologo', '--infilter=MS Word 2007 XML'],
        ...['--convert-to', 'pdf:writer_pdf_Export', '--outdir', made, docx],
      ];
      const ended = await runUntil(niced ? ['nice', '-n', '10', ...words] : words, room, deadlineMs);
      const [pdf] = ended ? await readdir(made).catch(() => []) : [];
      if (pdf === undefined) return { problem: ended ? 'docx-not-converted' : 'upload-too-costly' };
      await copyFile(join(made, pdf), out);
      return undefined;
    } finally {
      await rm(room, { recursive: true, force: true });
    }
  }

  /** True when it ended by itself. The whole process group is killed at the deadline: soffice starts others. */
  function runUntil([command = '', ...words]: string[], room: string, ms: number): Promise<boolean> {
    return new Promise((resolve) => {
      const child = spawn(command, words, {
        cwd: room,
        env: { PATH: path, HOME: room, TMPDIR: room, LANG: 'C.UTF-8', SAL_USE_VCLPLUGIN: 'svp' },
        stdio: 'ignore',
        detached: true,
      });
      let killed = false;
      const deadline = setTimeout(() => {
        killed = true;
        end();
      }, ms);
      const end = () => {
        try {
          if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
        } catch {
          // Everybody has gone already.
        }
      };
      const settle = () => {
        clearTimeout(deadline);
        end();
        resolve(!killed);
      };
      child.once('error', settle);
      child.once('exit', settle);
    });
  }
}

/** Macros off, active content off, links never followed, nothing asked and nothing remembered. */
const SETTINGS = `<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
${[
  ['org.openoffice.Office.Common/Security/Scripting', 'MacroSecurityLevel', '3'],
  ['org.openoffice.Office.Common/Security/Scripting', 'DisableMacrosExecution', 'true'],
  ['org.openoffice.Office.Common/Security/Scripting', 'DisableActiveContent', 'true'],
  ['org.openoffice.Office.Common/Security/Scripting', 'BlockUntrustedRefererLinks', 'true'],
  ['org.openoffice.Office.Common/Load', 'UpdateDocMode', '0'],
  ['org.openoffice.Office.Writer/Content/Update', 'Link', '2'],
  ['org.openoffice.Office.Writer/Content/Update', 'Field', 'false'],
  ['org.openoffice.Office.Calc/Content/Update', 'Link', '2'],
]
  .map(
    ([path, name, value]) =>
      `<item oor:path="/${path}"><prop oor:name="${name}" oor:op="fuse"><value>${value}</value></prop></item>`,
  )
  .join('\n')}
</oor:items>
`;
