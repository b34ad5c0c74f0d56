import type { Words } from '../../errors.ts';
import { findIssued, getLetter } from '../../letters/letters-store.ts';
import { tellPerson } from '../../notifications/tell-person.ts';
import { officeTimeZone } from '../../people/office-store.ts';
import { findPerson } from '../../people/persons-store.ts';
import { isSecret } from '../../people/security-class.ts';
import { listActingFor } from '../../people/standing-in.ts';
import type { Sql, Transaction } from '../../postgres/database.ts';
import type { Incoming } from '../incoming-store.ts';
import { listHoldings } from '../tree/holdings-store.ts';
import { isInHand } from '../tree/tree-states.ts';
import { listAgendaClerks } from './answer-way-store.ts';

/** What keeps an issued answer from arriving: no way got through, it lies too long, or it was taken back before it left. */
export type AnswerNews = 'failed' | 'late' | 'withdrawn';

const lead: Readonly<Record<AnswerNews, Words>> = {
  failed: { id: 'Surat jawaban gagal terkirim', en: 'An answer could not be delivered' },
  late: { id: 'Surat jawaban belum sampai', en: 'An answer has not arrived' },
  withdrawn: { id: 'Surat jawaban dicabut sebelum terkirim', en: 'An answer was withdrawn before it left' },
};

const what: Readonly<Record<AnswerNews, Words>> = {
  failed: {
    id: 'Surat jawaban{number} atas {letter} tidak sampai kepada pengirimnya{open}. Konseptor surat jawaban atau petugas unitnya perlu memilih cara kirim lain di halaman surat itu.',
    en: 'The answer{number} to {letter} did not reach its sender{open}. The drafter of the answer, or the clerk of its unit, has to choose another way on the page of that letter.',
  },
  late: {
    id: 'Surat jawaban{number} atas {letter} sudah terbit, tetapi sudah lama belum sampai kepada pengirimnya. Periksa di halaman surat jawaban: kirimkan, serahkan dan catat penyerahannya, atau pilih cara kirim lain.',
    en: 'The answer{number} to {letter} was issued, but has been waiting long to reach its sender. See the page of the answer: send it, hand it over and record that, or choose another way.',
  },
  withdrawn: {
    id: 'Surat jawaban{number} atas {letter} dicabut sebelum sampai kepada pengirimnya{open}.',
    en: 'The answer{number} to {letter} was withdrawn before it reached its sender{open}.',
  },
};

/** Not of a letter that was finished without waiting for its answer. */
const stillOpen: Readonly<Record<AnswerNews, Words>> = {
  failed: { id: ', jadi surat masuknya masih terbuka', en: ', so the incoming letter stays open' },
  late: { id: '', en: '' },
  withdrawn: {
    id: ', jadi surat masuknya masih terbuka dan perlu jawaban baru',
    en: ', so the incoming letter is still open and needs another answer',
  },
};

/** The number of an answer as everybody in the tree may know it; of a secret one nothing. */
export async function numberToTell(db: Sql, letterId: number): Promise<string> {
  const { security } = await getLetter(db, letterId);
  return isSecret(security) ? '' : ((await findIssued(db, letterId))?.number ?? '');
}

/**
 * Tells the clerks of the agenda (not of a secret letter), whoever has the letter in hand (of a closed one, whoever it was addressed to) and the drafter of
 * the answer what is to be done. Neither sender nor subject stands in it.
 */
export async function tellOfAnswer(
  tx: Transaction,
  appOrigin: string,
  { incoming, letterId, news }: { incoming: Incoming; letterId: number; news: AnswerNews },
  at: Date,
): Promise<void> {
  const { id, unitId, agenda, year } = incoming;
  const holders = await listThere(tx, incoming, at);
  // What becomes of a secret letter is none of the agenda's.
  const clerks = isSecret(incoming.security) ? [] : await listAgendaClerks(tx, unitId);
  const { drafterPersonId } = await getLetter(tx, letterId);
  const number = await numberToTell(tx, letterId);
  for (const personId of new Set([...holders, ...clerks, drafterPersonId])) {
    const person = await findPerson(tx, personId);
    if (person === undefined) continue;
    const { language } = person;
    const letter =
      language === 'id' ? `surat masuk agenda ${agenda}/${year}` : `the incoming letter, agenda ${agenda}/${year}`;
    const text = what[news][language]
      .replace('{open}', incoming.state === 'open' ? stillOpen[news][language] : '')
      .replace('{number}', () => (number === '' ? '' : ` ${number}`))
      .replace('{letter}', () => letter);
    // Whoever drafted or keeps the agenda may not be one who reads the incoming letter.
    const path = holders.includes(personId)
      ? (`/incoming/${id}` as const)
      : personId === drafterPersonId
        ? (`/letters/${letterId}` as const)
        : (`/incoming/${id}/line` as const);
    const subject = `${lead[news][language]}: agenda ${agenda}/${year}`;
    const notice = { personId, subject, text: `${text}\n\n${appOrigin}${path}\n`, path, about: { incomingId: id } };
    await tellPerson(tx, notice, at);
  }
}

/** Who acts for the posts that have it: whoever is there, or all where everybody is away. */
async function listThere(tx: Transaction, incoming: Incoming, at: Date): Promise<number[]> {
  const inHand = (await listHoldings(tx, incoming.id)).filter(isInHand).map(({ positionId }) => positionId);
  const ask = { now: at, timeZone: await officeTimeZone(tx), security: incoming.security, task: 'dispose' } as const;
  const found: number[] = [];
  for (const positionId of inHand.length > 0 ? inHand : [incoming.addresseePositionId]) {
    const acting = await listActingFor(tx, positionId, ask);
    const present = acting.filter(({ awayUntil }) => awayUntil === null);
    found.push(...(present.length > 0 ? present : acting).map(({ personId }) => personId));
  }
  return [...new Set(found)];
}
