import type { GroupMember } from '../../letters/recipient-groups-store.ts';
import { type Known, partyRows, readParties } from './letters-parties.ts';

/** Beyond it the act refuses anyway; the lines are not even looked at. */
const MOST_LINES = 2_000;

/** One member a line: a post by its label, or `name | address | e-mail` with the lines of the address apart by ` / `. */
export function readMembers(text: string, positions: Known['positions']): GroupMember[] {
  const rows = text
    .split(/\r?\n/)
    .slice(0, MOST_LINES)
    .filter((line) => line.trim() !== '')
    .map((line) => {
      const [name = '', address = '', ...email] = line.split('|').map((part) => part.trim());
      return { name, address: address.split(' / ').join('\n'), email: email.join('|') };
    });
  return readParties(rows, { positions, groups: [] }).flatMap((party): GroupMember[] => {
    if (party.type === 'position') return [{ positionId: party.positionId, name: '', address: '', email: '' }];
    if (party.type === 'group') return [];
    return [{ positionId: null, name: party.name, address: party.address, email: party.email ?? '' }];
  });
}

/** The same lines as they are shown for changing; a post that was closed is left out. */
export function memberLines(members: readonly GroupMember[], positions: Known['positions']): string {
  return members
    .flatMap((member) => {
      if (member.positionId === null) {
        const parts = [member.name, member.address.split('\n').join(' / '), member.email];
        return [parts.join(' | ').replace(/( \| )+$/, '')];
      }
      const [row] = partyRows([{ type: 'position', positionId: member.positionId }], { positions, groups: [] });
      return row === undefined || row.name === '' ? [] : [row.name];
    })
    .join('\n');
}
