const LONGEST = 36;

/**
 * The code of a new instruction: its name in capitals, `[A-Z0-9_]{2,40}`, with a count behind it where a code was ever used
 * before. Codes stand on old sheets and are never given to another instruction.
 */
export function instructionCode(name: string, taken: ReadonlySet<string>): string {
  const plain = name
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toUpperCase()
    .replace(/[^A-Z0-9]+/g, '_')
    .slice(0, LONGEST)
    .replace(/^_+|_+$/g, '');
  const stem = plain.length < 2 ? 'ARAHAN' : plain;
  if (!taken.has(stem)) return stem;
  for (let count = 2; ; count++) {
    const code = `${stem}_${count}`;
    if (!taken.has(code)) return code;
  }
}
