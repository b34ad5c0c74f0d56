// For `node --import`: a child process of a test runs the sources as they are, without a build.
import { createHash } from 'node:crypto';
import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { register } from 'node:module';
import { tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isMainThread } from 'node:worker_threads';
import { transformSync, version } from '@swc/core';

// One test starts a hundred children: what one of them has translated the next one reads.
const translated = join(tmpdir(), `layang-translated-${userInfo().uid}`);

if (isMainThread) register(import.meta.url);

export async function load(url, context, next) {
  if (!url.startsWith('file:') || !url.endsWith('.ts')) return next(url, context);
  const file = fileURLToPath(url);
  return { format: 'module', shortCircuit: true, source: translate(file, readFileSync(file, 'utf8')) };
}

function translate(file, source) {
  const name = join(translated, createHash('sha256').update(`${version}\n${file}\n${source}`).digest('hex'));
  try {
    return readFileSync(name, 'utf8');
  } catch {
    const { code } = transformSync(source, {
      filename: file,
      jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
      module: { type: 'es6' },
      sourceMaps: 'inline',
    });
    mkdirSync(translated, { recursive: true, mode: 0o700 });
    writeFileSync(`${name}.${process.pid}`, code);
    renameSync(`${name}.${process.pid}`, name);
    return code;
  }
}
