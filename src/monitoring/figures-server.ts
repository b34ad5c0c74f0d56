import type { RequestListener } from 'node:http';
import type { Figures } from './figures.ts';
import { answerProbe } from './probes.ts';
import type { Readiness } from './readiness.ts';

/**
 * What METRICS_PORT answers: `/metrics`, and the two probes, which a process without pages has nowhere else. Nothing here
 * changes anything or names anybody; it is for the operator's network all the same.
 */
export function figuresListener(deps: {
  figures: Figures;
  officeFigures: () => Promise<string>;
  readiness: Readiness;
}): RequestListener {
  return async (req, res) => {
    // Not by `new URL`, which throws for `//`: nobody catches what this throws, and the process would end.
    const [pathname = '/'] = (req.url ?? '/').split('?');
    const answer = (status: number, type: string, body: string) => {
      res.writeHead(status, { 'content-type': type, 'cache-control': 'no-store', 'x-content-type-options': 'nosniff' });
      res.end(req.method === 'HEAD' ? undefined : body);
    };
    try {
      if (req.method !== 'GET' && req.method !== 'HEAD') return answer(405, 'text/plain', 'GET\n');
      const probe = await answerProbe(pathname, deps.readiness);
      if (probe !== undefined) return answer(probe.status, 'application/json', JSON.stringify(probe.body));
      if (pathname !== '/metrics') return answer(404, 'text/plain', '/metrics /healthz /readyz\n');
      const { registry } = deps.figures;
      answer(200, registry.contentType, `${await registry.metrics()}\n${await deps.officeFigures()}`);
    } catch {
      answer(500, 'text/plain', 'no figures\n');
    }
  };
}
