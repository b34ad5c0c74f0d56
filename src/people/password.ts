import { hash, verify } from '@node-rs/argon2';
import { derivationTurns } from '../processes/derivation-turns.ts';

// OWASP's profile for argon2id: guesses cost memory, and those who sign in at once take turns for it.
const cost = { memoryCost: 19_456, timeCost: 2, parallelism: 1 };

/** argon2id as a PHC string, with its own salt. The password's strength is the caller's business (`strength.ts`). */
export function hashPassword(password: string): Promise<string> {
  return derivationTurns.take(cost.memoryCost, () => hash(password.normalize('NFC'), cost));
}

/**
 * Whether the password is the one. Without a hash (nobody has that name, or no password was set yet) the same work is
 * done against a hash of nothing, so that the time of the answer does not tell which names exist.
 */
export async function passwordMatches(passwordHash: string | null | undefined, password: string): Promise<boolean> {
  const candidate = password.normalize('NFC');
  if (passwordHash === null || passwordHash === undefined) {
    stranger ??= hashPassword('');
    await inTurn(await stranger, `${candidate}.`);
    return false;
  }
  return inTurn(passwordHash, candidate);
}

function inTurn(passwordHash: string, candidate: string): Promise<boolean> {
  return derivationTurns.take(cost.memoryCost, () => verify(passwordHash, candidate));
}

let stranger: Promise<string> | undefined;
