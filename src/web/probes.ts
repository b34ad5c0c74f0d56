import type { RequestHandler } from 'express';
import { answerProbe } from '../monitoring/probes.ts';
import type { Readiness } from '../monitoring/readiness.ts';

/**
 * Before everything else: whoever probes comes by an address and not by a name, brings no session, and would fill the log. The
 * answer names nothing that is not said here.
 */
export function probes(readiness: Readiness): RequestHandler {
  return async (req, res, next) => {
    const answer = req.method === 'GET' || req.method === 'HEAD' ? await answerProbe(req.path, readiness) : undefined;
    if (answer === undefined) return next();
    res.set({ 'Cache-Control': 'no-store', 'X-Content-Type-Options': 'nosniff' });
    res.status(answer.status).json(answer.body);
  };
}
