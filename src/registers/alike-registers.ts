import { foldNumber, type NumberToken, parseNumberFormat } from './letter-number.ts';
import type { CodedUnit, RegisterSet } from './register-sets-store.ts';
import type { Register } from './register-store.ts';

/** Registers of one set of kinds that can print the same text in the same year. */
export interface AlikeRegisters {
  set: string;
  format: string;
  /** The codes that stand in numbers of all of them; none where the format shows no code at all. */
  codes: string[];
  registers: Register[];
}

/**
 * Which registers of one set are told apart by nothing in their numbers: units whose codes read alike, or a format that
 * shows neither unit nor post. That is usual for decrees, whose title names the office; elsewhere a code should change.
 */
export function findAlikeRegisters(
  sets: readonly RegisterSet[],
  registers: readonly Register[],
  units: readonly CodedUnit[],
): AlikeRegisters[] {
  return sets.flatMap((set) => {
    const own = registers.filter(({ code }) => code === set.code);
    const counting = new Map(units.map((unit) => [unit.id, countingUnit(unit.id, units, own)]));
    return set.formats.flatMap((format) =>
      alikeBy(format, own, units, counting).map((found) => ({ set: set.code, ...found })),
    );
  });
}

/** The unit whose register counts for a unit: `findCountingUnit`, over all units at once. */
export function countingUnit(
  unitId: number,
  units: readonly CodedUnit[],
  own: readonly Pick<Register, 'unitId'>[],
): number {
  const known = new Map(units.map((unit) => [unit.id, unit]));
  for (let at = known.get(unitId), depth = 0; at !== undefined && depth < 32; depth++) {
    const { id } = at;
    if (at.hasAddress || own.some((register) => register.unitId === id)) return id;
    at = at.parentId === null ? undefined : known.get(at.parentId);
  }
  return unitId;
}

function alikeBy(
  format: string,
  own: readonly Register[],
  units: readonly CodedUnit[],
  counting: ReadonlyMap<number, number>,
): Omit<AlikeRegisters, 'set'>[] {
  const tells = toldBy(format);
  const byCode = new Map<string, Set<Register>>();
  for (const register of own) {
    for (const unit of units.filter(({ id }) => counting.get(id) === register.unitId)) {
      const codes = tells === 'unit' ? [unit.code] : tells === 'jabatan' ? unit.positionCodes : [''];
      for (const code of codes) {
        const key = foldNumber(code);
        byCode.set(key, (byCode.get(key) ?? new Set()).add(register));
      }
    }
  }
  const groups = new Map<string, { codes: string[]; registers: Register[] }>();
  for (const [code, sharing] of byCode) {
    if (sharing.size < 2) continue;
    const sharers = [...sharing].toSorted((a, b) => a.id - b.id);
    const key = sharers.map(({ id }) => id).join('/');
    const group = groups.get(key) ?? { codes: [], registers: sharers };
    if (code !== '') group.codes.push(code);
    groups.set(key, group);
  }
  return [...groups.values()].map((group) => ({ format, ...group }));
}

/** What tells two registers' numbers apart, if anything does. */
function toldBy(format: string): NumberToken | undefined {
  const tokens = parseNumberFormat(format).parts.flatMap((part) => ('token' in part ? [part.token] : []));
  return tokens.includes('unit') ? 'unit' : tokens.find((token) => token === 'jabatan');
}
