import { calendarDate } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import { parseFrozen } from '../letters/frozen-content.ts';
import { demandReading } from '../letters/letter-subject.ts';
import { findVersion, getLetter } from '../letters/letters-store.ts';
import { findPresentHolder } from '../letters/signing-person.ts';
import { type Actor, appointmentFor } from '../people/actor.ts';
import { listAppointmentsTo } from '../people/appointments-store.ts';
import { covers, mandateState } from '../people/mandate.ts';
import { listMandatesFrom } from '../people/mandates-store.ts';
import { superiorsOf } from '../people/position-tree.ts';
import { listPositions } from '../people/positions-store.ts';
import { termState } from '../people/term.ts';
import type { Sql } from '../postgres/database.ts';
import type { ApprovalsDeps } from './deps.ts';
import { readWaitingRules, type WaitingRules } from './waiting-rules.ts';

/** Who is to sign what, and in whose name. */
export interface SignatureAsked {
  positionId: number;
  authority: 'own' | 'an' | 'ub';
  /** Code of the kind. */
  kind: string;
}

/**
 * Where the office asks for it: a.n. and u.b. only while the principal's mandate to sign this kind is in force for the
 * signatory. Judged at the instant of the act.
 * @throws Refusal `authority-without-mandate`
 */
export async function demandAuthority(db: Sql, asked: SignatureAsked, now: Date): Promise<void> {
  const rules = await readWaitingRules(db);
  if (rules.authorityRule !== 'refuse') return;
  const principal = await principalWithoutMandate(db, asked, rules, now);
  if (principal === undefined) return;
  const words = noMandate(principal);
  throw new Refusal('invalid-input', 'authority-without-mandate', words, { authority: words });
}

/**
 * What drafter and signatory should look at before the letter is signed. Never a verdict: what the law asks is not decided by
 * a table of kinds.
 */
export async function readSigningWarnings(
  deps: Pick<ApprovalsDeps, 'db' | 'clock'>,
  actor: Actor,
  letterId: number,
): Promise<Words[]> {
  const { db } = deps;
  const [letter, rules, now] = [await getLetter(db, letterId), await readWaitingRules(db), deps.clock()];
  await demandReading(db, actor, letter);
  const version = letter.currentVersionId === null ? undefined : await findVersion(db, letter.currentVersionId);
  const asked =
    letter.state === 'draft' || version === undefined
      ? { positionId: letter.draft.signatoryId, authority: letter.draft.authority }
      : parseFrozen(version.content).signatory;
  const { positionId } = asked;
  if (positionId === null) return [];
  const { timeZone } = rules.calendar;
  const forms =
    appointmentFor(actor, positionId)?.forms ??
    (await findPresentHolder(db, positionId, { now, timeZone }))?.forms ??
    [];
  const warnings: Words[] = [];
  if (rules.strategicKinds.includes(letter.kind) && forms.some((form) => form === 'Plt.' || form === 'Plh.')) {
    warnings.push(strategic);
  }
  const principal =
    rules.authorityRule === 'off'
      ? undefined
      : await principalWithoutMandate(db, { ...asked, positionId, kind: letter.kind }, rules, now);
  if (principal !== undefined) warnings.push(noMandate(principal));
  return warnings;
}

/** In whose name it would be signed without their mandate; undefined where all is in order or nobody's name is used. */
async function principalWithoutMandate(
  db: Sql,
  { positionId, authority, kind }: SignatureAsked,
  { calendar: { timeZone } }: WaitingRules,
  now: Date,
): Promise<string | undefined> {
  if (authority === 'own') return undefined;
  const [above, aboveThat] = superiorsOf(await listPositions(db), positionId);
  const principal = authority === 'an' ? above : aboveThat;
  if (principal === undefined) return undefined;
  const today = calendarDate(now, timeZone);
  const holders = (await listAppointmentsTo(db, positionId)).filter((held) => termState(held, today) === 'current');
  const given = (await listMandatesFrom(db, [principal.id], today)).some(
    (mandate) =>
      !mandate.rests &&
      mandateState(mandate, { now, today }) === 'current' &&
      covers(mandate, { kind, task: 'sign' }) &&
      (mandate.toPositionId === positionId || holders.some(({ personId }) => personId === mandate.toPersonId)),
  );
  return given ? undefined : principal.name;
}

function noMandate(principal: string): Words {
  return {
    id: `Surat ini ditandatangani atas nama ${principal}, tetapi belum tercatat mandat yang berlaku dari ${principal} kepada penanda tangan untuk jenis naskah ini.`,
    en: `This letter is signed on behalf of ${principal}, but no mandate in force from ${principal} to the signatory for this kind is recorded.`,
  };
}

const strategic: Words = {
  id: 'Penanda tangan bertindak sebagai Plt. atau Plh. UU 30/2014 Pasal 14 ayat (7) membatasi keputusan strategis tentang organisasi, kepegawaian, dan anggaran. Periksa apakah surat ini termasuk; Layang tidak menilainya.',
  en: 'The signatory acts as Plt. or Plh. UU 30/2014, article 14(7), limits strategic decisions on organisation, staffing and budget. Check whether this is one; Layang does not judge it.',
};
