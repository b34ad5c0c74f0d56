import { type Clock, calendarDate } from '../clock.ts';
import { Refusal } from '../errors.ts';
import { type Actor, loadActor } from '../people/actor.ts';
import { officeTimeZone } from '../people/office-store.ts';
import { listAdministrators } from '../people/persons-store.ts';
import type { Database } from '../postgres/database.ts';
import { listBlocks } from '../registers/block-store.ts';
import { issueBlock, LARGEST_BLOCK } from '../registers/blocks.ts';
import { listYears } from '../registers/register-lines-store.ts';
import { listRegisters } from '../registers/register-store.ts';

export interface HoldDeps {
  db: Database;
  clock: Clock;
}

export interface Held {
  held: HeldNumbers[];
  /** Registers that had never counted: nothing is held there, although a first number may have been given since. */
  untouched: { register: string; unit: string }[];
}

/** A register whose next numbers are held. */
export interface HeldNumbers {
  register: string;
  unit: string;
  first: number;
  last: number;
}

/**
 * Letters issued after the copy was taken carry the numbers that come next. So the next `size` numbers of every register that
 * ever counted are taken as blocks of this year, in the name of an administrator: none is given twice, and the clerk accounts
 * for each as for a number used on paper. What an interrupted try has taken already is not taken again.
 * @throws Refusal `hold-by` when it is not said which administrator
 */
export async function holdNumbers(
  deps: HoldDeps,
  { size, by, takenAt }: { size: number; by: string | undefined; takenAt: Date },
): Promise<Held> {
  const actor = await administrator(deps, by);
  const reason = `Pemulihan cadangan ${takenAt.toISOString()}: mungkin sudah dipakai surat yang terbit sesudahnya`;
  const zone = await officeTimeZone(deps.db);
  const year = Number(calendarDate(deps.clock(), zone).slice(0, 4));
  const held: HeldNumbers[] = [];
  const untouched: Held['untouched'] = [];
  for (const register of await listRegisters(deps.db)) {
    if ((await listYears(deps.db, register.id)).length === 0) {
      untouched.push({ register: register.name, unit: register.unitName });
      continue;
    }
    const ours = async () => (await listBlocks(deps.db, register.id, year)).filter((block) => block.reason === reason);
    const taken = (await ours()).reduce((sum, { first, last }) => sum + last - first + 1, 0);
    for (let left = size - taken; left > 0; left -= LARGEST_BLOCK) {
      await issueBlock(deps, actor, { registerId: register.id, size: Math.min(left, LARGEST_BLOCK), reason });
    }
    const blocks = await ours();
    const first = Math.min(...blocks.map((block) => block.first));
    const last = Math.max(...blocks.map((block) => block.last));
    held.push({ register: register.name, unit: register.unitName, first, last });
  }
  return { held, untouched };
}

async function administrator({ db, clock }: HoldDeps, by: string | undefined): Promise<Actor> {
  const all = await listAdministrators(db);
  const person = by === undefined && all.length === 1 ? all[0] : all.find(({ username }) => username === by);
  const actor = person && (await loadActor({ sql: db, now: clock() }, person.id));
  if (actor) return actor;
  const names = all.map(({ username }) => username).join(', ');
  throw new Refusal('invalid-input', 'hold-by', {
    id: `Nomor ditahan atas nama administrator: tambahkan --by dengan salah satu dari ${names}, lalu jalankan lagi.`,
    en: `Numbers are held in the name of an administrator: add --by with one of ${names}, then run it again.`,
  });
}
