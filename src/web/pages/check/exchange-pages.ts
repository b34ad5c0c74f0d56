import type { Request, Response } from 'express';
import { isRefusal, type Refusal } from '../../../errors.ts';
import type { Exchange } from '../../../exchange/exchange.ts';
import { MOST_PDF_BYTES } from '../../../exchange/manifest.ts';
import { turnedAway } from '../../../exchange/receive-refusals.ts';
import { MOST_MESSAGE_BYTES } from '../../../exchange/signed-message.ts';
import { Places } from '../../places.ts';
import { statusOf } from '../../problems.ts';
import type { PublicRoute } from '../../routes.ts';
import { networkOf } from '../../sign-in-throttle.ts';
import { callerLimit, networkLimit } from './caller-limit.ts';
import { type CheckDeps, checkHeaders } from './check-page.ts';

/** Deliveries arriving at once at this process, and from one network address. */
const AT_ONCE = 4;
const AT_ONCE_EACH = 3;
const HOUR = 3600;
/** Of one network address an hour: refusals, however many deliveries of a partner come from it. */
const REFUSED_EACH = 120;
/** So long nobody listens to a network that is over it: a refusal is written down, and a thousand would be. */
const SHUT_MS = 10 * 60_000;
const MOST_SHUT = 10_000;
const MEGABYTE = 1024 * 1024;

export interface ArrivalLimits {
  /** Until the sender is known. */
  noteMs: number;
  /** Until the file is there: 32 MB over a line of a village. */
  fileMs: number;
  /** Of one partner an hour, asked before the file is read; the rest of a long queue comes in the next. */
  deliveries: number;
  megabytes: number;
}

const USUAL: ArrivalLimits = { noteMs: 20_000, fileMs: 300_000, deliveries: 2_000, megabytes: 4_000 };

/**
 * What other installations ask: `/_v1/exchange`, `/exchange/deliveries`, `/exchange/standings`, `/exchange/notices`. Machines
 * read the answers.
 */
export function exchangePages(
  deps: Pick<CheckDeps, 'db' | 'settings'> & {
    exchange: Pick<Exchange, 'card' | 'receive' | 'answerStanding' | 'takeNotice'>;
  },
  limits: ArrivalLimits = USUAL,
): PublicRoute[] {
  const { exchange } = deps;
  const places = new Places(AT_ONCE, AT_ONCE_EACH);
  const refusedHere = networkLimit(deps, { name: 'exchange-refused', points: REFUSED_EACH, seconds: HOUR });
  const shut = new Map<string, number>();
  const deliveriesOf = callerLimit(deps, { name: 'exchange-partner', points: limits.deliveries, seconds: HOUR });
  const megabytesOf = callerLimit(deps, { name: 'exchange-volume', points: limits.megabytes, seconds: HOUR });

  /** Takes one message of at most `most` bytes within its time; whatever happens there is one answer, and the line is let go. */
  async function answer(
    { req, res }: { req: Request; res: Response },
    most: number,
    work: (later: () => void) => Promise<string>,
  ): Promise<void> {
    res.set(checkHeaders);
    const network = networkOf(req.ip ?? '');
    const length = Number(req.headers['content-length'] ?? Number.NaN);
    if (!Number.isInteger(length)) return cutOff(req, res, turnedAway('malformed'), 411);
    if (length > most) return cutOff(req, res, turnedAway('too-large'), 413);
    if ((shut.get(network) ?? 0) > Date.now()) return cutOff(req, res, turnedAway('busy'), 429);
    if (!places.take(network)) return cutOff(req, res, turnedAway('busy'), 503);
    const late = () => cutOff(req, res, turnedAway('slow'), 408);
    let timer = setTimeout(late, limits.noteMs);
    try {
      const note = await work(() => {
        clearTimeout(timer);
        timer = setTimeout(late, limits.fileMs);
      });
      if (!res.headersSent) res.type('text/plain; charset=utf-8').send(note);
    } catch (error) {
      const hasGone = req.destroyed && !req.readableEnded;
      if (res.headersSent || hasGone) return;
      if (!isRefusal(error)) throw error;
      const isOneMore = await refusedHere(req.ip ?? '');
      if (!isOneMore) {
        if (shut.size >= MOST_SHUT) shut.clear();
        shut.set(network, Date.now() + SHUT_MS);
      }
      const [refusal, status] = isOneMore ? [error, statusOf[error.problem]] : [turnedAway('busy'), 429];
      if (req.readableEnded) refuse(res, refusal, status);
      else cutOff(req, res, refusal, status);
    } finally {
      clearTimeout(timer);
      places.give(network);
    }
  }

  return [
    {
      method: 'GET',
      access: 'public',
      path: '/_v1/exchange',
      async handler({ res }) {
        const card = await exchange.card();
        res.set(checkHeaders).type('text/plain; charset=utf-8');
        if (card === undefined) res.status(404).send('not found\n');
        else res.send(card);
      },
    },
    {
      method: 'POST',
      access: 'public',
      path: '/exchange/deliveries',
      handler: (visit) =>
        answer(visit, MOST_PDF_BYTES + MOST_MESSAGE_BYTES + 16, (later) =>
          exchange.receive(chunksOf(visit.req), async ({ id }) => {
            later();
            const size = Math.ceil(Number(visit.req.headers['content-length']) / MEGABYTE);
            const partner = `partner ${id}`;
            if (!(await deliveriesOf(partner)) || !(await megabytesOf(partner, size))) throw turnedAway('busy');
          }),
        ),
    },
    {
      method: 'POST',
      access: 'public',
      path: '/exchange/standings',
      handler: (visit) =>
        answer(visit, MOST_MESSAGE_BYTES, async () => exchange.answerStanding(await noteOf(visit.req))),
    },
    {
      method: 'POST',
      access: 'public',
      path: '/exchange/notices',
      handler: (visit) =>
        answer(visit, MOST_MESSAGE_BYTES, async () =>
          exchange.takeNotice(await noteOf(visit.req), async ({ id }) => {
            if (!(await deliveriesOf(`partner ${id}`))) throw turnedAway('busy');
          }),
        ),
    },
  ];
}

async function noteOf(req: Request): Promise<string> {
  const parts: Buffer[] = [];
  for await (const chunk of chunksOf(req)) parts.push(chunk);
  return Buffer.concat(parts).toString('utf8');
}

async function* chunksOf(req: Request): AsyncIterable<Buffer> {
  for await (const chunk of req) yield Buffer.from(chunk);
}

/** Whoever sends more than they may, or too slowly, is told once and not listened to any more. */
function cutOff(req: Request, res: Response, refusal: Refusal, status: number): void {
  if (res.headersSent) return;
  res.set('Connection', 'close');
  res.once('finish', () => req.destroy());
  refuse(res, refusal, status);
}

function refuse(res: Response, { code, words }: Refusal, status: number): void {
  if (status === 503 || status === 429) res.set('Retry-After', '60');
  res.status(status).json({ refused: { code, ...words } });
}
