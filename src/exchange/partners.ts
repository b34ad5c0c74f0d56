import { trustAnchors } from '../authority/current-certificate.ts';
import type { Clock } from '../clock.ts';
import { Refusal, type Words } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import { demand } from '../people/permissions.ts';
import type { Database, Transaction } from '../postgres/database.ts';
import { findTrust } from '../seal/trust-store.ts';
import { fingerprint, type Look, lookAtPartner } from './look-at-partner.ts';
import type { PartnerLine } from './partner-line.ts';
import {
  addPartnerEvent,
  findPartnerByHost,
  getPartner,
  insertPartner,
  listPartnerEvents,
  listPartners,
  lockPartner,
  type Partner,
  type PartnerEventKind,
  storeFacts,
  storeLookProblem,
  storePartnerHost,
  storePartnerState,
  storeTells,
} from './partners-store.ts';
import { lookWords } from './problem-words.ts';
import { readHost } from './read-host.ts';
import { listRefusals } from './refusals-store.ts';

export interface PartnerDeps {
  db: Database;
  clock: Clock;
  /** The authority of PUBLIC_ORIGIN. */
  host: string;
  line: PartnerLine;
}

/** The offices with which letters are exchanged, as administrators keep them. Every act asks `office.manage`. */
export function openPartners(deps: PartnerDeps) {
  const { db, clock, line } = deps;

  async function change<T>(
    actor: Actor,
    partnerId: number,
    work: (
      tx: Transaction,
      partner: Partner,
      note: (kind: PartnerEventKind, text?: string) => Promise<void>,
    ) => Promise<T>,
  ): Promise<T> {
    demand(actor, 'office.manage');
    const at = clock();
    return db.transaction(async (tx) => {
      const partner = await lockPartner(tx, partnerId);
      const event = { partnerId, personId: actor.personId };
      return work(tx, partner, (kind, text = '') => addPartnerEvent(tx, { ...event, kind, note: text }, at));
    });
  }

  return {
    async list(actor: Actor) {
      demand(actor, 'office.manage');
      const trust = (await findTrust(db))?.trust;
      return {
        partners: await listPartners(db),
        refusals: await listRefusals(db),
        /** Undefined as long as the office is not set up to the end. */
        own: trust && { host: deps.host, fingerprint: fingerprint(trust, await trustAnchors(db)) },
      };
    },

    async get(actor: Actor, partnerId: number) {
      demand(actor, 'office.manage');
      return { partner: await getPartner(db, partnerId), events: await listPartnerEvents(db, partnerId) };
    },

    /**
     * Looks at an installation and notes it down as proposed; where it is a partner that moved to this host, as that one.
     * @throws Refusal `partner-host`, `partner-own-host`, `partner-known`, `partner-look`: invalid-input on `host`
     */
    async add(actor: Actor, typed: string): Promise<number> {
      demand(actor, 'office.manage');
      const host = readHost(typed);
      if (host === undefined) throw wrongHost();
      if (host === deps.host) throw ownHost();
      if ((await findPartnerByHost(db, host)) !== undefined) throw known();
      const look = await lookAtPartner(line, host, undefined);
      if ('problem' in look) throw refusedLook('host', look.problem);
      const moved = (await listPartners(db)).find((each) => each.fingerprint.equals(look.facts.fingerprint));
      const at = clock();
      if (moved !== undefined) {
        return change(actor, moved.id, async (tx, partner, note) => {
          await storePartnerHost(tx, partner.id, host);
          await storeFacts(tx, partner.id, look.facts, at);
          await note('moved', `${partner.host} → ${host}`);
          return partner.id;
        });
      }
      return db.transaction(async (tx) => {
        const partnerId = await insertPartner(tx, { ...look.facts, host }, at);
        if (partnerId === undefined) throw known();
        await addPartnerEvent(tx, { partnerId, kind: 'added', personId: actor.personId, note: host }, at);
        return partnerId;
      });
    },

    /**
     * An administrator has compared this fingerprint (hex) with the one that the other office shows, and it is the same: for a
     * new partner, and for one whose keys changed. @throws Refusal `partner-other-fingerprint` (conflict), `partner-look`
     */
    async confirm(actor: Actor, partnerId: number, compared: string): Promise<void> {
      demand(actor, 'office.manage');
      const before = await getPartner(db, partnerId);
      const look = before.changedFingerprint === null ? undefined : await lookAtPartner(line, before.host, undefined);
      if (look !== undefined && 'problem' in look) throw refusedLook('', look.problem);
      await change(actor, partnerId, async (tx, partner, note) => {
        const now = look?.facts.fingerprint ?? partner.fingerprint;
        if (now.toString('hex') !== compared) throw otherFingerprint();
        if (look !== undefined) await storeFacts(tx, partnerId, look.facts, clock());
        if (partner.state === 'proposed') await storePartnerState(tx, partnerId, 'on');
        await note(look === undefined ? 'confirmed' : 'keys', compared);
      });
    },

    /** Off: nothing goes there and nothing is taken in from there. @throws Refusal `partner-not-confirmed` */
    switch: (actor: Actor, partnerId: number, isOn: boolean) =>
      change(actor, partnerId, async (tx, partner, note) => {
        if (partner.state === 'proposed') throw notConfirmed();
        if ((partner.state === 'on') === isOn) return;
        await storePartnerState(tx, partnerId, isOn ? 'on' : 'off');
        await note(isOn ? 'on' : 'off');
      }),

    /** Whether it is told agenda number and reading of its letters. */
    tell: (actor: Actor, partnerId: number, tells: boolean) =>
      change(actor, partnerId, async (tx, partner, note) => {
        if (partner.tells === tells) return;
        await storeTells(tx, partnerId, tells);
        await note(tells ? 'tells' : 'tells_not');
      }),

    /** Looks at once; what is wrong stands with the partner afterwards. */
    async look(actor: Actor, partnerId: number): Promise<void> {
      demand(actor, 'office.manage');
      await lookAgain(deps, await getPartner(db, partnerId));
    },
  };
}
export type Partners = ReturnType<typeof openPartners>;

