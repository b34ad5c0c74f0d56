import type { Clock } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import { type Finding, finding } from './finding.ts';
import { judgeLetter } from './judge-letter.ts';
import { listIssuedFacts, listIssuedIds, listOneSided, type OneSided } from './letter-facts-store.ts';
import { listVersionFacts, type VersionFacts } from './record-store.ts';
import { walk } from './walk.ts';

const BATCH = 200;
/** More of a kind say nothing new. */
const MOST_ONE_SIDED = 100;

/** Every issued letter against itself: act, number, seal, log, decision. `told` learns how many were looked at. */
export async function* checkLetters(
  deps: { db: Sql; clock: Clock },
  told: (count: number) => void,
): AsyncGenerator<Finding> {
  const ids = walk(
    0,
    (id: number) => id,
    (after) => listIssuedIds(deps.db, after, BATCH),
  );
  for await (const batch of ids) {
    // By their ids: between them another letter may be issued meanwhile.
    const facts = await listIssuedFacts(deps.db, batch);
    const known = new Set(facts.map(({ letterId }) => letterId));
    for (const id of batch.filter((letterId) => !known.has(letterId))) {
      yield finding(
        'letter-incomplete',
        `letter ${id}`,
        `Surat ${id} terbit, tetapi sebagian catatannya hilang dari basis data.`,
        `Letter ${id} is issued, but part of its record is missing from the database.`,
      );
    }
    for (const letter of facts) yield* judgeLetter(letter, deps.clock());
    told(batch.length);
  }
  for (const one of await listOneSided(deps.db, MOST_ONE_SIDED)) {
    yield finding('issue-missing', `letter ${one.id}`, ...oneSided(one));
  }
}

function oneSided({ what, id }: OneSided): [string, string] {
  const says = {
    letter: ['suratnya', 'its row'],
    number: ['nomornya', 'its number'],
    act: ['penandatanganannya', 'its signing act'],
    decision: ['keputusannya', 'its decision'],
    log: ['catatan lognya', 'its log entry'],
    signature: ['tanda tangannya', 'its signature'],
  }[what];
  return [
    `Surat ${id}: menurut ${says[0]} sudah terbit, tetapi catatan terbitnya tidak ada.`,
    `Letter ${id}: ${says[1]} says it was issued, but the record of its issue is missing.`,
  ];
}

/** Every submitted version hashes to what was decided on, and its files are part of the record. */
export async function* checkVersions(deps: { db: Sql }): AsyncGenerator<Finding> {
  const batches = walk(
    0,
    (row: VersionFacts) => row.id,
    (after) => listVersionFacts(deps.db, after, BATCH),
  );
  for await (const batch of batches) {
    for (const { letterId, version, hashFits, strayDecisions, missing } of batch) {
      const about = `letter ${letterId} version ${version}`;
      if (!hashFits) {
        yield finding(
          'version-changed',
          about,
          `Surat ${letterId}: isi versi ${version} lain dari yang dibekukan.`,
          `Letter ${letterId}: the content of version ${version} is not what was frozen.`,
        );
      }
      if (strayDecisions > 0) {
        yield finding(
          'decision-of-another-content',
          about,
          `Surat ${letterId}: ${strayDecisions} keputusan atas versi ${version} menyebut isi yang lain.`,
          `Letter ${letterId}: ${strayDecisions} decisions on version ${version} name another content.`,
        );
      }
      for (const hex of missing) {
        yield finding(
          'version-file-unknown',
          about,
          `Surat ${letterId}: berkas ${hex} dari versi ${version} tidak tercatat.`,
          `Letter ${letterId}: file ${hex} of version ${version} is not recorded.`,
        );
      }
    }
  }
}
