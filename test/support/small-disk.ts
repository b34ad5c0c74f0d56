import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const probe = mountDisk('1m');
if (probe) unmountDisk(probe);

/** A test on a real file system of one mebibyte; visibly skipped where this account may not mount one. */
export function smallDisk(name: string, run: (disk: string) => Promise<void>, size = '1m'): void {
  if (!probe) {
    test.skip(`${name} (needs root and the right to mount tmpfs)`, () => {});
    return;
  }
  test(name, async () => {
    const disk = mountDisk(size);
    if (!disk) throw new Error('tmpfs could be mounted before and now it cannot');
    try {
      await run(disk);
    } finally {
      unmountDisk(disk);
    }
  });
}

/** A folder with a file system of its own; undefined where this account may not mount one. */
export function mountDisk(size: string): string | undefined {
  const disk = mkdtempSync(join(tmpdir(), 'layang-small-disk-'));
  if (spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${size},mode=755`, 'tmpfs', disk]).status === 0) return disk;
  rmSync(disk, { recursive: true });
  return undefined;
}

export function unmountDisk(disk: string): void {
  spawnSync('umount', ['-l', disk]);
  rmSync(disk, { recursive: true, force: true });
}
