import { getEditable } from '../letters/drafting.ts';
import type { Letter } from '../letters/letters-store.ts';
import { type OfficeBook, readOfficeBook } from '../letters/resolve-content.ts';
import { findPresentHolder } from '../letters/signing-person.ts';
import type { Actor } from '../people/actor.ts';
import { fullName } from '../people/full-name.ts';
import type { StandInAsk } from '../people/mandate.ts';
import { listActingFor } from '../people/standing-in.ts';
import type { Sql } from '../postgres/database.ts';
import { applyTemplate, byLevel, type ProposedStage, unitLine } from './apply-template.ts';
import { type ChainTemplate, fittingTemplate, NO_TEMPLATE_CORRECTIONS, templateMark } from './chain-template.ts';
import { listTemplates } from './chain-templates-store.ts';
import type { ApprovalsDeps } from './deps.ts';
import type { Corrections } from './plan-chain.ts';

export interface ProposedPost {
  id: number;
  name: string;
  /** Who decides for it today, in their own name or standing in; undefined when nobody does. */
  holder: string | undefined;
}

export interface ProposedChain {
  revision: number;
  /** Undefined: today's rule, the line of command, which the drafter may change freely. */
  template: { id: number; name: string } | undefined;
  /** Goes back with the form, so that a template changed meanwhile is noticed. */
  mark: string;
  corrections: Corrections;
  stages: (Omit<ProposedStage, 'positions'> & { posts: ProposedPost[] })[];
  /** Every post of the stages, in order. */
  initials: ProposedPost[];
  signatory: ProposedPost | undefined;
}

/** The chain that the drafter is offered before submitting, with who holds each post today. */
export async function proposeChain(deps: ApprovalsDeps, actor: Actor, letterId: number): Promise<ProposedChain> {
  const letter = await getEditable(deps, actor, letterId);
  const book = await readOfficeBook(deps.db);
  const { signatoryId } = letter.draft;
  const planned = await planProposal(deps.db, book, letter, signatoryId);
  const stages = [];
  for (const { positions, ...stage } of planned.stages) {
    const posts = [];
    for (const id of positions) posts.push(await post(deps, book, id, 'initial', letter));
    stages.push({ ...stage, posts });
  }
  const { template } = planned;
  return {
    revision: letter.draftRevision,
    template: template && { id: template.id, name: template.name },
    mark: templateMark(template),
    corrections: template?.corrections ?? NO_TEMPLATE_CORRECTIONS,
    stages,
    initials: stages.flatMap(({ posts }) => posts),
    signatory: signatoryId === null ? undefined : await post(deps, book, signatoryId, 'sign', letter),
  };
}

/** Template and stages for this letter as the templates stand now; no stages while nobody is chosen to sign. */
export async function planProposal(
  sql: Sql,
  book: OfficeBook,
  letter: Pick<Letter, 'unitId' | 'kind' | 'drafterPositionId'>,
  signatoryId: number | null,
): Promise<{ template: ChainTemplate | undefined; stages: ProposedStage[] }> {
  const template = fittingTemplate(await listTemplates(sql), {
    unitLine: unitLine(book.units, letter.unitId),
    kind: letter.kind,
  });
  if (signatoryId === null) return { template, stages: [] };
  const ends = { drafterPositionId: letter.drafterPositionId, signatoryPositionId: signatoryId };
  return {
    template,
    stages: template === undefined ? byLevel(book, ends) : applyTemplate(book, template.stages, ends),
  };
}

async function post(
  deps: ApprovalsDeps,
  book: OfficeBook,
  id: number,
  task: 'initial' | 'sign',
  about: StandInAsk,
): Promise<ProposedPost> {
  return { id, name: nameOf(book, id), holder: await presentHolder(deps, book, { id, task, about }) };
}

/** Whoever may decide for the post today. A signature is given by its holder alone: no mandate opens another's key. */
export async function presentHolder(
  deps: ApprovalsDeps,
  book: OfficeBook,
  { id, task, about }: { id: number; task: 'initial' | 'sign'; about: StandInAsk },
): Promise<string | undefined> {
  const today = { now: deps.clock(), timeZone: book.office.timeZone };
  if (task === 'sign') {
    const holder = await findPresentHolder(deps.db, id, today);
    return holder && fullName(holder);
  }
  return (await listActingFor(deps.db, id, { ...today, kind: about.kind, security: about.security, task }))[0]?.name;
}

export function nameOf(book: OfficeBook, positionId: number): string {
  return book.positions.find(({ id }) => id === positionId)?.name ?? '…';
}
