import { createHash, randomUUID } from 'node:crypto';
import type { Request, Response } from 'express';
import { Refusal } from '../errors.ts';
import type { Database } from '../postgres/database.ts';
import { claimForm, findSentForm, releaseForm, storeFormResult } from './form-sent-store.ts';

/** The hidden field `_once` of a form that is shown: two clicks send the same one. */
export function drawOnce(): string {
  return randomUUID();
}

const patienceMs = 30_000;
const lookAgainMs = 100;

/**
 * Runs `work` once for a form, however often it is sent. The second sending waits for the first and is led where that
 * one led; when the first led nowhere (refused, faulty, or a page shown at once) nothing was changed for good and the
 * second is done in its own right. If the power fails while `work` runs, the form stays claimed: sending it again is
 * refused with advice to look first, because nobody knows whether it was done.
 */
export async function onlyOnce(
  parts: { db: Database; req: Request; res: Response; now: Date },
  work: () => Promise<void>,
): Promise<void> {
  const { db, req, res, now } = parts;
  const token: unknown = req.body?._once;
  if (typeof token !== 'string' || token === '') return work();
  const key = createHash('sha256').update(`${req.sessionID}\n${req.path}\n${token}`).digest();
  for (let waited = 0; !(await claimForm(db, key, now)); waited += lookAgainMs) {
    const sent = await findSentForm(db, key);
    if (typeof sent?.location === 'string') return void res.status(303).location(sent.location);
    // Long ago: its process has died, or could not say how it ended. Waiting would not tell.
    const since = now.getTime() - (sent?.startedAt.getTime() ?? now.getTime());
    if (waited >= patienceMs || since >= patienceMs) throw sentBefore();
    await new Promise((resolve) => setTimeout(resolve, lookAgainMs));
  }
  try {
    await work();
  } catch (error) {
    // Where the database has gone, the reader is told what happened to the work and not to this note of it.
    await releaseForm(db, key).catch(() => {});
    throw error;
  }
  const location = res.getHeader('location');
  if (typeof location === 'string') await storeFormResult(db, key, location);
  else await releaseForm(db, key);
}

function sentBefore(): Refusal {
  return new Refusal('conflict', 'form-sent-before', {
    id: 'Formulir ini sudah dikirim. Buka kembali halamannya dan periksa apakah sudah tercatat sebelum mengirim lagi.',
    en: 'This form has been sent before. Open the page again and look whether it was recorded before sending it once more.',
  });
}
