import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const tests = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(tests, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts'));

test('no test names a limit of its own: one that waits does so for as long as all others', () => {
  // As the formatter writes them: behind the closing brace of the test's function, or on a line of its own.
  const limit =
    /^ *\}, [\d_]{4,}\);$|^ *\},\n +[\d_]{4,},\n +\);$|\.setTimeout\(\d|\bsetDefaultTimeout\(\d|\{ timeout: \d/gm;
  const found = files.flatMap((file) =>
    [...readFileSync(join(tests, file), 'utf8').matchAll(limit)].map(([text]) => `test/${file}: ${text.trim()}`),
  );
  expect(found).toEqual([]);
});

test('every test draws by the seed of the suite', () => {
  const own = /^import .* from 'fast-check';$/m;
  const found = files.filter((file) => own.test(readFileSync(join(tests, file), 'utf8')));
  expect(found).toEqual(['support/draws.ts']);
});
