import type { Clock } from '../clock.ts';
import type { PartnerSeal } from '../intake/findings.ts';
import type { Database } from '../postgres/database.ts';
import { scanQr } from '../seal/qr-url.ts';
import { noteTextOf, parseTrustText } from '../seal/trust-note.ts';
import { judgePartnerSeal, type PartnerNotes, readNotes } from './judge-partner-seal.ts';
import type { PartnerLine } from './partner-line.ts';
import { listPartners } from './partners-store.ts';

export interface PartnerSealDeps {
  db: Database;
  clock: Clock;
  line: PartnerLine;
}

/** A pile of one office's letters asks once; whoever leaves us a moment later may be heard of a little later. */
const KEPT_MS = 5 * 60_000;
/** A clerk waits for the scan behind it. */
const DEADLINE_MS = 6_000;

/**
 * What the QR of another office's letter is worth, where that office is a partner: its keys were compared, and its signed texts
 * say who seals. Asked is only for these texts, which are the same for every letter; undefined for the QR of anybody else, and
 * for one without a seal.
 */
export function openPartnerSeals({ db, clock, line }: PartnerSealDeps) {
  const kept = new Map<string, { until: number; notes: PartnerNotes | undefined }>();

  async function notesOf(host: string, pinned: string): Promise<PartnerNotes | undefined> {
    const now = clock();
    const known = kept.get(host);
    if (known !== undefined && now.getTime() < known.until) return known.notes;
    const ask = async (path: '/_v1/trust' | '/_v1/keys' | '/_v1/state') => {
      const reply = await line({ host, path, deadlineMs: DEADLINE_MS });
      return 'text' in reply && reply.status === 200 ? reply.text : undefined;
    };
    const [trust, keys, state] = await Promise.all([ask('/_v1/trust'), ask('/_v1/keys'), ask('/_v1/state')]);
    const whole = trust !== undefined && keys !== undefined && state !== undefined;
    const notes = whole ? readNotes({ trust, keys, state }, pinned, now) : undefined;
    kept.set(host, { until: now.getTime() + KEPT_MS, notes });
    return notes;
  }

  return async function partnerSeal(text: string): Promise<PartnerSeal | undefined> {
    const outside = scanQr(text, []);
    if (outside.outcome !== 'other-host') return undefined;
    const partner = (await listPartners(db)).find(
      ({ state, trustNote }) =>
        state === 'on' && parseTrustText(noteTextOf(trustNote))?.trust.hosts.includes(outside.host),
    );
    const scan = scanQr(text, [outside.host]);
    if (partner === undefined || scan.outcome !== 'seal') return undefined;
    const notes = await notesOf(partner.host, partner.trustNote);
    if (notes === undefined) return { outcome: 'partner-away', office: partner.name };
    return { ...judgePartnerSeal(notes, scan, clock()), office: partner.name };
  };
}
