/** One line of the bench: ours beside its limit or peer, both from this run on this machine. */
export interface Line {
  what: string;
  ours: number;
  unit: 'ms' | '/s' | 'MB';
  beside: { name: string; value: number }[];
  /** What is aimed at, and whether this run reached it. */
  aim?: { words: string; reached: boolean };
}

export function lineText({ what, ours, unit, beside, aim }: Line): string {
  const others = beside.map(({ name, value }) => `${name} ${figure(value, unit)} (× ${(ours / value).toFixed(2)})`);
  const verdict = aim === undefined ? '' : `   aim: ${aim.words}: ${aim.reached ? 'reached' : 'NOT reached'}`;
  return `${what.padEnd(44)} ${figure(ours, unit).padStart(12)}   ${others.join(', ')}${verdict}`;
}

function figure(value: number, unit: string): string {
  return `${value >= 100 ? value.toFixed(0) : value.toFixed(2)} ${unit}`;
}
