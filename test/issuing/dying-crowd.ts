/** Signs every letter of one line of input at once and says how many are issued; the test kills it among them. */
import { createInterface } from 'node:readline';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { openChildLayang } from './child-layang.ts';

const { layang, actor } = await openChildLayang({ pool: 10 });
let issued = 0;
process.stdout.write('ready\n');
for await (const line of createInterface({ input: process.stdin })) {
  const letters = JSON.parse(line) as { letterId: number; versionSha256: string }[];
  await Promise.all(
    letters.map(async ({ letterId, versionSha256 }) => {
      const hash = Buffer.from(versionSha256, 'hex');
      await layang.signLetter({ actor, letterId, versionSha256: hash, passphrase: demoPassphrase('kadisdik') });
      issued += 1;
      process.stdout.write(`issued ${issued}\n`);
    }),
  );
}
