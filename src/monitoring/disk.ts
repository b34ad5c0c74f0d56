import { statfs } from 'node:fs/promises';

/** Bytes: what a user may still write, and the whole. */
export async function readDisk(folder: string): Promise<{ free: number; size: number }> {
  const { bavail, blocks, bsize } = await statfs(folder);
  return { free: bavail * bsize, size: blocks * bsize };
}