/** Units, name and certificates of a partner as it tells them now; keys that do not follow are noted, not taken. */
export async function lookAgain(deps: PartnerDeps, partner: Partner): Promise<void> {
  const look: Look = await lookAtPartner(deps.line, partner.host, partner);
  const at = deps.clock();
  if ('problem' in look) {
    const { problem, changed } = look;
    return storeLookProblem(
      deps.db,
      partner.id,
      { problem, changedFingerprint: changed ?? partner.changedFingerprint },
      at,
    );
  }
  await deps.db.transaction(async (tx) => {
    // Confirmed anew or moved while we looked: what was seen belongs to something else.
    const now = await lockPartner(tx, partner.id);
    if (now.host === partner.host && now.fingerprint.equals(partner.fingerprint))
      await storeFacts(tx, partner.id, look.facts, at);
  });
}

function refused(code: string, field: string, words: Words): Refusal {
  return new Refusal('invalid-input', code, words, field === '' ? {} : { [field]: words });
}

function refusedLook(field: string, problem: keyof typeof lookWords): Refusal {
  return refused('partner-look', field, lookWords[problem]);
}

function wrongHost(): Refusal {
  return refused('partner-host', 'host', {
    id: 'Tulis alamat pemeriksaan instansi itu, seperti pada tanda QR suratnya. Contoh: surat.kabupaten.go.id.',
    en: 'Write the check address of that office, as on the QR of its letters. Example: letters.example.org.',
  });
}

function ownHost(): Refusal {
  return refused('partner-own-host', 'host', {
    id: 'Ini alamat instansi Anda sendiri.',
    en: 'This is the address of your own office.',
  });
}

function known(): Refusal {
  return refused('partner-known', 'host', {
    id: 'Instansi dengan alamat ini sudah ada dalam daftar.',
    en: 'An office with this address is in the list already.',
  });
}

function otherFingerprint(): Refusal {
  return new Refusal('conflict', 'partner-other-fingerprint', {
    id: 'Sidik jari instansi ini sudah berubah sejak halaman dibuka. Bandingkan lagi.',
    en: 'The fingerprint of this office has changed since the page was opened. Compare it again.',
  });
}

function notConfirmed(): Refusal {
  return new Refusal('wrong-state', 'partner-not-confirmed', {
    id: 'Bandingkan dahulu sidik jari instansi ini.',
    en: 'Compare the fingerprint of this office first.',
  });
}
