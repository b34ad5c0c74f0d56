// For `node --import`: a child process of a test runs the sources as they are, without a build of the product.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, statSync, writeFileSync } from 'node:fs';
import { isBuiltin, register } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { isMainThread } from 'node:worker_threads';

// One run starts some hundred children: what one of them has put together the next one reads.
const together = join(tmpdir(), `layang-together-${userInfo().uid}`);
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
  const name = join(together, createHash('sha256').update(program).digest('hex'));
  const known = readKnown(name);
  if (known !== undefined) return known;
  const { text, inputs } = await bundle(program);
  mkdirSync(together, { recursive: true, mode: 0o700 });
  // In one file, so that a reader never finds the sources of one moment with the stamps of another.
  const file = `${JSON.stringify(inputs.map((path) => [path, stampOf(path)]))}\n${text}`;
  writeFileSync(`${name}.${process.pid}`, file);
  renameSync(`${name}.${process.pid}`, name);
  return text;
}

/** What was put together before, where none of its sources has changed since. */
function readKnown(name) {
  try {
    const file = readFileSync(name, 'utf8');
    const end = file.indexOf('\n');
    const stamps = JSON.parse(file.slice(0, end));
    if (stamps.every(([path, stamp]) => stampOf(path) === stamp)) return file.slice(end + 1);
  } catch {
    // Not there yet, or a source of it is gone.
  }
  return undefined;
}

function stampOf(path) {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs} ${size} ${ino}`;
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
    plugins: [{ name: 'as-they-are', setup }],
  });
  const inputs = Object.keys(metafile.inputs).map((path) => `/${path}`);
  return { text: outputFiles[0].text, inputs: [self, ...inputs] };
}

function setup(builder) {
  builder.onResolve({ filter: /^[^./]/ }, async ({ path, importer, kind, resolveDir, pluginData }) => {
    if (kind === 'entry-point' || pluginData === 'asked' || manyFiles.test(path)) return undefined;
    if (isBuiltin(path) || importer.endsWith('.ts')) return { path, external: true };
    // Found from where the package lies, which is not where the program lies.
    const found = await builder.resolve(path, { kind, importer, resolveDir, pluginData: 'asked' });
    return { path: found.path, external: true };
  });
  // A source goes on to say where it lies itself.
  builder.onLoad({ filter: /\.ts$/ }, ({ path }) => ({
    loader: 'ts',
    resolveDir: dirname(path),
    contents: readFileSync(path, 'utf8').replaceAll('import.meta.url', JSON.stringify(pathToFileURL(path).href)),
  }));
}
