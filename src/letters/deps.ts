import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';
import type { ComposeDeps } from './compose-document.ts';

/** What the acts of this room need. */
export interface LettersDeps {
  db: Database;
  clock: Clock;
  /** Host of the check origin, printed in every footer. */
  host: string;
  typesetter: ComposeDeps['typesetter'];
  uploads: ComposeDeps['uploads'];
  documents: ComposeDeps['documents'];
}
