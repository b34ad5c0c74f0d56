import type { Party } from '../../letters/draft-content.ts';
import type { Position } from '../../people/positions-store.ts';

/** One row of the form: a position of this office by its label, or a name outside with an address. */
export interface PartyRow {
  name: string;
  address: string;
}

type OpenPosition = Pick<Position, 'id' | 'name' | 'unitName'>;

/** What the list of suggestions shows for a position: its name, with the unit where two positions share a name. */
export function positionLabels(positions: readonly OpenPosition[]): Map<number, string> {
  const count = new Map<string, number>();
  for (const { name } of positions) count.set(fold(name), (count.get(fold(name)) ?? 0) + 1);
  return new Map(
    positions.map(({ id, name, unitName }) => [id, (count.get(fold(name)) ?? 0) > 1 ? `${name} (${unitName})` : name]),
  );
}

/** Rows as typed; empty ones are left out. A label without an address means the position, everything else is outside. */
export function readParties(rows: readonly PartyRow[], positions: readonly OpenPosition[]): Party[] {
  const byLabel = new Map([...positionLabels(positions)].map(([id, label]) => [fold(label), id]));
  return rows.flatMap(({ name, address }): Party[] => {
    if (name.trim() === '' && address.trim() === '') return [];
    const positionId = address.trim() === '' ? byLabel.get(fold(name)) : undefined;
    return [positionId === undefined ? { type: 'outsider', name, address } : { type: 'position', positionId }];
  });
}

/** Stored parties as rows of the form. */
export function partyRows(parties: readonly Party[], positions: readonly OpenPosition[]): PartyRow[] {
  const labels = positionLabels(positions);
  return parties.map((party) =>
    party.type === 'outsider'
      ? { name: party.name, address: party.address }
      : { name: labels.get(party.positionId) ?? '', address: '' },
  );
}

/** The rows to show: those that hold something and some empty ones below. */
export function withSpareRows(rows: readonly PartyRow[]): PartyRow[] {
  const filled = rows.filter(({ name, address }) => name !== '' || address !== '');
  return [...filled, ...Array.from({ length: filled.length === 0 ? 2 : 1 }, () => ({ name: '', address: '' }))];
}

/** Two lists of equal-named fields, as a form sends them, side by side. */
export function pairRows(names: readonly string[], addresses: readonly string[]): PartyRow[] {
  return names.map((name, i) => ({ name, address: addresses[i] ?? '' }));
}

function fold(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}
