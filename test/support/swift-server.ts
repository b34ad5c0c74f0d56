import { type ChildProcess, execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export interface SwiftServer {
  endpoint: string;
  /** May do everything in the account. */
  owner: { accessKeyId: string; secretKey: string };
  /** Known to the server, and allowed nothing in the owner's account. */
  guest: { accessKeyId: string; secretKey: string };
  stop(): Promise<void>;
}

const rings = `
import sys
from swift.common.ring.builder import RingBuilder
folder, ports = sys.argv[1], dict(zip(('account', 'container', 'object'), map(int, sys.argv[2:])))
for name, port in ports.items():
    builder = RingBuilder(1, 1, 0)
    builder.add_dev({'id': 0, 'region': 1, 'zone': 1, 'ip': '127.0.0.1', 'port': port, 'device': 'd1', 'weight': 1.0,
                     'replication_ip': '127.0.0.1', 'replication_port': port, 'meta': ''})
    builder.rebalance()
    builder.get_ring().save(folder + '/' + name + '.ring.gz')
`;

const users = {
  owner: { accessKeyId: 'office:layang', secretKey: 'kunci-pemilik' },
  guest: { accessKeyId: 'office:guest', secretKey: 'kunci-tamu' },
};

/**
 * A real S3 service: OpenStack Swift with its S3 front, one copy of everything, in a folder of its own that goes when it
 * stops. It checks signatures and rights, and answers conditional writes with 501, as services do that lack them.
 */
export async function startSwift(): Promise<SwiftServer> {
  const folder = mkdtempSync(join(tmpdir(), 'layang-swift-'));
  mkdirSync(join(folder, 'disks', 'd1'), { recursive: true });
  const [account = 0, container = 0, object = 0, proxy = 0, memory = 0] = await freePorts(5);
  execFileSync('/usr/bin/python3', ['-c', rings, folder, `${account}`, `${container}`, `${object}`]);
  writeFileSync(
    join(folder, 'swift.conf'),
    '[swift-hash]\nswift_hash_path_suffix = layang\n[storage-policy:0]\nname = one\ndefault = yes\n',
  );
  const common = (port: number) => `[DEFAULT]
bind_ip = 127.0.0.1
bind_port = ${port}
workers = 0
user = ${process.env.USER ?? 'root'}
swift_dir = ${folder}
devices = ${join(folder, 'disks')}
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
log_address = /nonexistent
`;
  const stores = (['account', 'container', 'object'] as const).map((name, index) => {
    const port = [account, container, object][index] ?? 0;
    const settings = `${common(port)}[pipeline:main]\npipeline = ${name}-server\n[app:${name}-server]\nuse = egg:swift#${name}\n`;
    return run(folder, `swift-${name}-server`, settings);
  });
  const cache = start('memcached', ['-u', 'root', '-l', '127.0.0.1', '-p', `${memory}`, '-U', '0', '-m', '16']);
  const front = run(
    folder,
    'swift-proxy-server',
    `${common(proxy)}[pipeline:main]
pipeline = catch_errors cache s3api tempauth container-quotas proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:${memory}
[filter:container-quotas]
use = egg:swift#container_quotas
[filter:s3api]
use = egg:swift#s3api
s3_acl = false
[filter:tempauth]
use = egg:swift#tempauth
user_office_layang = ${users.owner.secretKey} .admin
user_office_guest = ${users.guest.secretKey}
`,
  );
  const processes = [...stores, cache, front];
  const endpoint = `http://127.0.0.1:${proxy}`;
  const stop = async () => {
    for (const { child } of processes) child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true, maxRetries: 5, retryDelay: 50 });
  };
  try {
    await Promise.all([account, container, object, proxy].map((port) => answering(port, processes)));
  } catch (error) {
    await stop();
    throw error;
  }
  return { endpoint, ...users, stop };
}

interface Running {
  child: ChildProcess;
  said: () => string;
}

function run(folder: string, program: string, settings: string): Running {
  const file = join(folder, `${program}.conf`);
  writeFileSync(file, settings);
  return start('/usr/bin/python3', [`/usr/bin/${program}`, file]);
}

function start(command: string, args: string[]): Running {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-4_000);
    });
  }
  return { child, said: () => said };
}

async function answering(port: number, processes: readonly Running[]): Promise<void> {
  const until = Date.now() + 45_000;
  for (;;) {
    const dead = processes.find(({ child }) => child.exitCode !== null);
    if (dead) throw new Error(`Swift did not start: ${dead.said()}`);
    try {
      await fetch(`http://127.0.0.1:${port}/healthcheck`, { signal: AbortSignal.timeout(2_000) });
      return;
    } catch {
      if (Date.now() > until)
        throw new Error(`Swift does not answer: ${processes.map((one) => one.said()).join('\n')}`);
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

/** All held at once, so that they differ. */
async function freePorts(count: number): Promise<number[]> {
  const servers = Array.from({ length: count }, () => createServer().listen(0, '127.0.0.1'));
  await Promise.all(servers.map((server) => new Promise((resolve) => server.once('listening', resolve))));
  const ports = servers.map((server) => {
    const address = server.address();
    return typeof address === 'object' && address !== null ? address.port : 0;
  });
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}
