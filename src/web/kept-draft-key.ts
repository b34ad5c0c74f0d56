import { createHmac } from 'node:crypto';

/**
 * The AES-GCM key (base64) under which a browser keeps what could not be saved yet. Only the page of this person and this letter
 * carries it: what stays behind in a browser after signing out, or under another account, nobody there can read.
 */
export function keptDraftKey(secret: string, personId: number, letterId: number): string {
  return createHmac('sha256', secret).update(`kept draft\n${personId}\n${letterId}`).digest('base64');
}

/** Not a letter's id: the key is that of the person's desk as a whole, letters and files. */
const THE_DESK = 0;

/**
 * Whose, and by which key, a browser keeps what could not be sent from the desk yet. While a session lasts the browser has it too, sealed,
 * for the registration page without a connection (`desk-mark.ts`).
 */
export function keptAtDesk(secret: string, personId: number): { person: number; key: string } {
  return { person: personId, key: keptDraftKey(secret, personId, THE_DESK) };
}
