import Bull from 'bull';
import { NO_SUCH_DATABASE, redisRefusal } from './redis-refusal.ts';
import type { Distributor } from './runner.ts';

export interface BullQueue extends Distributor {
  /** Writes and goes. @throws Refusal `redis-unreachable` saying what is wrong */
  probe(): Promise<void>;
}

const ANSWER_MS = 2_000;
const PROBE_MS = 5_000;
const LATE = 'no answer in time';

/**
 * Bull as the distributor of due jobs. Redis learns the row's id and nothing else: payload, attempts, back-off, schedule and
 * last error stay in the outbox, so that a Redis that is emptied, rolled back or exchanged for another loses nothing. Connects
 * when first used. `name` keeps apart the offices that share a Redis; where it does not, ids brought to the wrong one are
 * found to have nothing to do.
 */
export function openBullQueue({ url, name }: { url: string; name: string }): BullQueue {
  let queue: Bull.Queue | undefined;
  let lastError = '';
  let closing: Promise<void> | undefined;
  let begun: Promise<void> | undefined;

  function opened(): Bull.Queue {
    if (queue) return queue;
    queue = new Bull(name, {
      prefix: 'layang',
      redis: redisOptions(url),
      // A dead worker's job is soon due again in the outbox; its trace here must not stand in the way for long.
      settings: { lockDuration: 15_000, stalledInterval: 5_000, maxStalledCount: 1_000, retryProcessDelay: 1_000 },
    });
    // Each try to connect says so for each connection; the runner tells it once.
    queue.on('error', (error: Error) => {
      lastError = error.message || String((error as { code?: unknown }).code ?? '');
    });
    return queue;
  }

  return {
    async probe() {
      const { client } = opened();
      if (client.status !== 'ready') lastError = '';
      try {
        await within(PROBE_MS, async (over) => {
          // A command given meanwhile would wait for the connection and tell nothing of why there is none.
          while (client.status !== 'ready' && lastError === '' && !over()) await pause();
          if (client.status !== 'ready') throw new Error(lastError);
          await client.set(`layang:${name}:probe`, '1', 'PX', 10_000);
        });
        // Such a connection would work, in the database of somebody else.
        if (NO_SUCH_DATABASE.test(lastError)) throw new Error(lastError);
      } catch (error) {
        throw redisRefusal(addressOf(url), `${(error as Error).message} ${lastError}`);
      }
    },

    async hand(ids) {
      const bull = opened();
      begun ??= within(ANSWER_MS, (over) => whenReady(bull, over)).catch(() => {});
      await begun;
      if (bull.client.status !== 'ready') return false;
      try {
        await within(ANSWER_MS, () =>
          // Removed at its end, so that the row can come again under the same id.
          Promise.all(ids.map((id) => bull.add({}, { jobId: id, removeOnComplete: true, removeOnFail: true }))),
        );
        return true;
      } catch (error) {
        lastError = (error as Error).message;
        // A machine that is gone closes nothing: without this its connections would be waited for until TCP gives up.
        if (lastError === LATE) for (const client of bull.clients) client.disconnect(true);
        return false;
      }
    },

    receive(width, take) {
      opened()
        .process(width, (job) => take(Number(job.id)))
        .catch(() => {});
    },

    async close() {
      closing ??= queue && shut(queue);
      await closing;
    },
  };
}

/** The jobs have ended already, in the outbox: what Redis still holds of them is brought again and found done. */
async function shut(queue: Bull.Queue): Promise<void> {
  await within(ANSWER_MS, async (over) => {
    // Those that wait for work would be asked to leave first, and answer only when their wait is over.
    const waiting = queue.clients.filter((client) => client !== queue.client);
    for (const client of waiting) client.disconnect();
    while (waiting.some(({ status }) => status !== 'end') && !over()) await pause();
    await queue.close(true);
  }).catch(() => {});
  for (const client of queue.clients) if (client.status !== 'end') client.disconnect();
}

function redisOptions(url: string): NonNullable<Exclude<Bull.QueueOptions['redis'], string>> {
  const { protocol, hostname, port, username, password, pathname } = new URL(url);
  return {
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port || 6379),
    db: Number(pathname.slice(1) || 0),
    ...(username === '' ? {} : { username: decodeURIComponent(username) }),
    ...(password === '' ? {} : { password: decodeURIComponent(password) }),
    ...(protocol === 'rediss:' ? { tls: {} } : {}),
    connectTimeout: 5_000,
    keepAlive: 10_000,
    // How long a connection that is done may keep the process from ending.
    disconnectTimeout: 200,
    // Of the connection that hands over; those that wait for work never give up (Bull sees to it).
    maxRetriesPerRequest: 2,
    retryStrategy: (times) => Math.min(50 * 2 ** Math.min(times, 10), 2_000),
  };
}

function addressOf(url: string): string {
  const { hostname, port } = new URL(url);
  return `${hostname}:${port || 6379}`;
}

async function within<T>(ms: number, work: (over: () => boolean) => Promise<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  let isOver = false;
  try {
    const late = new Promise<never>((_, reject) => {
      timer = setTimeout(() => reject(new Error(LATE)), ms);
    });
    return await Promise.race([work(() => isOver), late]);
  } finally {
    isOver = true;
    clearTimeout(timer);
  }
}

async function whenReady({ client }: Bull.Queue, over: () => boolean): Promise<void> {
  while (client.status !== 'ready' && !over()) await pause();
}

const pause = () => new Promise((resolve) => setTimeout(resolve, 20));
