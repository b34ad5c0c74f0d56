import { z } from 'zod';
import type { Sql, Transaction } from '../postgres/database.ts';
import { sql } from '../postgres/sql.ts';
import { type ChainTemplate, CORRECTIONS, TemplateStage } from './chain-template.ts';
import type { Corrections } from './plan-chain.ts';

const TemplateRow = z.object({
  id: z.number(),
  version: z.number(),
  name: z.string(),
  unitId: z.number().nullable(),
  kinds: z.array(z.string()),
  corrections: z.enum(CORRECTIONS),
  stages: z.array(TemplateStage),
});

const columns = sql`t.template_id AS id, t.version, t.name, t.unit_id, t.kinds, t.corrections, t.stages`;

/** The templates in force, in the version of today. */
export async function listTemplates(db: Sql): Promise<ChainTemplate[]> {
  return db.many(
    TemplateRow,
    sql`SELECT ${columns} FROM chain_template_version t
        WHERE t.in_force AND NOT EXISTS (SELECT FROM chain_template_version later
          WHERE later.template_id = t.template_id AND later.version > t.version)
        ORDER BY t.name, t.template_id`,
  );
}

const HistoryRow = TemplateRow.extend({ inForce: z.boolean(), changedBy: z.string(), changedAt: z.date() });
/** One version of a template, with who made it and when; not `inForce`: with it the template ended. */
export type TemplateVersion = z.infer<typeof HistoryRow>;

/** Newest first; empty for a template that never was. */
export async function listTemplateVersions(db: Sql, templateId: number): Promise<TemplateVersion[]> {
  return db.many(
    HistoryRow,
    sql`SELECT ${columns}, t.in_force, p.name AS changed_by, t.changed_at
        FROM chain_template_version t JOIN person p ON p.id = t.changed_by
        WHERE t.template_id = ${templateId} ORDER BY t.version DESC`,
  );
}

/** One change of templates at a time: whether two of them collide is judged against all the others. */
export async function lockTemplates(tx: Transaction): Promise<void> {
  await tx.run(sql`LOCK TABLE chain_template IN SHARE ROW EXCLUSIVE MODE`);
}

export async function insertTemplate(tx: Transaction, at: Date): Promise<number> {
  const row = await tx.one(
    z.object({ id: z.number() }),
    sql`INSERT INTO chain_template (created_at) VALUES (${at}) RETURNING id`,
  );
  return row.id;
}

export async function addTemplateVersion(
  tx: Transaction,
  template: ChainTemplate & { inForce: boolean; changedBy: number; changedAt: Date },
): Promise<void> {
  await tx.run(sql`INSERT INTO chain_template_version
      (template_id, version, name, unit_id, kinds, corrections, stages, in_force, changed_by, changed_at)
    VALUES (${template.id}, ${template.version}, ${template.name}, ${template.unitId}, ${template.kinds}::text[],
      ${template.corrections}, ${JSON.stringify(template.stages)}, ${template.inForce}, ${template.changedBy}, ${template.changedAt})`);
}

/** By which template a version of a letter goes round. */
export async function addVersionChain(
  tx: Transaction,
  chain: { versionId: number; template: Pick<ChainTemplate, 'id' | 'version'> | undefined; corrections: Corrections },
): Promise<void> {
  await tx.run(sql`INSERT INTO version_chain (version_id, template_id, template_version, corrections)
    VALUES (${chain.versionId}, ${chain.template?.id ?? null}, ${chain.template?.version ?? null}, ${chain.corrections})`);
}

const VersionChainRow = z.object({
  templateId: z.number().nullable(),
  templateVersion: z.number().nullable(),
  templateName: z.string().nullable(),
  corrections: z.enum(CORRECTIONS),
});
export type VersionChain = z.infer<typeof VersionChainRow>;

/** Undefined for a version submitted before there were templates. */
export async function findVersionChain(db: Sql, versionId: number): Promise<VersionChain | undefined> {
  return db.maybe(
    VersionChainRow,
    sql`SELECT c.template_id, c.template_version, t.name AS template_name, c.corrections
        FROM version_chain c LEFT JOIN chain_template_version t
          ON (t.template_id, t.version) = (c.template_id, c.template_version)
        WHERE c.version_id = ${versionId}`,
  );
}
