import { setFlagsFromString } from 'node:v8';

/**
 * Imported first by the program. On a machine with much memory V8 lets the space for young objects grow sixteenfold and waits
 * with the old ones until they are a multiple of what is in use. Pages live for milliseconds: held to this, a process of
 * pages stays below 200 MB where it grew past 270, and answers no slower. No limit is set: who needs more gets it.
 */
setFlagsFromString('--semi-space-growth-factor=1');
setFlagsFromString('--heap-growing-percent=30');

/**
 * Gives back what loading the program took: every module is read before the first one runs, so the young space has grown to
 * its sixteenfold before anything could forbid it, and only this collection makes it small again. It stops the process for
 * some 70 ms: once, before the first request. The inspector's session is within the process, and opens no port.
 */
export async function shrinkHeap(): Promise<void> {
  // A Node without the inspector runs as well, in 30 MB more.
  const inspector = await import('node:inspector/promises').catch(() => undefined);
  if (inspector === undefined) return;
  const session = new inspector.Session();
  session.connect();
  try {
    await session.post('HeapProfiler.enable');
    await session.post('HeapProfiler.collectGarbage');
  } finally {
    session.disconnect();
  }
}
