import { unixSeconds } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import { noteTextOf, parseTrustText, type Trust } from '../seal/trust-note.ts';
import { getTrust } from '../seal/trust-store.ts';
import { findPartnerByHost, listPartners, type Partner } from './partners-store.ts';
import { turnedAway } from './receive-refusals.ts';
import { isOfAnotherVersion, isSignedBy, type Message, type MessageKind, readMessage } from './signed-message.ts';

/** Clocks of two offices differ by this at most; a note is not worth keeping for longer. */
const FRESH_SECONDS = 15 * 60;

/**
 * The partner who says this to us now, and what is said.
 * @throws Refusal `version`, `malformed`, `not-for-us`, `unknown-partner`, `partner-off`, `signature`, `stale`
 */
export async function demandKnown(
  db: Sql,
  note: string,
  kind: MessageKind,
  now: Date,
): Promise<{ partner: Partner; message: Message }> {
  if (isOfAnotherVersion(note)) throw turnedAway('version');
  const message = readMessage(note);
  if (message?.kind !== kind) throw turnedAway('malformed');
  if (!(await getTrust(db)).trust.hosts.includes(message.to)) throw turnedAway('not-for-us');
  const partner = await partnerSpeaking(db, message.from);
  if (partner === undefined || partner.state === 'proposed') throw turnedAway('unknown-partner');
  const trust = trustOf(partner);
  if (trust === undefined || !isSignedBy(note, trust)) throw turnedAway('signature');
  if (partner.state === 'off') throw turnedAway('partner-off');
  if (Math.abs(message.time - unixSeconds(now)) > FRESH_SECONDS) throw turnedAway('stale');
  return { partner, message };
}

/** Whether letters that name this host are the partner's own: the present one, or a former one that nobody else has. */
export async function isHostOf(db: Sql, partner: Partner, host: string): Promise<boolean> {
  return (await partnerSpeaking(db, host))?.id === partner.id;
}

/** By the host that an administrator added; for one that a partner moved to, as its own trust note says. */
async function partnerSpeaking(db: Sql, host: string): Promise<Partner | undefined> {
  const added = await findPartnerByHost(db, host);
  if (added !== undefined) return added;
  if ((await getTrust(db)).trust.hosts.includes(host)) return undefined;
  const claiming = (await listPartners(db)).filter((each) => trustOf(each)?.hosts.includes(host));
  return claiming.length === 1 ? claiming[0] : undefined;
}

function trustOf(partner: Partner): Trust | undefined {
  return parseTrustText(noteTextOf(partner.trustNote))?.trust;
}
