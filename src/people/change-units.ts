import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Actor } from './actor.ts';
import type { PeopleDeps } from './deps.ts';
import { checked, line, optionalLine } from './input.ts';
import { demand } from './permissions.ts';
import { findPosition, insertPosition, markPositionClosed, officeKinds } from './positions-store.ts';
import { findUnit, insertUnit, updateUnit } from './units-store.ts';

const unitText = { name: line(120), address: optionalLine(200), contact: optionalLine(200) };

export const unitInput = z.object({
  parentId: z.number().int().nullable(),
  // {unit} in letter numbers; a slash would read as the next part of the number.
  code: line(24).refine((code) => /^[\p{L}\p{N}.\-_ ]+$/u.test(code), 'invalid'),
  ...unitText,
});
export const unitTextInput = z.object(unitText);
export const positionInput = z.object({
  unitId: z.number().int(),
  superiorId: z.number().int().nullable(),
  name: line(120),
  code: optionalLine(24),
  officeKind: z.enum(officeKinds, 'required'),
});

/** The new unit's id. Refuses a code that another unit has. */
export async function addUnit(deps: PeopleDeps, actor: Actor, input: z.infer<typeof unitInput>): Promise<number> {
  demand(actor, 'people.manage');
  const unit = checked(unitInput, input);
  return deps.db.transaction(async (tx) => {
    if (unit.parentId !== null && (await findUnit(tx, unit.parentId)) === undefined) throw unknownUnit();
    const id = await insertUnit(tx, unit);
    if (id !== undefined) return id;
    const words = {
      id: `Kode ${unit.code} sudah dipakai unit lain.`,
      en: `The code ${unit.code} is used by another unit.`,
    };
    throw new Refusal('conflict', 'unit-code-taken', words, { code: words });
  });
}

/** Name and address as printed from now on; letters issued before keep theirs, and the code never changes. */
export async function changeUnit(
  deps: PeopleDeps,
  actor: Actor,
  unitId: number,
  input: z.infer<typeof unitTextInput>,
): Promise<void> {
  demand(actor, 'people.manage');
  const text = checked(unitTextInput, input);
  await deps.db.transaction(async (tx) => {
    if (!(await updateUnit(tx, { id: unitId, ...text }))) throw unknownUnit();
  });
}

/** The new position's id. A position is added below an existing one, so the tree of superiors cannot close a circle. */
export async function addPosition(
  deps: PeopleDeps,
  actor: Actor,
  input: z.infer<typeof positionInput>,
): Promise<number> {
  demand(actor, 'people.manage');
  const position = checked(positionInput, input);
  return deps.db.transaction(async (tx) => {
    if ((await findUnit(tx, position.unitId)) === undefined) throw unknownUnit();
    if (position.superiorId !== null) {
      const superior = await findPosition(tx, position.superiorId);
      if (superior === undefined || superior.closedAt !== null) throw unknownPosition();
    }
    return insertPosition(tx, position);
  });
}

/** Nobody acts from a closed position any more; what was done from it stays. */
export async function closePosition(deps: PeopleDeps, actor: Actor, positionId: number): Promise<void> {
  demand(actor, 'people.manage');
  await deps.db.transaction(async (tx) => {
    if (await markPositionClosed(tx, positionId, deps.clock())) return;
    if ((await findPosition(tx, positionId)) === undefined) throw unknownPosition();
    throw new Refusal('wrong-state', 'position-closed', {
      id: 'Jabatan ini sudah ditutup.',
      en: 'This position has been closed already.',
    });
  });
}

export function unknownUnit(): Refusal {
  return new Refusal('not-found', 'unit-unknown', { id: 'Unit kerja tidak ditemukan.', en: 'There is no such unit.' });
}

export function unknownPosition(): Refusal {
  return new Refusal('not-found', 'position-unknown', {
    id: 'Jabatan tidak ditemukan atau sudah ditutup.',
    en: 'There is no such position, or it has been closed.',
  });
}
