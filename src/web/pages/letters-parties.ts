import type { Party } from '../../letters/draft-content.ts';
import type { RecipientGroup } from '../../letters/recipient-groups-store.ts';
import type { Position } from '../../people/positions-store.ts';

/** One row of the form: a position of this office or a group by its label, or a name outside with an address. */
export interface PartyRow {
  name: string;
  address: string;
  /** Of somebody outside; not printed. */
  email: string;
}

type OpenPosition = Pick<Position, 'id' | 'name' | 'unitName'>;
type OpenGroup = Pick<RecipientGroup, 'id' | 'name'>;
/** What a typed name may mean besides somebody outside. */
export interface Known {
  positions: readonly OpenPosition[];
  groups: readonly OpenGroup[];
}

export const EMPTY_ROW: PartyRow = { name: '', address: '', email: '' };

/** What the list of suggestions shows for a position: its name, with the unit where two positions share a name. */
export function positionLabels(positions: readonly OpenPosition[]): Map<number, string> {
  const count = new Map<string, number>();
  for (const { name } of positions) count.set(fold(name), (count.get(fold(name)) ?? 0) + 1);
  return new Map(
    positions.map(({ id, name, unitName }) => [id, (count.get(fold(name)) ?? 0) > 1 ? `${name} (${unitName})` : name]),
  );
}

/** Rows as typed; empty ones are left out. A label without an address means the position or the group, everything else is outside. */
export function readParties(rows: readonly PartyRow[], { positions, groups }: Known): Party[] {
  const byLabel = new Map<string, Party>([
    ...groups.map(({ id, name }): [string, Party] => [fold(name), { type: 'group', groupId: id }]),
    // A position stands before a group of the same name.
    ...[...positionLabels(positions)].map(([id, label]): [string, Party] => [
      fold(label),
      { type: 'position', positionId: id },
    ]),
  ]);
  return rows.flatMap((row): Party[] => {
    if (isEmpty(row)) return [];
    const known = row.address.trim() === '' && row.email.trim() === '' ? byLabel.get(fold(row.name)) : undefined;
    return [known ?? outsider(row)];
  });
}

function outsider({ name, address, email }: PartyRow): Party {
  return { type: 'outsider', name, address, ...(email.trim() === '' ? {} : { email }) };
}

/** Stored parties as rows of the form. */
export function partyRows(parties: readonly Party[], { positions, groups }: Known): PartyRow[] {
  const labels = positionLabels(positions);
  return parties.map((party) => {
    if (party.type === 'outsider') return { name: party.name, address: party.address, email: party.email ?? '' };
    if (party.type === 'position') return { ...EMPTY_ROW, name: labels.get(party.positionId) ?? '' };
    return { ...EMPTY_ROW, name: groups.find(({ id }) => id === party.groupId)?.name ?? '' };
  });
}

/** The rows to show: those that hold something and some empty ones below. */
export function withSpareRows(rows: readonly PartyRow[]): PartyRow[] {
  const filled = rows.filter((row) => !isEmpty(row));
  return [...filled, ...Array.from({ length: filled.length === 0 ? 2 : 1 }, () => EMPTY_ROW)];
}

/** Lists of equal-named fields, as a form sends them, side by side. */
export function pairRows(
  names: readonly string[],
  addresses: readonly string[],
  emails: readonly string[] = [],
): PartyRow[] {
  return names.map((name, i) => ({ name, address: addresses[i] ?? '', email: emails[i] ?? '' }));
}

function isEmpty({ name, address, email }: PartyRow): boolean {
  return name.trim() === '' && address.trim() === '' && email.trim() === '';
}

function fold(text: string): string {
  return text.normalize('NFC').replace(/\s+/gu, ' ').trim().toLowerCase();
}
