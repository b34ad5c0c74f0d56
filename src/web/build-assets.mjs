// Everything the pages load, in one folder: style sheets from src/web/styles, fonts from their package, our own pictures, the editor.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compile } from 'sass';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sheets = ['layang', 'check', 'editor'];
const weights = [400, 700];

/** Writes the assets into `target`, which is made if need be. */
export async function buildAssets(target) {
  await mkdir(join(target, 'fonts'), { recursive: true });
  await cp(join(root, 'src/web/public'), target, { recursive: true });
  for (const weight of weights) {
    const file = `files/plus-jakarta-sans-latin-${weight}-normal.woff2`;
    await cp(
      join(root, 'node_modules/@fontsource/plus-jakarta-sans', file),
      join(target, `fonts/plus-jakarta-sans-${weight}.woff2`),
    );
  }
  await cp(join(root, 'node_modules/@fontsource/plus-jakarta-sans/LICENSE'), join(target, 'fonts/LICENSE'));
  for (const sheet of sheets) {
    const { css } = compile(join(root, `src/web/styles/${sheet}.scss`), {
      loadPaths: [join(root, 'node_modules')],
      style: 'compressed',
      quietDeps: true,
    });
    await writeFile(join(target, `${sheet}.css`), css);
  }
  // The editor of a letter's text, the examples of a number format, the clerk's desk: each loaded by its pages alone.
  await build({
    entryPoints: {
      editor: join(root, 'src/web/editor/main.ts'),
      'number-examples': join(root, 'src/web/editor/number-examples.ts'),
      desk: join(root, 'src/web/desk/main.ts'),
    },
    outdir: target,
    bundle: true,
    format: 'esm',
    target: 'es2022',
    minify: true,
    legalComments: 'none',
    logLevel: 'silent',
  });
  await compress(target);
}

/** Beside each text `layang.css.br` and `layang.css.gz`, as small as they get: made once here, sent ten thousand times. */
async function compress(target) {
  for (const name of (await readdir(target)).filter((each) => /\.(css|js|svg)$/.test(each))) {
    const file = join(target, name);
    const bytes = await readFile(file);
    const settings = { [constants.BROTLI_PARAM_MODE]: constants.BROTLI_MODE_TEXT };
    await writeFile(`${file}.br`, brotliCompressSync(bytes, { params: settings }));
    await writeFile(`${file}.gz`, gzipSync(bytes, { level: 9 }));
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await buildAssets(resolve(root, process.argv[2] ?? 'dist/web/public'));
