import { request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { PushRequest } from './push-request.ts';

const DEADLINE_MS = 15_000;

/**
 * Hands a message to the push service and gives the status of its answer. No redirection is followed, the answer's body is not
 * read, and after fifteen seconds it failed. An error names no address: that one is a secret of the browser's.
 */
export function sendPushRequest({ url, headers, body }: PushRequest): Promise<number> {
  const send = url.protocol === 'https:' ? requestHttps : requestHttp;
  const signal = AbortSignal.timeout(DEADLINE_MS);
  return new Promise((resolve, reject) => {
    const req = send(url, { method: 'POST', headers, agent: false, signal, maxHeaderSize: 16 * 1024 });
    req.on('response', (response) => {
      resolve(response.statusCode ?? 0);
      response.destroy();
    });
    req.on('error', (error: NodeJS.ErrnoException) => reject(new Error(`no answer (${error.code ?? 'unknown'})`)));
    req.end(body);
  });
}
