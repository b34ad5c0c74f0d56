import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { allFontFiles } from '../typesetting/fonts.ts';
import type { LetterPage } from '../typesetting/letter-page.ts';
import { templateData } from '../typesetting/template-data.ts';
import type { Typesetter } from '../typesetting/typesetter.ts';
import { EMBLEM_FILE } from '../typesetting/typst-job.ts';
import { inTurn } from './measure.ts';
import type { Line } from './table.ts';

/** Typst in this process, told nothing but the template and its data: what ours adds is checks, a process and its messages. */
export function bareTypst(emblem?: Buffer): (page: LetterPage) => Buffer {
  const workspace = fileURLToPath(new URL('../../views/letters/', import.meta.url));
  const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: allFontFiles() }] });
  if (emblem !== undefined) compiler.mapShadow(join(workspace, EMBLEM_FILE), emblem);
  return (page) => {
    const inputs = { page: JSON.stringify(templateData(page)) };
    const { result } = compiler.compile({ mainFilePath: `${workspace}${page.template}.typ`, inputs, resetRead: true });
    if (result === null) throw new Error('Typst set nothing');
    const pdf = compiler.pdf(result, { pdfStandard: 'a-2a', creationTimestamp: page.createdAt });
    compiler.evictCache(0);
    return pdf;
  };
}

/** The emblem that stands on the page, for whoever sets it without the typesetter. */
export async function emblemOf(
  documents: { read(sha256: Uint8Array): Promise<Buffer> },
  { kop }: LetterPage,
): Promise<Buffer | undefined> {
  return kop.emblem === null ? undefined : documents.read(Buffer.from(kop.emblem, 'hex'));
}

export async function typesetBench(
  typesetter: Typesetter,
  page: LetterPage,
  emblem: Buffer | undefined,
): Promise<Line[]> {
  const bare = bareTypst(emblem);
  const [ours, limit] = await inTurn([() => typesetter.typeset(page), () => bare(page)], 30);
  if (ours === undefined || limit === undefined) return [];
  const beside = [{ name: 'bare Typst', value: limit.median }];
  return [{ what: `typeset a letter (${page.pageSymbols.length} pages)`, ours: ours.median, unit: 'ms', beside }];
}
