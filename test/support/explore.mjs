import { execFileSync, spawnSync } from 'node:child_process';
import { randomInt } from 'node:crypto';

/* `npm run explore [ROUNDS]`: every test that draws, each round with a seed that nobody has tried. The first that fails is named. */

const rounds = Number(process.argv[2] ?? 5);
if (!Number.isInteger(rounds) || rounds < 1) {
  console.error('How many rounds? A whole number, 1 or more: npm run explore -- 20');
  process.exit(2);
}
const files = execFileSync('git', ['grep', '-l', 'support/draws.ts', '--', 'test/**/*.test.ts'], { encoding: 'utf8' });
for (let round = 1; round <= rounds; round++) {
  const seed = String(randomInt(2 ** 31));
  console.log(`round ${round} of ${rounds}, LAYANG_SEED=${seed}`);
  const env = { ...process.env, LAYANG_SEED: seed };
  const { status } = spawnSync('npm', ['test', '--', ...files.trim().split('\n')], { env, stdio: 'inherit' });
  if (status === 0) continue;
  console.error(`failed in round ${round}; again the same: LAYANG_SEED=${seed} npm test -- FILE`);
  process.exit(1);
}
