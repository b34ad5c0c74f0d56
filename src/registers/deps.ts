import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';

export interface RegistersDeps {
  db: Database;
  clock: Clock;
}
