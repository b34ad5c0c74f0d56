import { type ChildProcessWithoutNullStreams, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

export interface SwiftServer {
  endpoint: string;
  /** May do everything in the account. */
  owner: { accessKeyId: string; secretKey: string };
  /** Known to the server, and allowed nothing in the owner's account. */
  guest: { accessKeyId: string; secretKey: string };
  stop(): Promise<void>;
}

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
  const write = (name: string, text: string) => writeFileSync(join(folder, name), text);
  write('swift.conf', '[swift-hash]\nswift_hash_path_suffix = layang\n[storage-policy:0]\nname = one\ndefault = yes\n');
  const common = `[DEFAULT]
swift_dir = ${folder}
devices = ${join(folder, 'disks')}
mount_check = false
fallocate_reserve = 0
disable_fallocate = true
log_address = /nonexistent
`;
  for (const name of ['account', 'container', 'object']) {
    write(
      `${name}.conf`,
      `${common}[pipeline:main]\npipeline = ${name}-server\n[app:${name}-server]\nuse = egg:swift#${name}\n`,
    );
  }
  write(
    'proxy.conf',
    `${common}[pipeline:main]
pipeline = catch_errors cache s3api tempauth container-quotas proxy-server
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
allow_account_management = true
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:cache]
use = egg:swift#memcache
memcache_servers = 127.0.0.1:MEMCACHED
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
  const script = fileURLToPath(new URL('./swift-server.py', import.meta.url));
  // Debian's own Python, which has its packages. It ends with its input, and so with us however we end.
  const swift = spawn('/usr/bin/python3', [script, folder], { stdio: ['pipe', 'pipe', 'pipe'] });
  const ended = once(swift, 'exit');
  const stop = async () => {
    swift.stdin.end();
    await ended;
    rmSync(folder, { recursive: true, force: true });
  };
  try {
    return { endpoint: `http://127.0.0.1:${await portOf(swift)}`, ...users, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Resolves when it listens. */
async function portOf(swift: ChildProcessWithoutNullStreams): Promise<string> {
  let said = '';
  return await new Promise((resolve, reject) => {
    swift.stderr.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-4_000);
    });
    swift.stdout.on('data', (piece: Buffer) => {
      said = `${said}${piece}`.slice(-4_000);
      const ready = /^ready (\d+)$/m.exec(said)?.[1];
      if (ready !== undefined) resolve(ready);
    });
    swift.on('exit', () => reject(new Error(`Swift ended: ${said}`)));
  });
}
