import { readdirSync, readFileSync, statSync } from 'node:fs';
import { type Cluster, clusterPath, isAlive } from './cluster.ts';

/**
 * Whether this process is the server of the cluster. A left-over number may meanwhile belong to anything, so on Linux
 * its working directory decides. Root in a container without CAP_SYS_PTRACE may not see that; then its command line does.
 */
export function isServerOf(cluster: Cluster, { pid, port }: { pid: number; port: number }): boolean {
  if (!isAlive(pid)) return false;
  if (process.platform !== 'linux') return true;
  return worksIn(pid, cluster.directory) ?? wasStartedFor(cluster, pid, port);
}

/** Whether any process at all may still be writing in the cluster; one that cannot be seen into counts. */
export function somebodyWorksIn(cluster: Cluster): boolean {
  const owner = statSync(cluster.directory).uid;
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .some(
      (pid) => worksIn(pid, cluster.directory) ?? (uidOf(pid) === owner && commandLine(pid)[0]?.includes('postgres')),
    );
}

/** Undefined: this account may not look. */
function worksIn(pid: number | string, directory: string): boolean | undefined {
  try {
    const [theirs, ours] = [statSync(`/proc/${pid}/cwd`), statSync(directory)];
    return theirs.dev === ours.dev && theirs.ino === ours.ino;
  } catch (error) {
    return ['EACCES', 'EPERM'].includes((error as NodeJS.ErrnoException).code ?? '') ? undefined : false;
  }
}

function wasStartedFor(cluster: Cluster, pid: number, port: number): boolean {
  const [program, ...args] = commandLine(pid);
  return program === cluster.binaries.postgres && args.includes(clusterPath(cluster)) && args.includes(String(port));
}

/** Empty for a process that is gone, or that nobody has waited for yet. */
function commandLine(pid: number | string): string[] {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0');
  } catch {
    return [];
  }
}

function uidOf(pid: string): number | undefined {
  return statSync(`/proc/${pid}`, { throwIfNoEntry: false })?.uid;
}
