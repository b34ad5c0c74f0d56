// For `node --import`, and what `typescript.cjs` calls when nothing is put together yet.
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { isBuiltin, register } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { isCurrent, placeOf, stampOf, together } from './put-together.cjs';

const self = fileURLToPath(import.meta.url);

if (isMainThread) register(import.meta.url);

/**
 * The program that was started comes as one module that holds all sources it needs: to load them one by one, each by a message to
 * the thread of this hook, took more than half of a child's life.
 */
export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  return { format: 'module', shortCircuit: true, source: await putTogether(fileURLToPath(url)) };
}

async function putTogether(program) {
  const place = placeOf(program);
  if (isCurrent(place)) return readFileSync(place, 'utf8');
  const { text, inputs } = await bundle(program);
  mkdirSync(together, { recursive: true, mode: 0o700 });
  // In one file, so that a reader never finds the sources of one moment with the stamps of another.
  const file = `${text}\n//${JSON.stringify(inputs.map((path) => [path, stampOf(path)]))}`;
  const unfinished = `${place}.${process.pid}`;
  writeFileSync(unfinished, file);
  renameSync(unfinished, place);
  return file;
}

/** Packages of very many small files that nobody but the sources loads. */
const manyFiles = /^(zod|pdf-lib|culori)(\/|$)/;

async function bundle(program) {
  const { build } = await import('esbuild');
  const { outputFiles, metafile } = await build({
    entryPoints: [program],
    absWorkingDir: '/',
    bundle: true,
    write: false,
    metafile: true,
    format: 'esm',
    platform: 'node',
    target: 'node20',
    logLevel: 'silent',
    // Packages as Node itself takes them, not as bundlers may.
    conditions: [],
    plugins: [{ name: 'as-they-are', setup }],
  });
  const inputs = Object.keys(metafile.inputs).flatMap((path) => (path.startsWith('required:') ? [] : [`/${path}`]));
  return { text: outputFiles[0].text, inputs: [self, ...inputs] };
}

function isCommonJs(path) {
  if (path.endsWith('.cjs')) return true;
  if (!path.endsWith('.js')) return false;
  const { type } = JSON.parse(readFileSync(findPackageJSON(path), 'utf8'));
  return type !== 'module';
}

/** The nearest above the file, which says what its `.js` files are. */
function findPackageJSON(path) {
  const place = join(dirname(path), 'package.json');
  return existsSync(place) ? place : findPackageJSON(dirname(path));
}

function setup(builder) {
  builder.onResolve({ filter: /^[^./]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
    if (kind === 'entry-point' || pluginData === 'asked' || manyFiles.test(path)) return undefined;
    if (isBuiltin(path)) return { path, external: true };
    // Found from where the package lies that asks for it: what is put together lies elsewhere.
    const found = await builder.resolve(path, { kind, importer, resolveDir, pluginData: 'asked' });
    if (kind === 'import-statement' && isCommonJs(found.path)) return { path: found.path, namespace: 'required' };
    return { path: found.path || path, external: true };
  });
  // Required, as its own files require each other: what is imported Node first reads through for the names it will have.
  builder.onLoad({ filter: /./, namespace: 'required' }, ({ path }) => ({
    contents: `module.exports = process.getBuiltinModule('node:module').createRequire(${JSON.stringify(path)})(${JSON.stringify(path)});`,
  }));
  // A source goes on to say where it lies itself.
  builder.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    loader: 'ts',
    resolveDir: dirname(path),
    contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
  }));
}
