import { z } from 'zod';
import type { Clock } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { isEmailAddress } from '../people/email-address.ts';
import { checked, line } from '../people/input.ts';
import { demand } from '../people/permissions.ts';
import { listPositions } from '../people/positions-store.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { checkLine, checkParagraphs } from './letter-text.ts';
import {
  findGroup,
  GROUP_PRINTED,
  type GroupMember,
  insertGroup,
  isNameTaken,
  listGroups,
  markGroupClosed,
  type RecipientGroup,
  storeMembers,
  updateGroup,
} from './recipient-groups-store.ts';

export const MOST_MEMBERS = 300;

export interface GroupInput {
  name: string;
  printed: string;
  members: readonly GroupMember[];
}

const headInput = z.object({ name: line(150), printed: z.enum(GROUP_PRINTED, 'choose') });

interface GroupDeps {
  db: Database;
  clock: Clock;
}

/**
 * Groups of recipients, kept by administrators and registry clerks. A letter that was submitted keeps the members that it
 * had then, so that nothing here changes what is on its way.
 */
export function openRecipientGroups({ db, clock }: GroupDeps) {
  return {
    list: () => listGroups(db),
    /** The same for whoever keeps them. */
    async listFor(actor: Actor) {
      demand(actor, 'group.manage');
      return listGroups(db);
    },
    async get(actor: Actor, groupId: number): Promise<RecipientGroup> {
      demand(actor, 'group.manage');
      return getOpen(db, groupId);
    },
    /** Refuses `group-name-taken` and `input-invalid` on `name`, `printed`, `members`. Its id. */
    async add(actor: Actor, input: GroupInput): Promise<number> {
      demand(actor, 'group.manage');
      const { head, members } = await checkGroup(db, input);
      return db.transaction(async (tx) => {
        const id = await insertGroup(tx, head, clock());
        if (id === undefined) throw nameTaken();
        await storeMembers(tx, id, members);
        return id;
      });
    },
    /** The same, and `group-changed` when somebody stored it since `revision` was read. */
    async change(actor: Actor, groupId: number, input: GroupInput & { revision: number }): Promise<void> {
      demand(actor, 'group.manage');
      const { head, members } = await checkGroup(db, input);
      await db.transaction(async (tx) => {
        await getOpen(tx, groupId);
        if (await isNameTaken(tx, head.name, groupId)) throw nameTaken();
        if (!(await updateGroup(tx, { id: groupId, ...head, revision: input.revision }))) throw changedMeanwhile();
        await storeMembers(tx, groupId, members);
      });
    },
    /** No letter can name it from now on; drafts that do are refused when they are submitted. */
    async close(actor: Actor, groupId: number): Promise<void> {
      demand(actor, 'group.manage');
      await db.transaction(async (tx) => {
        if (!(await markGroupClosed(tx, groupId, clock()))) throw unknownGroup();
      });
    },
  };
}
export type RecipientGroups = ReturnType<typeof openRecipientGroups>;

async function getOpen(db: Database | Transaction, groupId: number): Promise<RecipientGroup> {
  const group = await findGroup(db, groupId);
  if (group === undefined || group.closedAt !== null) throw unknownGroup();
  return group;
}

async function checkGroup(db: Database, input: GroupInput) {
  const head = checked(headInput, { name: input.name, printed: input.printed });
  const open = new Set((await listPositions(db)).filter(({ closedAt }) => closedAt === null).map(({ id }) => id));
  const members = input.members.map((member): GroupMember => {
    if (member.positionId !== null) {
      if (!open.has(member.positionId))
        throw wrongMembers({ id: 'Salah satu jabatan sudah tidak ada.', en: 'One of the positions is gone.' });
      return { positionId: member.positionId, name: '', address: '', email: '' };
    }
    const name = checkLine(member.name, 150);
    const address = checkParagraphs(member.address, 300);
    if ('problem' in name) throw wrongMembers(name.problem);
    if ('problem' in address) throw wrongMembers(address.problem);
    if (name.text === '')
      throw wrongMembers({ id: 'Setiap penerima di luar harus bernama.', en: 'Everyone outside needs a name.' });
    return { positionId: null, name: name.text, address: address.text, email: checkEmail(member.email, name.text) };
  });
  if (members.length === 0)
    throw wrongMembers({ id: 'Isi paling sedikit satu anggota.', en: 'Name at least one member.' });
  if (members.length > MOST_MEMBERS) {
    throw wrongMembers({ id: `Paling banyak ${MOST_MEMBERS} anggota.`, en: `At most ${MOST_MEMBERS} members.` });
  }
  return { head, members };
}

function checkEmail(typed: string, name: string): string {
  const email = typed.trim();
  if (email === '' || isEmailAddress(email)) return email;
  throw wrongMembers({ id: `Alamat surel ${name} belum benar.`, en: `The e-mail address of ${name} is not valid.` });
}

function wrongMembers(words: Words): Refusal {
  return new Refusal('invalid-input', 'group-invalid', words, { members: words });
}

function nameTaken(): Refusal {
  const words = { id: 'Nama kelompok ini sudah dipakai.', en: 'Another group has this name.' };
  return new Refusal('conflict', 'group-name-taken', words, { name: words });
}

function changedMeanwhile(): Refusal {
  const words = {
    id: 'Kelompok ini sudah diubah sejak Anda membukanya. Belum ada yang disimpan; buka lagi halamannya.',
    en: 'This group has changed since you opened it. Nothing was stored; open the page again.',
  };
  return new Refusal('conflict', 'group-changed', words, { '': words });
}

function unknownGroup(): Refusal {
  return new Refusal('not-found', 'group-unknown', {
    id: 'Kelompok penerima ini tidak ada.',
    en: 'There is no such group of recipients.',
  });
}
