import { Refusal } from '../errors.ts';
import { readOfficeBook } from '../letters/resolve-content.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import type { Database } from '../postgres/database.ts';
import { applyTemplate, byLevel, type ProposedStage, unitLine } from './apply-template.ts';
import { type ChainTemplate, fittingTemplate } from './chain-template.ts';
import { listTemplates, listTemplateVersions, type TemplateVersion } from './chain-templates-store.ts';
import { checkTemplate, unknownTemplate } from './change-templates.ts';
import { nameOf } from './proposing.ts';

/** The templates in force, for an administrator. */
export async function readTemplates(db: Database, actor: Actor): Promise<ChainTemplate[]> {
  demand(actor, 'office.manage');
  return listTemplates(db);
}

/** Every version of a template, newest first. @throws Refusal `template-unknown` */
export async function readTemplate(
  db: Database,
  actor: Actor,
  id: number,
): Promise<[newest: TemplateVersion, ...older: TemplateVersion[]]> {
  demand(actor, 'office.manage');
  const [newest, ...older] = await listTemplateVersions(db, id);
  if (newest === undefined) throw unknownTemplate();
  return [newest, ...older];
}

export interface TriedChain {
  /** Empty: the rule where no template fits. */
  templateName: string;
  drafter: string;
  signatory: string;
  stages: (Omit<ProposedStage, 'positions'> & { posts: string[] })[];
}

/**
 * How a letter by this post, signed by that one, would go round: by the template that fits it, or by one as it stands on a
 * form, whether stored or not.
 * @throws Refusal `post-unknown`, and those of `checkTemplate`
 */
export async function tryChain(
  db: Database,
  actor: Actor,
  ask: {
    drafterPositionId: number;
    signatoryPositionId: number;
    by: { kind: string } | { template: unknown };
  },
): Promise<TriedChain> {
  demand(actor, 'office.manage');
  const book = await readOfficeBook(db);
  const drafter = book.positions.find(({ id }) => id === ask.drafterPositionId);
  if (drafter === undefined || !book.positions.some(({ id }) => id === ask.signatoryPositionId)) throw unknownPost();
  const { by } = ask;
  const line = unitLine(book.units, drafter.unitId);
  const template =
    'template' in by
      ? await checkTemplate(db, by.template)
      : fittingTemplate(await listTemplates(db), { unitLine: line, kind: by.kind });
  const stages = template === undefined ? byLevel(book, ask) : applyTemplate(book, template.stages, ask);
  return {
    templateName: template?.name ?? '',
    drafter: drafter.name,
    signatory: nameOf(book, ask.signatoryPositionId),
    stages: stages.map(({ positions, ...stage }) => ({ ...stage, posts: positions.map((id) => nameOf(book, id)) })),
  };
}

function unknownPost(): Refusal {
  const words = { id: 'Pilih konseptor dan penanda tangan.', en: 'Choose who drafts and who signs.' };
  return new Refusal('invalid-input', 'post-unknown', words, { 'try.drafter': words });
}
