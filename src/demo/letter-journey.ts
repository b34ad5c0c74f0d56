import type { Words } from '../errors.ts';
import type { Actor } from '../people/actor.ts';
import type { Layang } from '../wiring.ts';
import { actorNamed } from './found-regency.ts';
import { FIRST_TEXT, invitation, SECOND_TEXT } from './letter-text.ts';
import { demoPassphrase } from './regency.ts';

export interface JourneyStep {
  step: string;
  /** Duration. */
  ms: number;
  /** The letter's state after it, and since when. */
  state: string;
  at: string;
}

export interface Journey {
  letterId: number;
  number: string;
  token: string;
  documentSha256: Buffer;
  steps: JourneyStep[];
  signing: Record<string, number>;
}

type Tell = (words: Words) => void;

/** In the order in which it comes to them. */
export const TRAVELLERS = { drafter: 'analis', head: 'kabid', secretary: 'sekdisdik', chief: 'kadisdik' } as const;

/** One letter through the hands of four officials: written, initialled, returned, mended, initialled again, signed. */
export async function letterJourney(layang: Layang, tell: Tell): Promise<Journey> {
  const { letters, approvals, people } = layang;
  const [drafter, head, secretary, chief] = [
    await actorNamed(layang, TRAVELLERS.drafter),
    await actorNamed(layang, TRAVELLERS.head),
    await actorNamed(layang, TRAVELLERS.secretary),
    await actorNamed(layang, TRAVELLERS.chief),
  ];
  const steps: JourneyStep[] = [];
  const began = performance.now();
  const letterId = await letters.createLetter(drafter, { kind: 'surat-dinas' });
  const done = async (step: string, since: number) => {
    const ms = rounded(performance.now() - since);
    const { letter } = await letters.readLetter(drafter, letterId);
    steps.push({ step, ms, state: letter.state, at: letter.stateSince.toISOString() });
  };
  const timed = async <T>(step: string, work: () => Promise<T>): Promise<T> => {
    const since = performance.now();
    const result = await work();
    await done(step, since);
    return result;
  };
  await done('create', began);

  const positions = new Map((await people.listPositions()).map(({ name, id }) => [name, id]));
  const submit = async (revision: number, text: string) => {
    const saved = await letters.saveDraft(drafter, { letterId, revision, draft: invitation(positions, text) });
    const chain = await approvals.proposeChain(drafter, letterId);
    const initials = chain.initials.map(({ id }) => id);
    await approvals.submitLetter(drafter, { letterId, revision: saved, initials });
    return [...chain.initials, chain.signatory].map((step) => step?.name).join(' → ');
  };
  const decide = async (actor: Actor, outcome: 'approved' | 'returned', remark = '') => {
    const { version } = await letters.readLetter(actor, letterId);
    if (version !== undefined)
      await approvals.decide(actor, { letterId, versionSha256: version.sha256, outcome, remark });
  };

  const chain = await timed('submit-1', () => submit(0, FIRST_TEXT));
  tell({
    id: `${who(drafter)} menulis surat dinas dan mengajukannya. Rantai: ${chain}`,
    en: `${who(drafter)} writes an official letter and submits it. Chain: ${chain}`,
  });
  await timed('initial-1', () => decide(head, 'approved'));
  tell({ id: `${who(head)} membubuhkan paraf.`, en: `${who(head)} initials it.` });
  const reason = 'Aula dipakai sampai pukul 12.00. Mohon rapat dipindahkan ke siang hari.';
  await timed('return', () => decide(secretary, 'returned', reason));
  tell({
    id: `${who(secretary)} mengembalikannya: "${reason}"`,
    en: `${who(secretary)} returns it: "${reason}"`,
  });
  const { letter } = await letters.readLetter(drafter, letterId);
  await timed('submit-2', () => submit(letter.draftRevision, SECOND_TEXT));
  tell({
    id: `${who(drafter)} memperbaiki jamnya; versi 2 beredar, paraf versi 1 tidak berlaku lagi.`,
    en: `${who(drafter)} mends the hour; version 2 goes round, the initials on version 1 no longer count.`,
  });
  await timed('initial-2', () => decide(head, 'approved'));
  const { changes } = await letters.readLetter(head, letterId);
  tell({
    id: `${who(head)} melihat ${changes?.list.length ?? 0} perubahan sejak versi ${changes?.sinceVersion ?? 1} dan memarafnya lagi.`,
    en: `${who(head)} sees ${changes?.list.length ?? 0} change since version ${changes?.sinceVersion ?? 1} and initials again.`,
  });
  await timed('initial-3', () => decide(secretary, 'approved'));
  tell({ id: `${who(secretary)} membubuhkan paraf.`, en: `${who(secretary)} initials it.` });

  const { version } = await letters.readLetter(chief, letterId);
  const issued = await timed('sign', () =>
    layang.signLetter({
      actor: chief,
      letterId,
      versionSha256: version?.sha256 ?? Buffer.alloc(32),
      passphrase: demoPassphrase('kadisdik'),
    }),
  );
  tell({
    id: `${who(chief)} membaca dan menandatangani. Terbit: nomor ${issued.number}.`,
    en: `${who(chief)} reads and signs. Issued: number ${issued.number}.`,
  });
  const signing = Object.fromEntries(Object.entries(issued.times).map(([step, ms]) => [step, rounded(ms)]));
  const { number, token, documentSha256 } = issued;
  return { letterId, number, token, documentSha256, steps, signing };
}

function who(actor: Actor): string {
  return `${actor.name} (${actor.acting?.capacity ?? ''})`;
}

function rounded(ms: number): number {
  return Math.round(ms * 10) / 10;
}
