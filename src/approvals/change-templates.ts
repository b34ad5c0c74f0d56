import { z } from 'zod';
import { Refusal, type Words } from '../errors.ts';
import { listKinds } from '../letters/letter-kind-store.ts';
import { checkLine } from '../letters/letter-text.ts';
import { type OfficeBook, readOfficeBook } from '../letters/resolve-content.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import type { Sql } from '../postgres/database.ts';
import { MOST_STEPS } from './chain.ts';
import { CORRECTIONS, collides, TemplateStage } from './chain-template.ts';
import {
  addTemplateVersion,
  insertTemplate,
  listTemplates,
  listTemplateVersions,
  lockTemplates,
} from './chain-templates-store.ts';
import type { ApprovalsDeps } from './deps.ts';

const TemplateInput = z.object({
  name: z.string(),
  unitId: z.number().int().positive().nullable(),
  kinds: z.array(z.string().max(64)).max(100),
  corrections: z.enum(CORRECTIONS),
  stages: z.array(TemplateStage).max(MOST_STEPS - 1),
});
export type TemplateInput = z.infer<typeof TemplateInput>;

type Deps = Pick<ApprovalsDeps, 'db' | 'clock'>;

/**
 * A new template, or the next version of one: letters submitted from now on go round by it, those under way keep theirs.
 * `version` is the one that was on the form, 0 for a new template.
 * @returns its id
 * @throws Refusal `template-invalid` with fields, `template-collides`, `template-changed` (conflict), `template-unknown`
 */
export async function saveTemplate(
  deps: Deps,
  actor: Actor,
  input: { id: number | undefined; version: number; template: unknown },
): Promise<number> {
  demand(actor, 'office.manage');
  const template = await checkTemplate(deps.db, input.template);
  return deps.db.transaction(async (tx) => {
    await lockTemplates(tx);
    const others = (await listTemplates(tx)).filter(({ id }) => id !== input.id);
    const rival = others.find((other) => collides(other, template));
    if (rival !== undefined) throw collision(rival.name);
    const at = deps.clock();
    if (input.id !== undefined) await demandNewest(tx, input.id, input.version);
    const id = input.id ?? (await insertTemplate(tx, at));
    const version = input.id === undefined ? 1 : input.version + 1;
    await addTemplateVersion(tx, { ...template, id, version, inForce: true, changedBy: actor.personId, changedAt: at });
    return id;
  });
}

/** Ends a template with a last version: letters go round by the next one that fits. Saving it again brings it back. */
export async function endTemplate(deps: Deps, actor: Actor, input: { id: number; version: number }): Promise<void> {
  demand(actor, 'office.manage');
  await deps.db.transaction(async (tx) => {
    await lockTemplates(tx);
    const last = await demandNewest(tx, input.id, input.version);
    const changed = { changedBy: actor.personId, changedAt: deps.clock() };
    await addTemplateVersion(tx, { ...last, version: last.version + 1, inForce: false, ...changed });
  });
}

async function demandNewest(db: Sql, id: number, version: number) {
  const [newest] = await listTemplateVersions(db, id);
  if (newest === undefined) throw unknownTemplate();
  if (newest.version !== version) throw changedMeanwhile();
  return newest;
}

/** A template from a form, its names checked against the office as it stands. */
export async function checkTemplate(db: Sql, raw: unknown): Promise<TemplateInput> {
  const shaped = TemplateInput.safeParse(raw);
  if (!shaped.success) {
    throw invalid(Object.fromEntries(shaped.error.issues.map((issue) => [issue.path.join('.') || 'name', NOT_VALID])));
  }
  const template = shaped.data;
  const fields: Record<string, Words> = {};
  const line = (field: string, text: string, longest: number) => {
    const checked = checkLine(text, longest);
    if ('problem' in checked) fields[field] = checked.problem;
    else if (checked.text === '') fields[field] = { id: 'Isi kolom ini.', en: 'Fill this in.' };
    return 'text' in checked ? checked.text : '';
  };
  const name = line('name', template.name, 100);
  const book = await readOfficeBook(db);
  if (template.unitId !== null && !book.units.some(({ id }) => id === template.unitId)) {
    fields.unitId = { id: 'Unit itu tidak ada.', en: 'There is no such unit.' };
  }
  const known = (await listKinds(db)).map(({ code }) => code);
  const kinds = [...new Set(template.kinds)];
  if (kinds.some((kind) => !known.includes(kind))) {
    fields.kinds = { id: 'Salah satu jenis surat tidak ada.', en: 'One of the kinds does not exist.' };
  }
  const stages = template.stages.map((stage, at) =>
    stage.by === 'title' ? { ...stage, title: line(`stages.${at}.title`, stage.title, 80) } : stage,
  );
  checkPosts(book, stages, fields);
  if (Object.keys(fields).length > 0) throw invalid(fields);
  return { ...template, name, kinds, stages };
}

function checkPosts(book: OfficeBook, stages: readonly TemplateStage[], fields: Record<string, Words>): void {
  const seen = new Set<number>();
  stages.forEach((stage, at) => {
    if (stage.by !== 'posts') return;
    for (const id of stage.positions) {
      const position = book.positions.find((one) => one.id === id);
      const field = `stages.${at}.positions`;
      if (position === undefined || position.closedAt !== null) {
        fields[field] ??= { id: 'Jabatan ini sudah tidak ada.', en: 'This position is gone.' };
      } else if (seen.has(id)) {
        fields[field] ??= { id: `${position.name} tercantum dua kali.`, en: `${position.name} is listed twice.` };
      }
      seen.add(id);
    }
  });
  if (seen.size >= MOST_STEPS) {
    fields.stages = { id: `Paling banyak ${MOST_STEPS - 1} paraf.`, en: `At most ${MOST_STEPS - 1} initials.` };
  }
}

const NOT_VALID: Words = { id: 'Isian ini tidak dapat dibaca.', en: 'This entry cannot be read.' };

function invalid(fields: Record<string, Words>): Refusal {
  const words = { id: 'Ada isian yang harus diperbaiki.', en: 'Some entries need correction.' };
  return new Refusal('invalid-input', 'template-invalid', words, fields);
}

function collision(name: string): Refusal {
  const words = {
    id: `Templat "${name}" sudah berlaku untuk unit dan jenis surat yang sama. Ubah templat itu, atau pilih jenis lain.`,
    en: `The template "${name}" is for the same unit and kinds. Change that one, or choose other kinds.`,
  };
  return new Refusal('invalid-input', 'template-collides', words, { kinds: words });
}

function changedMeanwhile(): Refusal {
  const words = {
    id: 'Templat ini sudah diubah sejak Anda membukanya. Belum ada yang disimpan; bandingkan dengan riwayatnya, lalu simpan lagi.',
    en: 'This template has been changed since you opened it. Nothing was stored; compare with its history and save again.',
  };
  return new Refusal('conflict', 'template-changed', words, { '': words });
}

export function unknownTemplate(): Refusal {
  return new Refusal('not-found', 'template-unknown', {
    id: 'Templat itu tidak ada.',
    en: 'There is no such template.',
  });
}
