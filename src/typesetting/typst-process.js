// @ts-check
/*
 * A process of its own for Typst, in plain JavaScript so that it starts from `src/` and from `dist/` alike. A process and
 * not a thread: native code that does not return can be killed, and the environment (which tells Typst where typefaces
 * lie) is this process's own.
 */
import { NodeCompiler } from '@myriaddreamin/typst-ts-node-compiler';

/** @type {{ workspace: string, fonts: string[] }} */
const setting = JSON.parse(process.argv[2] ?? '{}');
const compiler = NodeCompiler.create({ workspace: setting.workspace, fontArgs: [{ fontPaths: setting.fonts }] });

/**
 * @param {{ main: string, page: string, createdAt: number }} job
 * @returns {{ pdf: Buffer, pages: number, marks: unknown } | { problems: string[] }}
 */
function typeset({ main, page, createdAt }) {
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

process.on('message', (/** @type {{ id: number, job: any }} */ { id, job }) => {
  const answer = typeset(job);
  process.send?.({ id, answer });
  // The cache would keep every letter ever set.
  compiler.evictCache(0);
});
process.on('disconnect', () => process.exit());
