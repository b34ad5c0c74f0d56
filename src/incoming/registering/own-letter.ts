import { Findings, type SealFinding } from '../../intake/findings.ts';
import { findIdByToken, getLetter } from '../../letters/letters-store.ts';
import { listRecipients } from '../../letters/recipients-store.ts';
import { listPositions } from '../../people/positions-store.ts';
import { isSecret } from '../../people/security-class.ts';
import { listUnits } from '../../people/units-store.ts';
import type { Sql } from '../../postgres/database.ts';
import { agendaUnit } from './agenda-unit.ts';
import { listUnitsWithClerk } from './arrivals-store.ts';

const Sealed = Findings.pick({ seal: true });

/** What the check of a QR says of a letter that was issued here, however it stands now. */
const ISSUED_HERE: readonly SealFinding['outcome'][] = [
  'code-registered',
  'withdrawn',
  'recalled',
  'superseded',
  'corrected',
];

/**
 * The letter of ours whose QR was found on a scan; undefined where there is none, or the check says anything against it. A QR can
 * be copied onto other paper, so this is what a clerk confirms, and never by itself a reason to show anything of that letter.
 */
export async function findOwnLetter(db: Sql, findings: unknown): Promise<number | undefined> {
  const seal = Sealed.safeParse(findings ?? {}).data?.seal;
  if (seal?.token === undefined || !ISSUED_HERE.includes(seal.outcome)) return undefined;
  return findIdByToken(db, seal.token);
}

/**
 * The post of this unit's agenda to which the letter was addressed, else copied, so that the clerk need not look for it. Of a
 * secret letter nothing: its seal names nobody.
 */
export async function findAddressee(db: Sql, letterId: number, unitId: number): Promise<number | undefined> {
  const { currentVersionId, security } = await getLetter(db, letterId);
  if (currentVersionId === null || isSecret(security)) return undefined;
  const [units, withClerk] = [await listUnits(db), await listUnitsWithClerk(db)];
  const here = new Set(
    (await listPositions(db))
      .filter((post) => post.closedAt === null && agendaUnit(units, withClerk, post.unitId) === unitId)
      .map(({ id }) => id),
  );
  const named = (await listRecipients(db, currentVersionId)).filter(
    ({ positionId }) => positionId !== null && here.has(positionId),
  );
  return (named.find(({ part }) => part === 'to') ?? named[0])?.positionId ?? undefined;
}
