import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';

/** What the acts of this room need. */
export interface PeopleDeps {
  db: Database;
  clock: Clock;
}
