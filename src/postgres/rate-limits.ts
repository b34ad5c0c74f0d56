import type { Database } from './database.ts';

/**
 * For RateLimiterPostgres: counters in table `rate_limit`, so that every process of the installation sees the same number.
 * What has run out is cleared away with the sessions.
 */
export function rateLimits(db: Database) {
  return {
    storeClient: db.pool,
    storeType: 'pool',
    tableName: 'rate_limit',
    tableCreated: true,
    clearExpiredByTimeout: false,
  };
}
