import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { chmodSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectPath } from '../../src/project-root.ts';

const folders: string[] = [];
const running: ChildProcess[] = [];
afterAll(async () => {
  for (const nginx of running) {
    const end = once(nginx, 'exit');
    if (nginx.kill('SIGQUIT')) await end;
  }
  for (const folder of folders) rmSync(folder, { recursive: true, force: true });
});

/** The site that we give to operators, without TLS, on another port and before other processes; whoever is idle leaves sooner. */
export function siteWithoutTls(port: number, processes: readonly [number, number]): string {
  const [plain, tls = ''] = shippedSite().split(/(?=^server \{\n {4}listen 443)/m);
  const upstream = (plain ?? '').split(/^server \{/m)[0] ?? '';
  return `${upstream}${tls}`
    .replace(':3001 ', `:${processes[0]} `)
    .replace(':3002 ', `:${processes[1]} `)
    .replace('keepalive_timeout 4s;', 'keepalive_timeout 1s;')
    .replace('listen 443 ssl;', `listen 127.0.0.1:${port};`)
    .replaceAll(/^ *ssl_.*\n/gm, '');
}

export function shippedSite(): string {
  return readFileSync(projectPath('docs', 'operating', 'nginx.conf'), 'utf8');
}

function whole(site: string): { folder: string; file: string } {
  const folder = mkdtempSync(join(tmpdir(), 'layang-nginx-'));
  folders.push(folder);
  // Its workers have an account of their own where it runs as root.
  chmodSync(folder, 0o755);
  const kept = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi'].map(
    (name) => `${name}_temp_path ${folder}/${name};`,
  );
  const file = join(folder, 'nginx.conf');
  writeFileSync(
    file,
    `pid ${folder}/pid; error_log stderr warn; events {} http { access_log off; ${kept.join(' ')}\n${site}\n}`,
  );
  return { folder, file };
}

/** What `nginx -t` says to a site; empty when it has nothing to say. */
export function nginxJudgement(site: string): string {
  const { folder, file } = whole(site);
  const { status, stderr } = spawnSync('nginx', ['-t', '-q', '-p', folder, '-c', file], { encoding: 'utf8' });
  return status === 0 && stderr === '' ? '' : `${status}: ${stderr}`;
}

/** Debian's nginx with one site on 127.0.0.1:`port`; ended after the file's tests. `said` is its error log. */
export async function startNginx(site: string, port: number): Promise<{ said(): string }> {
  const { folder, file } = whole(site);
  const nginx = spawn('nginx', ['-p', folder, '-c', file, '-g', 'daemon off;'], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  running.push(nginx);
  let said = '';
  nginx.stderr.on('data', (chunk: Buffer) => {
    said += chunk.toString();
  });
  while (!(await answers(port))) {
    if (nginx.exitCode !== null) throw new Error(`nginx ended: ${said}`);
  }
  return { said: () => said };
}

function answers(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
    socket.once('connect', () => socket.destroy());
  });
}
