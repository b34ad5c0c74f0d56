import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Sequencer from '@jest/test-sequencer';

/** A quarter of a minute and more each, the longest first. Started last, one of them would keep one core busy and leave the other idle. */
const longest = [
  'issuing/killed-signing',
  'uploads/ordinary-corpus',
  'journey/chaos',
  'issuing/concurrent-signing',
  'intake/intake',
  'web/accessibility',
  'web/incoming-permissions',
  'journey/incoming-letter',
  'web/editor-together',
  'exchange/exchange',
  'web/letter-uploads',
  'intake/killed-worker',
  'web/letters-journey',
  'exchange/partner-pages',
  'journey/chain-with-correction',
  'uploads/pictures',
  'web/settings-journey',
  'start/demo',
  'journey/one-letter',
  'postgres/embedded',
  'web/standing-in-journey',
  'web/letter-status',
  'uploads/upload-acts',
  'letters/kind-pages',
  'web/numbers',
  'web/desk-files',
  'uploads/stamped-pages',
  'web/sending-journey',
  'web/incoming-hand-journey',
  'letters/pasal-44',
  'exchange/after-delivery',
  'bench/office',
  'journey/database-away',
  'exchange/killed-offices',
  'uploads/scanned-pdf',
  'start/rolling-restart',
  'web/keys-accessibility',
  'uploads/symbols',
  'sending/sending',
  'web/incoming-desk-journey',
  'safekeeping/drill',
  'issuing/refusals',
  'web/editor',
  'notifications/account-page',
  'start/refusals-at-start',
  'uploads/search-pages',
  'web/every-route',
  'incoming/answering',
  'web/incoming-originals',
  'typesetting/typeset-letter',
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
