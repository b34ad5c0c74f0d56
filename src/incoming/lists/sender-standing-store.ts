import { z } from 'zod';
import { STATUS_CODES, standingOf } from '../../letters/letter-status.ts';
import { sql } from '../../postgres/sql.ts';

/**
 * The last that the sender of the row `i` did to it, where we learn of it: of a letter of ours what stands beside that, of
 * a partner's what its office told. Each is one step into an index.
 */
export const lastOfSender = sql`CASE WHEN i.letter_id IS NOT NULL
    THEN (SELECT c.code FROM letter_status c WHERE c.letter_id = i.letter_id ORDER BY c.id DESC LIMIT 1)
    WHEN i.intake_id IS NOT NULL
    THEN (SELECT c.code FROM sender_status c WHERE c.intake_id = i.intake_id ORDER BY c.n DESC LIMIT 1) END`;

/** How the letter stands with its sender after that; null: in force as it came. */
export const SenderStanding = z
  .enum(STATUS_CODES)
  .nullable()
  .transform((last) => standingOf(last ?? undefined) ?? null);
