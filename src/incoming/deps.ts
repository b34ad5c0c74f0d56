import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';

/** What the acts on the tree of an incoming letter need. */
export interface TreeDeps {
  db: Database;
  clock: Clock;
  /** Of the officials' pages: mails lead there. */
  appOrigin: string;
}
