/*
 * A process of its own for Typst. A process and not a thread: native code that does not return can be killed, and the
 * environment (which tells Typst where typefaces lie) is this process's own.
 */
import { join } from 'node:path';
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { watchSelf } from '../processes/watch-self.ts';
import { OWN_SOURCE_FILE, type Problem, type TypstJob, type TypstSetting } from './typst-job.ts';

const { workspace, fonts, memoryMb } = JSON.parse(process.argv[2] ?? '{}') as TypstSetting;
await watchSelf(memoryMb);
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fonts }] });

function typeset({ template, source, pictures, page, createdAt }: TypstJob) {
  for (const [name, png] of Object.entries(pictures)) compiler.mapShadow(join(workspace, name), Buffer.from(png));
  if (source !== null) compiler.mapShadow(join(workspace, OWN_SOURCE_FILE), Buffer.from(source, 'utf8'));
  const mainFilePath = join(workspace, source === null ? `${template}.typ` : OWN_SOURCE_FILE);
  const compiled = compiler.compile({ mainFilePath, inputs: { page }, resetRead: true });
  // A warning is a missing typeface or a layout that did not settle: nothing of the kind may be signed.
  const diagnostics = compiled.takeDiagnostics();
  if (diagnostics !== null) {
    const problems = compiler.fetchDiagnostics(diagnostics).map(problemOf);
    if (problems.length > 0) return { problems };
  }
  const document = compiled.result;
  if (document === null) return { problems: [{ message: 'no document', file: '', line: null }] };
  try {
    const pdf = compiler.pdf(document, { pdfStandard: 'a-2a', creationTimestamp: createdAt });
    const marks = compiler.query(document, { selector: '<mark>' });
    return { pdf, pages: document.numOfPages, marks };
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    return { problems: [{ message, file: '', line: null }] };
  }
}

/** Typst counts lines from 0. */
function problemOf(raw: { message?: unknown; path?: unknown; range?: { start?: { line?: unknown } } }): Problem {
  const file =
    String(raw.path ?? '')
      .split(/[\\/]/)
      .at(-1) ?? '';
  const line = raw.range?.start?.line;
  // Where the program lies on this machine is nobody's business.
  return {
    message: String(raw.message).replaceAll(workspace, ''),
    file,
    line: typeof line === 'number' ? line + 1 : null,
  };
}

process.on('message', ({ id, job }: { id: number; job: TypstJob }) => {
  const answer = typeset(job);
  process.send?.({ id, answer });
  // The cache would keep every letter ever set.
  compiler.resetShadow();
  compiler.evictCache(0);
});
process.on('disconnect', () => process.exit());
