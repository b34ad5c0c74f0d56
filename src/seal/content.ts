import { createHash } from 'node:crypto';
import { z } from 'zod';
import { canonicalJson } from './canonical-json.ts';

const text = z.string().transform((value) => value.normalize('NFC'));
const sha256 = z.string().regex(/^[0-9a-f]{64}$/);

const letterContent = z.strictObject({
  v: z.literal(1),
  number: text,
  date: z.iso.date(),
  security: z.union([z.literal(0), z.literal(1), z.literal(2), z.literal(3)]),
  subject: text,
  to: z.array(text),
  cc: z.array(text),
  signers: z.array(z.strictObject({ id: text, name: text, position: text })).min(1),
  body: z.strictObject({ kind: z.enum(['text', 'upload']), sha256 }),
  attachments: z.array(z.strictObject({ name: text, sha256 })),
});

/** What the seal commits to (seal-and-log 3.3): exactly these members; hashes in lower-case hex. */
export type LetterContent = z.infer<typeof letterContent>;

/** The bytes that are committed to: JCS of the content with its strings in NFC. Throws when a member is missing or unknown. */
export function canonicalContent(content: LetterContent): string {
  return canonicalJson(letterContent.parse(content));
}

/** The content again from stored canonical bytes. */
export function parseContent(canonical: string): LetterContent {
  return letterContent.parse(JSON.parse(canonical));
}

/** C = SHA-256("layang-letter/v1\n" ‖ salt ‖ JCS(content)), 32 bytes; the salt is 32 bytes of the CSPRNG, drawn at sealing. */
export function commitContent(salt: Uint8Array, content: LetterContent): Buffer {
  if (salt.length !== 32) throw new TypeError('the salt of a content commitment has 32 bytes');
  return createHash('sha256').update('layang-letter/v1\n').update(salt).update(canonicalContent(content)).digest();
}
