/** Klasifikasi keamanan of official letters: biasa, terbatas, rahasia, sangat rahasia. */
export const SECURITY = ['B', 'T', 'R', 'SR'] as const;
export type Security = (typeof SECURITY)[number];

/** Rahasia and sangat rahasia reach people by name, and what they are about stands in no list, notice or book. */
export function isSecret(security: Security): security is 'R' | 'SR' {
  // Whatever else it might be is nothing that everybody may see.
  return security !== 'B' && security !== 'T';
}
