import type { Readiness } from './readiness.ts';

export interface ProbeAnswer {
  status: 200 | 503;
  body: { alive: true } | { ready: boolean; missing: readonly string[] };
}

/**
 * `/healthz`: the event loop turns; nothing is asked, so that no restart is caused by what a restart does not mend.
 * `/readyz`: whether requests should come here. Undefined for every other path.
 */
export async function answerProbe(path: string, readiness: Readiness): Promise<ProbeAnswer | undefined> {
  if (path === '/healthz') return { status: 200, body: { alive: true } };
  if (path !== '/readyz') return undefined;
  const { ready, missing } = await readiness.look();
  return { status: ready ? 200 : 503, body: { ready, missing } };
}
