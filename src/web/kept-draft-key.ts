import { createHmac } from 'node:crypto';

/**
 * The AES-GCM key (base64) under which a browser keeps what could not be saved yet. Only the page of this person and this letter
 * carries it: what stays behind in a browser after signing out, or under another account, nobody there can read.
 */
export function keptDraftKey(secret: string, personId: number, letterId: number): string {
  return createHmac('sha256', secret).update(`kept draft\n${personId}\n${letterId}`).digest('base64');
}
