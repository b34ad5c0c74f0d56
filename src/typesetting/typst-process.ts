/*
 * A process of its own for Typst. A process and not a thread: native code that does not return can be killed, and the
 * environment (which tells Typst where typefaces lie) is this process's own.
 */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';
import { watchSelf } from '../processes/watch-self.ts';
import type { TypstJob, TypstSetting } from './typesetter.ts';

const { workspace, fonts, memoryMb } = JSON.parse(process.argv[2] ?? '{}') as TypstSetting;
await watchSelf(memoryMb);
const compiler = NodeCompiler.create({ workspace, fontArgs: [{ fontPaths: fonts }] });

function typeset({ main, page, createdAt }: TypstJob) {
  const compiled = compiler.compile({ mainFilePath: main, inputs: { page }, resetRead: true });
  // A warning is a missing typeface or a layout that did not settle: nothing of the kind may be signed.
  const diagnostics = compiled.takeDiagnostics();
  if (diagnostics !== null) {
    const problems = compiler.fetchDiagnostics(diagnostics).map(({ message }) => String(message));
    if (problems.length > 0) return { problems };
  }
  const document = compiled.result;
  if (document === null) return { problems: ['no document'] };
  try {
    const pdf = compiler.pdf(document, { pdfStandard: 'a-2a', creationTimestamp: createdAt });
    const marks = compiler.query(document, { selector: '<mark>' });
    return { pdf, pages: document.numOfPages, marks };
  } catch (error) {
    return { problems: [error instanceof Error ? error.message : String(error)] };
  }
}

process.on('message', ({ id, job }: { id: number; job: TypstJob }) => {
  const answer = typeset(job);
  process.send?.({ id, answer });
  // The cache would keep every letter ever set.
  compiler.evictCache(0);
});
process.on('disconnect', () => process.exit());
