import { Refusal } from '../../errors.ts';
import { isSecret } from '../../people/security-class.ts';
import type { Incoming } from '../incoming-store.ts';

/** By which a letter comes on paper that somebody has to carry on. */
export const PAPER_CHANNELS = ['post', 'courier', 'counter'] as const satisfies Incoming['channel'][];
/** `unknown`: registered before originals were followed. */
export const WHEREABOUTS = ['unknown', 'desk', 'handed', 'archived'] as const;
export type Whereabouts = (typeof WHEREABOUTS)[number];
export const HANDOVER_KINDS = ['handed', 'returned', 'archived', 'struck'] as const;
export type HandoverKind = (typeof HANDOVER_KINDS)[number];
/** `struck` alone says where nothing goes. */
export type Move = Exclude<HandoverKind, 'struck'>;

interface CourseLine {
  id: number;
  kind: HandoverKind;
  correctsId: number | null;
}

/** A letter's lines as they hold, oldest first: a correction stands where that stood which it corrects; what was struck is gone. */
export function courseOf<L extends CourseLine>(lines: readonly L[]): L[] {
  const course: L[] = [];
  for (const line of lines) {
    const place = line.correctsId === null ? -1 : course.findIndex(({ id }) => id === line.correctsId);
    if (place < 0) course.push(line);
    else course.splice(place, 1, ...(line.kind === 'struck' ? [] : [line]));
  }
  return course;
}

/** Where the paper is after these lines. What began unknown and was taken back lies at the desk: a clerk had it in hand. */
export function whereabouts(course: readonly CourseLine[]): Exclude<Whereabouts, 'unknown'> {
  const last = course.at(-1)?.kind;
  return last === 'handed' || last === 'archived' ? last : 'desk';
}

/** Since when it is in somebody's hands, through whosoever it went; null where it is not. */
export function outSince(course: readonly { kind: HandoverKind; takenAt: Date }[]): Date | null {
  const home = course.findLastIndex(({ kind }) => kind !== 'handed');
  return course[home + 1]?.takenAt ?? null;
}

/** What can happen to a paper that is there. */
export function movesFrom(where: Whereabouts): Move[] {
  if (where === 'desk') return ['handed', 'archived'];
  return where === 'archived' ? ['handed', 'returned'] : ['handed', 'returned', 'archived'];
}

/**
 * The original of a secret letter goes in its closed envelope to the post addressed, or to the one that a clerk gave it to first.
 * Who else has it by disposition no clerk is told, neither by a line nor by what is refused.
 * @throws Refusal on `to`, naming the line of the agenda
 */
export function demandMayTake(
  {
    agenda,
    year,
    security,
    addresseePositionId,
  }: Pick<Incoming, 'agenda' | 'year' | 'security' | 'addresseePositionId'>,
  firstHolder: number | undefined,
  positionId: number | undefined,
): void {
  if (!isSecret(security)) return;
  if (positionId !== undefined && [addresseePositionId, firstHolder].includes(positionId)) return;
  const line = `${agenda}/${year}`;
  const words = {
    id: `Agenda ${line} rahasia: naskah aslinya hanya diserahkan dalam amplop tertutup kepada jabatan yang dituju. Serahkan tersendiri.`,
    en: `Agenda ${line} is secret: its original goes in a closed envelope to the post addressed alone. Hand it over by itself.`,
  };
  throw new Refusal('invalid-input', 'original-by-name', words, { to: words });
}
