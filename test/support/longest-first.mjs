import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Sequencer from '@jest/test-sequencer';

/** A quarter of a minute and more each, the longest first. Started last, one of them would keep one core busy and leave the other idle. */
const longest = [
  'web/accessibility',
  'issuing/concurrent-signing',
  'uploads/ordinary-corpus',
  'journey/incoming-letter',
  'issuing/killed-signing',
  'journey/chaos',
  'web/letter-uploads',
  'journey/one-letter',
  'uploads/upload-acts',
  'web/editor-together',
  'journey/chain-with-correction',
  'intake/intake',
  'web/letters-journey',
  'web/settings-journey',
  'web/sending-journey',
  'web/numbers',
  'web/incoming-hand-journey',
  'exchange/killed-offices',
  'web/every-route',
  'web/incoming-desk-journey',
  'postgres/embedded',
  'uploads/pictures',
  'uploads/stamped-pages',
  'safekeeping/drill',
  'journey/database-away',
  'web/standing-in-journey',
  'exchange/exchange',
  'exchange/partner-pages',
  'letters/kind-pages',
  'issuing/refusals',
  'web/confirm-accessibility',
  'web/editor',
  'intake/killed-worker',
  'journey/by-keyboard',
  'start/demo',
  'web/headers',
  'web/letter-status',
  'start/refusals-at-start',
  'start/rolling-restart',
  'jobs/killed-workers',
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
