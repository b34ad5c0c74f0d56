import { findUnfinishedAct, listUnfinishedActs } from '../issuing/signing-act-store.ts';
import type { Sql } from '../postgres/database.ts';
import { instanceLives } from '../postgres/instance.ts';
import { listGaps } from '../registers/register-lines-store.ts';
import { listRegisters } from '../registers/register-store.ts';
import { type Finding, finding } from './finding.ts';
import { listDoubleNumbers } from './record-store.ts';

/** Every register counts 1…n without a number that nobody can account for and without one given twice. */
export async function* checkRegisters(deps: { db: Sql }): AsyncGenerator<Finding> {
  const names = new Map((await listRegisters(deps.db)).map(({ id, name }) => [id, name]));
  for (const { registerId, year, number } of await listGaps(deps.db)) {
    const name = names.get(registerId) ?? registerId;
    yield finding(
      'number-unexplained',
      `register ${registerId}/${year}/${number}`,
      `${name} ${year}: nomor ${number} tidak tercatat untuk apa.`,
      `${name} ${year}: nothing says what became of number ${number}.`,
    );
  }
  for (const { registerId, year, number, sub } of await listDoubleNumbers(deps.db)) {
    const name = names.get(registerId) ?? registerId;
    yield finding(
      'number-double',
      `register ${registerId}/${year}/${number}${sub}`,
      `${name} ${year}: nomor ${number}${sub} tercatat dua kali.`,
      `${name} ${year}: number ${number}${sub} is there twice.`,
    );
  }
}

/**
 * Signing acts that a process left when it ended: Layang completes them or gives them up within a minute of running. An act
 * whose process lives is being signed at this moment, which is no finding.
 */
export async function* checkActs(deps: { db: Sql }): AsyncGenerator<Finding> {
  for (const act of await listUnfinishedActs(deps.db)) {
    if (await instanceLives(deps.db, act.instance)) continue;
    // It may have come to its end, and its process too, between the two questions.
    if ((await findUnfinishedAct(deps.db, act.letterId))?.id !== act.id) continue;
    yield finding(
      'act-unfinished',
      `letter ${act.letterId} act ${act.id}`,
      `Surat ${act.letterId}: penandatanganannya belum selesai; nomornya tetap dipesan. Layang menyelesaikannya sendiri saat berjalan.`,
      `Letter ${act.letterId}: its signing is not finished; its number stays reserved. Layang finishes it by itself when it runs.`,
    );
  }
}
