import { spawnSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { readConfig } from '../../src/config.ts';
import { projectPath } from '../../src/project-root.ts';
import { judged } from '../support/judge.ts';
import { nginxJudgement, shippedSite } from '../support/nginx.ts';

const folder = mkdtempSync(join(tmpdir(), 'layang-operating-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const read = (...path: string[]) => readFileSync(projectPath(...path), 'utf8');
const operating = readdirSync(projectPath('docs', 'operating'));
const units = operating.filter((name) => /\.(service|timer)$/.test(name));
const dockerfile = read('Dockerfile')
  .replaceAll(/^\s*#.*\n/gm, '')
  .replaceAll(/\\\n/g, ' ');
const compose = read('compose.yaml');
const readme = read('README.md');

/** What the command line knows, by its list. */
const commands = new Set(
  [...read('src', 'cli.ts').matchAll(/^ {2}'?([a-z-]+)'?(?:: \w+)?,$/gm)].map(([, name]) => name),
);
const settings = new Set([...readme.matchAll(/^\| `([A-Z][A-Z0-9_]+)` \| /gm)].map(([, name]) => name));

test('what is started in containers and by systemd are commands that there are', () => {
  expect(commands).toContain('serve');
  const named = [
    ...[...dockerfile.matchAll(/^CMD \["([^"]+)"/gm)].map(([, name]) => name),
    ...[...compose.matchAll(/^ {2}command: \[(\w+)\]/gm)].map(([, name]) => name),
    ...units.flatMap((unit) =>
      [...read('docs', 'operating', unit).matchAll(/dist\/cli\.js (\S+)/g)].map(([, name]) => name),
    ),
  ];
  expect(named.length).toBeGreaterThanOrEqual(6);
  expect(named.filter((name) => !commands.has(name ?? ''))).toEqual([]);
});

test('every setting that they name is one that is read', () => {
  const foreign = new Set(['NODE_ENV', 'NODE_IMAGE', 'LIBREOFFICE', 'DATABASE_PASSWORD']);
  const named = [
    ...[...dockerfile.matchAll(/^ENV (.*)$/gm)].flatMap(([, all = '']) =>
      all.split(' ').map((pair) => pair.split('=')[0]),
    ),
    ...[...compose.matchAll(/^ {4}([A-Z][A-Z0-9_]+):/gm)].map(([, name]) => name),
    ...[...compose.matchAll(/\$\{([A-Z0-9_]+)/g)].map(([, name]) => name),
    ...[...read('docs', 'operating', 'layang.env').matchAll(/^([A-Z0-9_]+)=/gm)].map(([, name]) => name),
    ...units.flatMap((unit) =>
      [...read('docs', 'operating', unit).matchAll(/^Environment=(.*)$/gm)].flatMap(([, all = '']) =>
        all.split(' ').map((pair) => pair.split('=')[0]),
      ),
    ),
  ].filter((name): name is string => name !== undefined && !foreign.has(name));
  expect(named.length).toBeGreaterThan(20);
  expect(named.filter((name) => !settings.has(name))).toEqual([]);
});

test('what operators are given to begin with is a configuration that starts', () => {
  const pairs = [...read('docs', 'operating', 'layang.env').matchAll(/^([A-Z0-9_]+)=(.*)$/gm)];
  const given = Object.fromEntries(pairs.map(([, name, value]) => [name, value]));
  expect(readConfig({ ...given, PORT: '3001', METRICS_PORT: '13001' })).toMatchObject({ port: 3001, trustProxy: 1 });
  expect(readConfig({ ...given, METRICS_PORT: '14001' })).toMatchObject({ metricsPort: 14_001 });
});

test('the image runs as nobody in particular, keeps what it keeps in one place, and is made of no secret', () => {
  const [, running = ''] = dockerfile.split(/^FROM \$\{NODE_IMAGE\}\n/m);
  expect(running).toMatch(/^USER [1-9]\d+:[1-9]\d+$/m);
  expect(running.match(/^VOLUME .*$/gm)).toEqual(['VOLUME /data']);
  expect(running).toMatch(/^HEALTHCHECK [^\n]*healthz/m);
  expect(running).toMatch(/^ENTRYPOINT \["tini", "--", "node", /m);
  expect(dockerfile).not.toMatch(/(PASSWORD|SECRET|TOKEN|KEY)[A-Z_]*=/);
  const [, ...let_in] = read('.dockerignore')
    .replaceAll(/^#.*\n/gm, '')
    .trim()
    .split('\n');
  expect(read('.dockerignore')).toMatch(/^\*$/m);
  for (const name of let_in) expect(readdirSync(projectPath())).toContain(name.replace('!', ''));
});

test('every service of the composition is hardened, and no password stands in it', () => {
  const services = compose.slice(compose.indexOf('\nservices:')).match(/^ {2}[a-z0-9-]+:.*$/gm) ?? [];
  expect(services.length).toBeGreaterThanOrEqual(7);
  for (const name of ['proxy', 'postgres', 'redis'])
    expect(compose).toMatch(new RegExp(`^  ${name}:\\n    <<: \\*hardened$`, 'm'));
  for (const name of ['web-1', 'web-2']) expect(compose).toContain(`  ${name}: *web\n`);
  for (const name of ['worker-1', 'worker-2']) expect(compose).toContain(`  ${name}: *worker\n`);
  expect(compose).toMatch(
    /x-hardened: &hardened\n {2}restart: .*\n {2}read_only: true\n {2}cap_drop: \[ALL\]\n {2}security_opt: \['no-new-privileges:true'\]/,
  );
  expect([...compose.matchAll(/PASSWORD[^$\n]*: (?!\$\{)(\S+)/g)]).toEqual([]);
});

test('no proxy that operators are given leaves its processes alone for something that all of them lack', () => {
  const asked = ['Caddyfile', 'nginx.conf'].flatMap((name) => [
    ...read('docs', 'operating', name).matchAll(/^\s*(?:health_uri|health_check uri=)\s*(\S+)/gm),
  ]);
  expect(asked.map(([, path]) => path)).toEqual(['/healthz']);
});

judged(['nginx', 'openssl'], 'nginx has nothing to say against the site that operators are given', () => {
  const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')];
  const made = [
    'req',
    '-x509',
    '-newkey',
    'ec',
    '-pkeyopt',
    'ec_paramgen_curve:P-256',
    '-nodes',
    '-subj',
    '/CN=surat.example.go.id',
  ];
  expect(spawnSync('openssl', [...made, '-keyout', key, '-out', certificate]).status).toBe(0);
  const site = shippedSite()
    .replace(/ssl_certificate \S+;/, `ssl_certificate ${certificate};`)
    .replace(/ssl_certificate_key \S+;/, `ssl_certificate_key ${key};`)
    .replaceAll(/listen (80|443)/g, (_whole, port: string) => `listen 127.0.0.1:${port === '80' ? 18_080 : 18_443}`);
  expect(nginxJudgement(site)).toBe('');
});

judged(['systemd-analyze'], 'systemd has nothing to say against the units', () => {
  for (const unit of units) {
    const text = read('docs', 'operating', unit)
      // Of the machine that judges, not of the one that runs them.
      .replaceAll('/usr/bin/node', process.execPath)
      .replaceAll('/opt/layang', folder);
    writeFileSync(join(folder, unit.replace('@', '@3001')), text);
  }
  cpSync(projectPath('docs', 'operating', 'layang.env'), join(folder, 'layang.env'));
  const files = readdirSync(folder).filter((name) => /\.(service|timer)$/.test(name));
  expect(files).toHaveLength(4);
  const { status, stderr } = spawnSync('systemd-analyze', ['verify', ...files.map((name) => join(folder, name))], {
    encoding: 'utf8',
  });
  const ours = stderr.split('\n').filter((line) => files.some((name) => line.includes(basename(name))));
  expect({ status, ours }).toEqual({ status: 0, ours: [] });
});
