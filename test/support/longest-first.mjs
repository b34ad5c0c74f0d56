import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Sequencer from '@jest/test-sequencer';

/** Half a minute and more each, the longest first. Started last, one of them would keep one core busy and leave the other idle. */
const longest = [
  'uploads/ordinary-corpus',
  'issuing/killed-signing',
  'issuing/concurrent-signing',
  'journey/chaos',
  'uploads/upload-acts',
  'web/letter-uploads',
  'journey/incoming-letter',
  'web/letters-journey',
  'web/standing-in-journey',
  'web/editor-together',
  'journey/chain-with-correction',
  'journey/one-letter',
  'web/settings-journey',
  'uploads/stamped-pages',
  'web/numbers',
  'web/sending-journey',
  'web/accessibility',
  'web/headers',
  'web/every-route',
  'safekeeping/drill',
  'start/refusals-at-start',
  'journey/database-away',
  'web/letter-status',
  'jobs/killed-workers',
  'web/editor',
].map((name) => fileURLToPath(new URL(`../${name}.test.ts`, import.meta.url)));

/** On a machine that has run nothing yet jest would go by the size of the files, which says little of their length. */
export default class LongestFirst extends Sequencer {
  sort(tests) {
    const gone = longest.filter((path) => !existsSync(path));
    if (gone.length > 0) throw new Error(`test/support/longest-first.mjs names files that are gone: ${gone.join(' ')}`);
    const rank = ({ path }) => (longest.includes(path) ? longest.indexOf(path) : longest.length);
    return super.sort(tests).sort((one, other) => rank(one) - rank(other));
  }
}
