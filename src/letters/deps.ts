import type { Clock } from '../clock.ts';
import type { Database } from '../postgres/database.ts';
import type { LetterPage } from '../typesetting/letter-page.ts';

/** What the acts of this room need. */
export interface LettersDeps {
  db: Database;
  clock: Clock;
  /** Host of the check origin, printed in every footer. */
  host: string;
  typesetter: { typeset(page: LetterPage): Promise<{ pdf: Buffer; pages: number }> };
}
