import { createHash } from 'node:crypto';
import { Refusal } from '../../errors.ts';
import type { FoundFields } from '../../intake/found-fields.ts';
import type { ComingFile } from '../../intake/receive-files.ts';
import { type TakeInDeps, takeIn } from '../../intake/take-in.ts';
import type { Actor } from '../../people/actor.ts';
import { demand } from '../../people/permissions.ts';
import { listUnits } from '../../people/units-store.ts';
import { listUnitsWithClerk } from '../registering/arrivals-store.ts';
import { type FollowedState, followedState } from './followed-letter.ts';
import {
  countOpenPublic,
  findByReceipt,
  findReceipt,
  insertReceipt,
  listPublicDesks,
  type PublicDesk,
  storePublicDesks,
} from './public-letters-store.ts';

export interface PublicLetter {
  unitId: number;
  name: string;
  address: string;
  email: string;
  subject: string;
  number: string;
  /** `YYYY-MM-DD`, or empty. */
  letterDate: string;
  files: readonly Omit<ComingFile, 'role'>[];
  /** The same for the same form, however often it arrives. */
  key: string;
  /** What its sender follows it with: a token nobody can guess. */
  code: string;
}

/** Letters of the form that wait unregistered at one desk, at most: beyond that somebody fills it, or nobody empties it. */
const MOST_WAITING = 300;

/** What anybody may do without an account: write to the office, and see where that letter stands. */
export function openPublicLetters(deps: TakeInDeps) {
  const { db } = deps;
  return {
    /** Units that take letters of the form; none: there is no form. */
    desks: (): Promise<PublicDesk[]> => listPublicDesks(db),

    /**
     * Lays the letter into the front desk of a unit. `before`: it had come already, under another code than this one.
     * @throws Refusal `public-desk-closed`, `file-missing` on `files`, `public-desk-full` (unavailable), those of `takeIn`
     */
    async send(letter: PublicLetter): Promise<{ unitName: string; before: boolean }> {
      const desk = (await listPublicDesks(db)).find(({ unitId }) => unitId === letter.unitId);
      if (desk === undefined) throw closed();
      if (letter.files.length === 0) throw withoutFile();
      if ((await countOpenPublic(db, desk.unitId)) >= MOST_WAITING) throw full(desk);
      const coming = {
        origin: 'public' as const,
        unitId: desk.unitId,
        submissionKey: letter.key,
        files: letter.files.map(({ path, name, size }) => ({ path, name, size, role: 'letter' as const })),
        found: foundIn(letter),
      };
      const codeHash = hashOf(letter.code);
      const { intakeId, fresh } = await takeIn(deps, coming, (tx, id) => insertReceipt(tx, { intakeId: id, codeHash }));
      const before = !fresh && !((await findReceipt(db, intakeId))?.equals(codeHash) ?? false);
      return { unitName: desk.name, before };
    },

    /** Where the letter of this receipt stands; undefined for a code that nobody was given. */
    async follow(code: string): Promise<{ unitName: string; unitContact: string; state: FollowedState } | undefined> {
      const row = await findByReceipt(db, hashOf(code));
      return row && { unitName: row.unitName, unitContact: row.unitContact, state: followedState(row) };
    },

    /** Every unit, whether it takes letters of the form, and whether it has a clerk to register them. */
    async listDesks(actor: Actor) {
      demand(actor, 'office.manage');
      const [desks, withClerk] = [await listPublicDesks(db), await listUnitsWithClerk(db)];
      const open = new Set(desks.map(({ unitId }) => unitId));
      const units = await listUnits(db);
      return units.map(({ id, name }) => ({ unitId: id, name, open: open.has(id), hasClerk: withClerk.has(id) }));
    },

    /** These units take letters of the form, and no others. Letters that came stay where they are. */
    async setDesks(actor: Actor, unitIds: readonly number[]): Promise<void> {
      demand(actor, 'office.manage');
      const known = new Set((await listUnits(db)).map(({ id }) => id));
      const chosen = { unitIds: unitIds.filter((id) => known.has(id)), personId: actor.personId, at: deps.clock() };
      await db.transaction((tx) => storePublicDesks(tx, chosen));
    },
  };
}
export type PublicLetters = ReturnType<typeof openPublicLetters>;

function hashOf(code: string): Buffer {
  return createHash('sha256').update(`receipt\n${code}`).digest();
}

function foundIn({ name, address, email, subject, number, letterDate }: PublicLetter): FoundFields {
  return {
    by: 'form',
    senderName: name,
    subject,
    ...(address === '' ? {} : { senderAddress: address }),
    ...(email === '' ? {} : { email }),
    ...(number === '' ? {} : { number }),
    ...(letterDate === '' ? {} : { letterDate }),
  };
}

function closed(): Refusal {
  const words = { id: 'Pilih salah satu unit yang menerima surat.', en: 'Choose one of the units that take letters.' };
  return new Refusal('invalid-input', 'public-desk-closed', words, { unitId: words });
}

function withoutFile(): Refusal {
  const words = {
    id: 'Pilih berkas suratnya; foto yang jelas pun boleh.',
    en: 'Choose the file of the letter; a clear photo will do.',
  };
  return new Refusal('invalid-input', 'file-missing', words, { files: words });
}

function full({ name, contact }: PublicDesk): Refusal {
  const reach = contact === '' ? name : contact;
  return new Refusal('unavailable', 'public-desk-full', {
    id: `Loket ${name} sedang penuh. Coba lagi nanti, atau hubungi langsung: ${reach}.`,
    en: `The desk of ${name} is full. Try again later, or contact it directly: ${reach}.`,
  });
}
