// Everything the pages load, in one folder: style sheets from src/web/styles, fonts from their package, our own pictures, the editor.
import { cp, mkdir, readdir, readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { build } from 'esbuild';
import { compile } from 'sass';
import sharp from 'sharp';

const root = fileURLToPath(new URL('../..', import.meta.url));
const sheets = ['layang', 'check', 'editor'];
const weights = [400, 700];

/** Writes the assets into `target`, which is made if need be. */
export async function buildAssets(target) {
  await mkdir(join(target, 'fonts'), { recursive: true });
  await cp(join(root, 'src/web/public'), target, { recursive: true });
  await drawIcons(target);
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

/** The paper of light pages: an icon on somebody's own wallpaper brings its ground along. */
const ground = '#fbfaf7';

/**
 * The icons of the installed application (`layang.webmanifest`), from our mark alone: `share` of the edge is the mark. A maskable one
 * is cut to a circle of 80 %; Apple rounds the corners itself and shows nothing transparent.
 */
async function drawIcons(target) {
  const mark = await readFile(join(root, 'src/web/public/mark.svg'));
  for (const [name, size, share, radius] of [
    ['icon-192', 192, 0.74, 0.2],
    ['icon-512', 512, 0.74, 0.2],
    ['icon-maskable-512', 512, 0.52, 0],
    ['apple-touch-icon', 180, 0.7, 0],
  ]) {
    const edge = Math.round(size * share);
    const drawn = await sharp(mark, { density: (72 * edge) / 32 }).resize(edge, edge).png().toBuffer();
    const corner = size * radius;
    const sheet = `<svg xmlns="http://www.w3.org/2000/svg" width="${size}" height="${size}"><rect width="100%" height="100%" rx="${corner}" fill="${ground}"/></svg>`;
    await sharp(Buffer.from(sheet))
      .composite([{ input: drawn }])
      .png({ palette: true, compressionLevel: 9, effort: 10 })
      .toFile(join(target, `${name}.png`));
  }
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
