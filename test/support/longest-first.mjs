import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import Sequencer from '@jest/test-sequencer';

/** Twelve seconds and more each, the longest first. Started last, one of them would keep one core busy and leave the other idle. */
const longest = [
  'uploads/ordinary-corpus',
  'issuing/killed-signing',
  'journey/chaos',
  'web/incoming-permissions',
  'issuing/concurrent-signing',
  'journey/incoming-letter',
  'web/accessibility',
  'intake/intake',
  'uploads/pictures',
  'web/editor-together',
  'web/letter-uploads',
  'exchange/after-delivery',
  'web/incoming-desk-journey',
  'journey/chain-with-correction',
  'web/letters-journey',
  'web/incoming-hand-journey',
  'web/desk-files',
  'web/incoming-offline-journey',
  'web/numbers',
  'journey/one-letter',
  'web/incoming-files-journey',
  'uploads/upload-acts',
  'postgres/embedded',
  'intake/killed-worker',
  'start/demo',
  'web/settings-journey',
  'exchange/sent-on',
  'exchange/partner-pages',
  'uploads/stamped-pages',
  'uploads/scanned-pdf',
  'safekeeping/drill',
  'exchange/killed-offices',
  'bench/office',
  'journey/database-away',
  'web/sending-journey',
  'exchange/tls',
  'web/letter-status',
  'web/standing-in-journey',
  'uploads/symbols',
  'sending/sending',
  'incoming/add-scan',
  'uploads/search-pages',
  'start/rolling-restart',
  'exchange/exchange',
  'web/incoming-with-files',
  'letters/kind-pages',
  'issuing/refusals',
  'web/every-route',
  'start/refusals-at-start',
  'checking/check-accessibility',
  'sending/paper',
  'notifications/account-page',
  'web/editor',
  'issuing/change-status',
  'web/keys-accessibility',
  'web/incoming-hand',
  'issuing/sign-letter',
  'web/confirm-accessibility',
  'documents/silent-bucket',
  'typesetting/signature-place',
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
