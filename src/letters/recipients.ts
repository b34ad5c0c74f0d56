import type { Words } from '../errors.ts';
import type { Position } from '../people/positions-store.ts';
import { isSecret } from '../people/security-class.ts';
import { type DraftContent, MOST_COPIES_PRINTED, MOST_RECIPIENTS_PRINTED, type Party } from './draft-content.ts';
import type { Addressee, FrozenContent } from './frozen-content.ts';
import type { RecipientGroup } from './recipient-groups-store.ts';

/** One addressee of a version, as it is sent: a position here, or somebody outside. `groupName` is empty for one named alone. */
export interface Recipient {
  part: 'to' | 'cc';
  name: string;
  address: string;
  positionId: number | null;
  email: string;
  groupName: string;
}

export interface ResolvedRecipients {
  /** Everybody once: who is named alone and in a group is sent one letter. */
  recipients: Recipient[];
  to: Addressee[];
  cc: Addressee[];
  /** Members of the groups that the page names by their name alone. */
  lists: NonNullable<FrozenContent['recipientLists']>;
  problems: Partial<Record<'recipients' | 'copies', Words>>;
}

interface Book {
  positions: readonly Pick<Position, 'id' | 'name' | 'closedAt'>[];
  groups: readonly RecipientGroup[];
}

type One = Omit<Recipient, 'part'>;

/** The parties of a draft as they are printed and sent today. A group's member whose post was closed is left out. */
export function resolveRecipients(
  book: Book,
  draft: Pick<DraftContent, 'recipients' | 'copies' | 'security'>,
): ResolvedRecipients {
  // Every copy of a secret letter is numbered for one recipient, so nobody hides behind the name of a group.
  const secret = isSecret(draft.security);
  const resolved: ResolvedRecipients = { recipients: [], to: [], cc: [], lists: [], problems: {} };
  for (const [field, part] of [
    ['recipients', 'to'],
    ['copies', 'cc'],
  ] as const) {
    for (const party of draft[field]) {
      const all = addresseesOf(book, party);
      if (all === undefined) {
        resolved.problems[field] = GONE;
        continue;
      }
      for (const one of all.everybody) addOnce(resolved.recipients, { part, ...one });
      resolved[part].push(...all.printed);
      if (!secret && all.list !== undefined && !resolved.lists.some(({ name }) => name === all.list?.name))
        resolved.lists.push(all.list);
    }
    if (secret) resolved[part] = printedOnce(resolved.recipients, part);
    const most = part === 'to' ? MOST_RECIPIENTS_PRINTED : MOST_COPIES_PRINTED;
    if (resolved[part].length > most) resolved.problems[field] = tooMany(most);
  }
  return resolved;
}

function addresseesOf(
  book: Book,
  party: Party,
): { everybody: One[]; printed: Addressee[]; list?: ResolvedRecipients['lists'][number] } | undefined {
  if (party.type === 'outsider') {
    const { name, address, email = '' } = party;
    return { everybody: [{ name, address, positionId: null, email, groupName: '' }], printed: [{ name, address }] };
  }
  if (party.type === 'position') {
    const one = position(book, party.positionId, '');
    return one && { everybody: [one], printed: [{ name: one.name, address: '' }] };
  }
  const group = book.groups.find(({ id }) => id === party.groupId);
  const everybody = (group?.members ?? []).flatMap((member): One[] => {
    if (member.positionId === null) return [{ ...member, groupName: group?.name ?? '' }];
    const one = position(book, member.positionId, group?.name ?? '');
    return one === undefined ? [] : [one];
  });
  if (group === undefined || everybody.length === 0) return undefined;
  const members = everybody.map(({ name, address }) => ({ name, address }));
  if (group.printed === 'members') return { everybody, printed: members };
  return { everybody, printed: [{ name: group.name, address: '' }], list: { name: group.name, members } };
}

function position(book: Book, positionId: number, groupName: string): One | undefined {
  const found = book.positions.find(({ id, closedAt }) => id === positionId && closedAt === null);
  return found && { name: found.name, address: '', positionId, email: '', groupName };
}

function printedOnce(recipients: readonly Recipient[], part: Recipient['part']): Addressee[] {
  return recipients.filter((one) => one.part === part).map(({ name, address }) => ({ name, address }));
}

function addOnce(all: Recipient[], one: Recipient): void {
  const there = all.some((each) =>
    one.positionId === null
      ? each.positionId === null && each.name === one.name && each.address === one.address
      : each.positionId === one.positionId,
  );
  if (!there) all.push(one);
}

const GONE: Words = {
  id: 'Salah satu jabatan atau kelompok tujuan sudah tidak ada.',
  en: 'One of the positions or groups is gone.',
};

function tooMany(most: number): Words {
  return {
    id: `Paling banyak ${most} nama tercetak. Atur kelompoknya agar tercetak dengan nama kelompok.`,
    en: `At most ${most} names are printed. Have the group printed by its name.`,
  };
}
