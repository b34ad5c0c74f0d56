import { z } from 'zod';
import { Refusal } from '../errors.ts';
import type { Actor } from './actor.ts';
import type { PeopleDeps } from './deps.ts';
import { checked, line } from './input.ts';
import { findOffice, type Office, storeOffice } from './office-store.ts';
import { demand } from './permissions.ts';

/** Western, central, eastern Indonesian time: WIB, WITA, WIT. */
export const timeZones = ['Asia/Jakarta', 'Asia/Makassar', 'Asia/Jayapura'] as const;

export const officeInput = z.object({
  name: line(120),
  region: line(120),
  place: line(80),
  timeZone: z.enum(timeZones, 'required'),
});
export type OfficeInput = z.infer<typeof officeInput>;

/** The office that runs this installation; refuses `not-found` until it was set up. */
export async function getOffice(deps: PeopleDeps): Promise<Office> {
  const office = await findOffice(deps.db);
  if (office !== undefined) return office;
  throw new Refusal('not-found', 'office-not-set-up', {
    id: 'Instansi belum disiapkan.',
    en: 'The office has not been set up yet.',
  });
}

export async function changeOffice(deps: PeopleDeps, actor: Actor, input: OfficeInput): Promise<void> {
  demand(actor, 'office.manage');
  const office = checked(officeInput, input);
  await deps.db.transaction((tx) => storeOffice(tx, office, deps.clock()));
}
