import type { Words } from '../errors.ts';
import type { Position } from '../people/positions-store.ts';
import type { ParafKind } from './chain.ts';
import type { TemplateStage } from './chain-template.ts';
import { alone, type PlannedStage, proposedInitials } from './plan-chain.ts';

export interface ProposedStage extends PlannedStage {
  required: boolean;
  /** Why the rule finds no post; then `positions` is empty. */
  missing?: Words;
}

export interface ChainEnds {
  drafterPositionId: number;
  signatoryPositionId: number;
}

/** The office as the rules of a template look at it. */
export interface Places {
  positions: readonly Position[];
  units: readonly { id: number; parentId: number | null; name: string }[];
}

/**
 * The stages that a template makes for a letter between these two posts. Neither of the two initials, and whoever initials
 * already is not asked a second time: then the later rule is met. A rule that finds no post keeps its place and says why.
 */
export function applyTemplate(places: Places, stages: readonly TemplateStage[], ends: ChainEnds): ProposedStage[] {
  const made: ProposedStage[] = [];
  for (const rule of stages) {
    const met = new Set([ends.signatoryPositionId, ...made.flatMap(({ positions }) => positions)]);
    made.push(...stagesOfRule(places, rule, ends, met));
  }
  return made;
}

/** Where no template fits: the line of command, of which nothing is required. */
export function byLevel({ positions }: Pick<Places, 'positions'>, ends: ChainEnds): ProposedStage[] {
  const initials = proposedInitials(positions, ends.drafterPositionId, ends.signatoryPositionId);
  return initials.map((id) => ({ ...alone(id), required: false }));
}

function stagesOfRule(places: Places, rule: TemplateStage, ends: ChainEnds, met: ReadonlySet<number>): ProposedStage[] {
  const { drafterPositionId, signatoryPositionId } = ends;
  const required = !rule.optional;
  if (rule.by === 'superiors') {
    return proposedInitials(places.positions, drafterPositionId, signatoryPositionId, rule.most)
      .filter((id) => !met.has(id))
      .map((id) => ({ ...alone(id), required }));
  }
  if (rule.by === 'title') {
    const { posts, unit } = byTitle(
      places,
      rule.title,
      rule.of === 'drafter' ? drafterPositionId : signatoryPositionId,
    );
    if (posts.length === 0) return [{ ...nobody(rule.paraf), required, missing: noSuchPost(rule.title, unit) }];
    return oneOf(posts, rule.paraf, required, drafterPositionId, met);
  }
  const open = rule.positions.filter((id) => isOpen(places, id));
  if (rule.mode === 'one-of') {
    if (open.length === 0) return [{ ...nobody(rule.paraf), required, missing: allClosed(places, rule.positions) }];
    return oneOf(open, rule.paraf, required, drafterPositionId, met);
  }
  const closed = rule.positions.filter((id) => !open.includes(id));
  if (closed.length > 0) return [{ ...nobody(rule.paraf), required, missing: allClosed(places, closed) }];
  const positions = open.filter((id) => id !== drafterPositionId && !met.has(id));
  return positions.length === 0 ? [] : [{ positions, mode: 'all-of', paraf: rule.paraf, required }];
}

/** Met when one of them initials or signs anyway; the drafter's own post is no choice among others. */
function oneOf(
  posts: readonly number[],
  paraf: ParafKind,
  required: boolean,
  drafterPositionId: number,
  met: ReadonlySet<number>,
): ProposedStage[] {
  const positions = posts.filter((id) => id !== drafterPositionId);
  if (positions.length === 0 || posts.some((id) => met.has(id))) return [];
  return [{ positions, mode: positions.length === 1 ? 'all-of' : 'one-of', paraf, required }];
}

function nobody(paraf: ParafKind): PlannedStage {
  return { positions: [], mode: 'all-of', paraf };
}

function byTitle({ positions, units }: Places, title: string, from: number): { posts: number[]; unit: string } {
  const start = positions.find(({ id }) => id === from)?.unitId;
  const begins = `${title.toLowerCase()} `;
  for (const unitId of unitLine(units, start)) {
    const posts = positions.filter(
      ({ unitId: of, closedAt, name }) =>
        of === unitId && closedAt === null && `${name.toLowerCase()} `.startsWith(begins),
    );
    if (posts.length > 0) return { posts: posts.map(({ id }) => id), unit: '' };
  }
  return { posts: [], unit: units.find(({ id }) => id === start)?.name ?? '…' };
}

/** The unit and those above it, nearest first. A circle in the data ends the climb. */
export function unitLine(
  units: readonly { id: number; parentId: number | null }[],
  unitId: number | undefined,
): number[] {
  const line: number[] = [];
  let at = units.find(({ id }) => id === unitId);
  while (at !== undefined && !line.includes(at.id)) {
    line.push(at.id);
    const { parentId } = at;
    at = units.find(({ id }) => id === parentId);
  }
  return line;
}

function isOpen({ positions }: Places, positionId: number): boolean {
  return positions.some(({ id, closedAt }) => id === positionId && closedAt === null);
}

function noSuchPost(title: string, unit: string): Words {
  return {
    id: `Tidak ada jabatan "${title}" pada ${unit} atau unit di atasnya.`,
    en: `There is no position "${title}" in ${unit} or above it.`,
  };
}

function allClosed({ positions }: Places, closed: readonly number[]): Words {
  const names = closed.map((id) => positions.find((position) => position.id === id)?.name ?? '…').join(', ');
  return { id: `Jabatan ini sudah ditutup: ${names}.`, en: `Closed since: ${names}.` };
}

/** Whether the stages hold everything that a template requires, in its order; what they lack, otherwise undefined. */
export function missingRequired(
  proposed: readonly ProposedStage[],
  stages: readonly PlannedStage[],
  nameOf: (positionId: number) => string,
): Words | undefined {
  let from = 0;
  for (const wanted of proposed) {
    if (!wanted.required) continue;
    if (wanted.missing !== undefined) return asksAdministrator(wanted.missing);
    const at = stages.findIndex((stage, index) => index >= from && holdsWhole(stage, wanted));
    if (at < 0) return leftOut(wanted.positions.map(nameOf).join(', '));
    from = at + 1;
  }
  return undefined;
}

/** Posts may be added where everybody decides; of several that would do, fewer may be asked, or all. */
function holdsWhole(stage: PlannedStage, wanted: PlannedStage): boolean {
  const wantedHere = stage.positions.filter((id) => wanted.positions.includes(id)).length;
  if (stage.paraf !== wanted.paraf || wantedHere === 0) return false;
  if (stage.mode === 'one-of') return wanted.mode === 'one-of' && wantedHere === stage.positions.length;
  return wanted.mode === 'one-of' || wantedHere === wanted.positions.length;
}

function leftOut(names: string): Words {
  return {
    id: `Paraf ${names} diwajibkan untuk surat ini dan tidak dapat dihapus atau didahulukan dari paraf wajib sebelumnya.`,
    en: `The initials of ${names} are required for this letter and cannot be left out or moved before those required earlier.`,
  };
}

function asksAdministrator(missing: Words): Words {
  return {
    id: `${missing.id} Paraf ini diwajibkan; minta administrator memperbaiki templat urutan persetujuan atau jabatannya.`,
    en: `${missing.en} This initial is required; ask an administrator to mend the chain template or the position.`,
  };
}
