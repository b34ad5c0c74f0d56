import { z } from 'zod';
import { URGENCY } from '../letters/letter-kind.ts';
import { SECURITY } from '../people/security-class.ts';

const text = (longest: number) => z.string().max(longest);

/** What is known of a letter before anybody registers it, offered to the clerk: never more than a claim of whoever said so. */
export const FoundFields = z.strictObject({
  senderName: text(300).optional(),
  senderAddress: text(500).optional(),
  number: text(200).optional(),
  letterDate: z.iso.date().optional(),
  subject: text(1_000).optional(),
  security: z.enum(SECURITY).optional(),
  urgency: z.enum(URGENCY).optional(),
  classification: text(60).optional(),
  addressee: text(500).optional(),
  email: text(320).optional(),
  /** Read from the seal on the page, typed into the public form, or told by the other installation. */
  by: z.enum(['seal', 'form', 'delivery']),
});
export type FoundFields = z.infer<typeof FoundFields>;
