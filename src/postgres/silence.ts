import pg from 'pg';

/** A server that has not taken a connection by then is away for whoever waits before a page. */
const CONNECT_MS = 5_000;
/** A statement may take longer; after this somebody asks whether the server is there at all. */
const PATIENCE_MS = 3_000;
const LOOK_MS = 1_000;
/** One look that finds nothing may be an answer that is on its way. */
const MISSES = 2;
/** Our own event loop beats this often while we look. When it was held up by more than `HELD_UP_MS`, what seems silent may be us. */
const BEAT_MS = 50;
const HELD_UP_MS = 300;

export interface SilenceWatch {
  /** The connections of a pool that is watched. */
  Client: new (
    config?: pg.ClientConfig,
  ) => pg.Client;
  stop(): void;
}

/**
 * A network that swallows packets tells nobody: a statement sent into it would wait for a quarter of an hour. Where one waits
 * for long the server is asked over a fresh connection. When it stays silent, or knows of no work for the one that waits
 * (its answer went astray), that one is cut and fails as if the server had been stopped. A slow statement goes on; so does
 * every statement while this process or its machine is too busy to tell.
 */
export function watchSilence(connectionString: string): SilenceWatch {
  const waiting = new Map<pg.Client, { since: number; misses: number }>();
  let looking = false;

  class WatchedClient extends pg.Client {
    constructor(config: pg.ClientConfig = {}) {
      super({ ...config, connectionString, connectionTimeoutMillis: CONNECT_MS });
      const { query } = this;
      this.query = ((...words: unknown[]) => {
        if (!waiting.has(this)) waiting.set(this, { since: performance.now(), misses: 0 });
        return Reflect.apply(query, this, words);
      }) as typeof query;
      this.on('drain', () => waiting.delete(this));
      this.on('end', () => waiting.delete(this));
    }
  }

  async function look(): Promise<void> {
    const long = performance.now() - PATIENCE_MS;
    const overdue = [...waiting].filter(([, { since }]) => since < long);
    if (overdue.length === 0) return;
    const { result: resting, heldUp } = await beating(() => askServer(connectionString));
    if (heldUp) return;
    for (const [client, about] of overdue) {
      if (resting === undefined || resting.has(backendOf(client))) about.misses += 1;
      else about.misses = 0;
      if (about.misses >= MISSES && waiting.get(client) === about) void client.end().catch(() => {});
    }
  }

  const timer = setInterval(() => {
    if (looking) return;
    looking = true;
    void look().finally(() => {
      looking = false;
    });
  }, LOOK_MS);
  timer.unref();
  return { Client: WatchedClient, stop: () => clearInterval(timer) };
}

/** Whether the event loop kept its beat meanwhile. */
async function beating<T>(work: () => Promise<T>): Promise<{ result: T; heldUp: boolean }> {
  let last = performance.now();
  let longest = 0;
  const beat = () => {
    const now = performance.now();
    longest = Math.max(longest, now - last);
    last = now;
  };
  const timer = setInterval(beat, BEAT_MS);
  try {
    const result = await work();
    beat();
    return { result, heldUp: longest > HELD_UP_MS };
  } finally {
    clearInterval(timer);
  }
}

/** The number by which the server knows a connection; pg keeps it without declaring it. */
function backendOf(client: pg.Client): unknown {
  return 'processID' in client ? client.processID : undefined;
}

/** Connections of ours that the server has nothing to do for; undefined when it does not answer. One that refuses us has answered. */
async function askServer(connectionString: string): Promise<Set<unknown> | undefined> {
  const client = new pg.Client({
    connectionString,
    connectionTimeoutMillis: PATIENCE_MS,
    query_timeout: PATIENCE_MS,
  });
  client.on('error', () => {});
  try {
    await client.connect();
    const { rows } = await client.query<{ pid: number }>(
      `SELECT pid FROM pg_stat_activity WHERE usename = current_user AND state LIKE 'idle%'`,
    );
    return new Set(rows.map(({ pid }) => pid));
  } catch (error) {
    return /^\d/.test(String((error as { code?: unknown }).code ?? '')) ? new Set() : undefined;
  } finally {
    void client.end().catch(() => {});
  }
}
