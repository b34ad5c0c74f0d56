// For `node --require`: a child process of a test runs the sources as they are, without a build of the product.
const { realpathSync } = require('node:fs');
const Module = require('node:module');
const { join } = require('node:path');
const { pathToFileURL } = require('node:url');
const { isMainThread } = require('node:worker_threads');
const { isCurrent, placeOf } = require('./put-together.cjs');

if (isMainThread) {
  const [, program = ''] = process.argv;
  const place = program.endsWith('.ts') ? placeOf(realpathSync(program)) : undefined;
  if (place !== undefined && isCurrent(place)) {
    // Without a hook: its thread and its messages took a quarter of the time until a child's first line.
    Module.runMain = () => import(pathToFileURL(place).href);
  } else {
    Module.register(pathToFileURL(join(__dirname, 'typescript-loader.mjs')).href);
  }
}
