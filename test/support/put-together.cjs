// What one child process of a run has put together the next one reads: there are some hundred.
const { createHash } = require('node:crypto');
const { readFileSync, statSync } = require('node:fs');
const { tmpdir, userInfo } = require('node:os');
const { join } = require('node:path');

const together = join(tmpdir(), `layang-together-${userInfo().uid}`);

/** Where the program lies with all sources it needs, once it has been put together. */
function placeOf(program) {
  return join(together, `${createHash('sha256').update(program).digest('hex')}.mjs`);
}

/** What was put together before, where none of its sources has changed since: its last line has their stamps. */
function isCurrent(place) {
  try {
    const file = readFileSync(place, 'utf8');
    const stamps = JSON.parse(file.slice(file.lastIndexOf('\n//') + '\n//'.length));
    return stamps.every(([path, stamp]) => stampOf(path) === stamp);
  } catch {
    // Not there yet, or a source of it is gone.
    return false;
  }
}

function stampOf(path) {
  const { mtimeMs, size, ino } = statSync(path);
  return `${mtimeMs} ${size} ${ino}`;
}

module.exports = { together, placeOf, isCurrent, stampOf };
