import { isSecret, type Security } from '../people/security-class.ts';
import type { Sql } from '../postgres/database.ts';
import type { Addressed } from './channel.ts';
import type { IssuedFacts } from './letter-facts.ts';
import { findUsualWay, listPartnerOffices, type PartnerOffice, type PartnerWay } from './partner-ways-store.ts';

/** Letters of a higher class reach other offices by hand alone (as with e-mail). */
function goesToPartners(security: Security): boolean {
  return !isSecret(security);
}

/** Partner offices to which this letter may go. */
export async function partnersFor(db: Sql, { facts }: Pick<IssuedFacts, 'facts'>): Promise<PartnerOffice[]> {
  return goesToPartners(facts.security) ? listPartnerOffices(db) : [];
}

/** What is known of a recipient outside: whether partners are offered, and where their last letter went. */
export async function partnerOf(
  db: Sql,
  recipient: { positionId: number | null; name: string },
  partners: readonly PartnerOffice[],
): Promise<{ partner: Addressed['partner']; usual: PartnerWay | undefined }> {
  if (recipient.positionId !== null || partners.length === 0) return { partner: 'none', usual: undefined };
  const usual = await findUsualWay(db, recipient.name);
  return { partner: usual === undefined ? 'some' : 'usual', usual };
}

/** `7:DISDIK`, or `7:` for whoever opens letters there: how a form names where a letter goes. */
export function partnerChoice({ partnerId, desk }: PartnerWay): string {
  return `${partnerId}:${desk}`;
}

/** Undefined for what is not offered. */
export function readPartnerChoice(partners: readonly PartnerOffice[], chosen: string): PartnerWay | undefined {
  const [, digits = '', desk = ''] = /^([1-9][0-9]{0,8}):(.{0,100})$/su.exec(chosen) ?? [];
  const partner = partners.find(({ id }) => id === Number(digits));
  const known = desk === '' || partner?.desks.some(({ code }) => code === desk);
  return partner !== undefined && known ? { partnerId: partner.id, desk } : undefined;
}
