import { Refusal } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { line } from '../people/input.ts';
import { demand } from '../people/permissions.ts';
import { type AlikeRegisters, findAlikeRegisters } from './alike-registers.ts';
import type { RegistersDeps } from './deps.ts';
import { badField, getRegister } from './register-input.ts';
import { listCodedUnits, listSets, type RegisterSet, renameRegister } from './register-sets-store.ts';
import { addRegister, findRegisterOfUnit, listRegisters, type Register } from './register-store.ts';

const LONGEST_NAME = 80;

export interface RegistersKept {
  registers: Register[];
  /** Sets of kinds that are counted together, with the kinds of each. */
  sets: RegisterSet[];
  alike: AlikeRegisters[];
}

/** All registers, for the administrator: which sets there are, who keeps one, and which could print the same number. */
export async function readRegistersKept(deps: RegistersDeps, actor: Actor): Promise<RegistersKept> {
  demand(actor, 'register.manage');
  const registers = await listRegisters(deps.db);
  const sets = await listSets(deps.db);
  return { registers, sets, alike: findAlikeRegisters(sets, registers, await listCodedUnits(deps.db)) };
}

/** One register, for the page that names it. */
export async function getKept(deps: RegistersDeps, actor: Actor, registerId: number): Promise<Register> {
  demand(actor, 'register.manage');
  return getRegister(deps.db, registerId);
}

/**
 * Opens a register of its own for a unit and a set of kinds; from now on the unit's letters, and those of the units below it
 * without one, are counted there. @throws Refusal on `unitId` `register-exists`, on `code` `register-set-unknown`
 */
export async function openRegister(
  deps: RegistersDeps,
  actor: Actor,
  input: { unitId: number; code: string; name: string },
): Promise<void> {
  demand(actor, 'register.manage');
  const name = checkName(input.name);
  const { unitId, code } = input;
  if (!(await listSets(deps.db)).some((set) => set.code === code)) {
    throw badField('register-set-unknown', 'code', { id: 'Pilih salah satu.', en: 'Choose one.' });
  }
  if ((await findRegisterOfUnit(deps.db, unitId, code)) !== undefined) {
    throw badField('register-exists', 'unitId', {
      id: 'Unit ini sudah memiliki buku nomor untuk himpunan jenis itu.',
      en: 'This unit keeps a register for that set of kinds already.',
    });
  }
  await addRegister(deps.db, { unitId, code, name });
}

/** Another name on the register's pages; no number changes. */
export async function nameRegister(
  deps: RegistersDeps,
  actor: Actor,
  input: { registerId: number; name: string },
): Promise<void> {
  demand(actor, 'register.manage');
  const register = await getRegister(deps.db, input.registerId);
  await renameRegister(deps.db, register.id, checkName(input.name));
}

function checkName(raw: string): string {
  const read = line(LONGEST_NAME).safeParse(raw);
  if (read.success) return read.data;
  const words = {
    id: `Nama 1–${LONGEST_NAME} karakter yang terlihat.`,
    en: `A name of 1–${LONGEST_NAME} visible characters.`,
  };
  throw new Refusal('invalid-input', 'register-name', words, { name: words });
}
