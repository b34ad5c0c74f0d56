import { demoPassword } from '../demo/regency.ts';
import type { Database } from '../postgres/database.ts';
import { largestRegister, sampleIncoming, sampleIssued, sampleTokens, sampleUnsent } from './growth-store.ts';
import { RARE } from './office/words.ts';

/** A page as somebody asks for it; several addresses take turns, so that nothing is answered from a memory of one. */
export interface PageAsked {
  name: string;
  /** Undefined: a citizen. */
  user: string | undefined;
  paths: string[];
}

export const passwordOf = (username: string) =>
  // All the staff have the password of one.
  demoPassword(/-\d+$/.test(username) ? 'analis' : username);

/** The pages that people open all day, by the roles that open them, in the agency that writes most. */
export async function pagesOfOffice(db: Database): Promise<PageAsked[]> {
  const letters = await sampleIssued(db, 'DISDIK', 40);
  const unsent = await sampleUnsent(db, 'DISDIK', 5);
  const tokens = await sampleTokens(db, 400);
  const register = await largestRegister(db, 'DISDIK');
  const [head, drafter, clerk, administrator, secretary] = ['kadisdik', 'analis', 'agenda', 'admin', 'sekda'];
  const year = new Date().getFullYear() - 1;
  const came = await sampleIncoming(db, 'DISDIK', 40);
  const desk = register.unitId;
  const today = Date.now();
  const day = (before: number) => new Date(today - before * 86_400_000).toISOString().slice(0, 10);
  const found = (text: string) => `/incoming?${new URLSearchParams({ q: text })}`;
  const book = (name: string) =>
    `/incoming/books/${desk}?${new URLSearchParams({ book: name, from: day(40), to: day(10) })}`;
  const original = (where: string, text: string) =>
    `/incoming/originals/${desk}${where}?${new URLSearchParams(text === '' ? {} : { q: text })}`;
  const find = (text: string) => `/letters?${new URLSearchParams({ q: text })}`;
  const inbox = (role: string, user: string | undefined) => ({ name: `inbox, ${role}`, user, paths: ['/'] });
  const list = (name: string, user: string | undefined, ...paths: string[]) => ({
    name: `letters, ${name}`,
    user,
    paths,
  });
  return [
    inbox('head', head),
    inbox('drafter', drafter),
    inbox('clerk', clerk),
    inbox('regional secretary', secretary),
    inbox('administrator', administrator),
    list('head', head, '/letters'),
    list('drafter', drafter, '/letters'),
    list('clerk', clerk, '/letters'),
    list('regional secretary', secretary, '/letters'),
    list('administrator', administrator, '/letters'),
    list('head, waiting for a signature', head, '/letters?state=awaiting_signature'),
    list('head, issued', head, '/letters?state=issued'),
    list('clerk, rejected', clerk, '/letters?state=rejected'),
    list('clerk, withdrawn', clerk, '/letters?state=withdrawn'),
    list('head, page 20', head, '/letters?page=20'),
    list('head, a number as printed', head, ...letters.map(({ number }) => find(number))),
    list('head, part of a number', head, ...letters.map(({ number }) => find(number.split('/').slice(1).join('/')))),
    list('head, a word of many', head, find('undangan')),
    list('head, a word of some', head, find('kurikulum')),
    list('head, two words of few', head, find('kurikulum lestari')),
    list('head, a rare word', head, find(RARE)),
    list('head, a word of none', head, find('zaitun')),
    list('drafter, a word of some', drafter, find('kurikulum')),
    list('drafter, a rare word', drafter, find(RARE)),
    list('administrator, a word of many', administrator, find('undangan')),
    { name: 'register, newest page', user: clerk, paths: [`/registers/${register.id}?year=${year}`] },
    {
      name: 'register, page in the middle',
      user: clerk,
      paths: [`/registers/${register.id}?year=${year}&page=${Math.max(1, Math.floor(register.last / 100))}`],
    },
    {
      name: 'register, a number',
      user: clerk,
      paths: [`/registers/${register.id}?year=${year}&q=${Math.ceil(register.last / 2)}`],
    },
    { name: 'letter', user: head, paths: letters.map(({ id }) => `/letters/${id}`) },
    { name: 'letter, clerk', user: clerk, paths: letters.map(({ id }) => `/letters/${id}`) },
    { name: 'deliveries of a letter', user: clerk, paths: letters.map(({ id }) => `/letters/${id}/deliveries`) },
    { name: 'sending a letter', user: clerk, paths: unsent.map((id) => `/letters/${id}/send`) },
    { name: 'handover book', user: clerk, paths: [`/expedition/${register.unitId}`] },
    { name: 'overdue letters', user: head, paths: ['/overdue'] },
    { name: 'incoming, desk of the clerk', user: clerk, paths: ['/incoming'] },
    { name: 'incoming, head', user: head, paths: ['/incoming'] },
    { name: 'incoming, drafter', user: drafter, paths: ['/incoming'] },
    { name: 'incoming, clerk, closed', user: clerk, paths: ['/incoming?state=closed'] },
    { name: 'incoming, clerk, open', user: clerk, paths: ['/incoming?state=open'] },
    { name: 'incoming, clerk, struck', user: clerk, paths: ['/incoming?state=void'] },
    { name: 'incoming, clerk, a sender', user: clerk, paths: came.map(({ senderName }) => found(senderName)) },
    { name: 'incoming, head, a sender', user: head, paths: came.map(({ senderName }) => found(senderName)) },
    { name: 'incoming, clerk, a number', user: clerk, paths: came.map(({ number }) => found(number)) },
    {
      name: 'incoming, clerk, an agenda number',
      user: clerk,
      paths: came.map((each) => found(`${each.agenda}/${each.year}`)),
    },
    { name: 'incoming, head, a word of many', user: head, paths: [found('undangan')] },
    { name: 'incoming, head, a word of some', user: head, paths: [found('kurikulum')] },
    { name: 'incoming, clerk, two words of few', user: clerk, paths: [found('kurikulum lestari')] },
    { name: 'incoming, clerk, a rare word', user: clerk, paths: [found(RARE)] },
    { name: 'incoming, clerk, a word of none', user: clerk, paths: [found('zaitun')] },
    { name: 'incoming letter, head', user: head, paths: came.map(({ id }) => `/incoming/${id}`) },
    { name: 'incoming letter, clerk', user: clerk, paths: came.map(({ id }) => `/incoming/${id}`) },
    { name: 'incoming letter, its line', user: clerk, paths: came.map(({ id }) => `/incoming/${id}/line`) },
    { name: 'incoming agenda, newest page', user: clerk, paths: [`/incoming/agenda/${desk}`] },
    { name: 'book of incoming letters, a month', user: clerk, paths: [book('incoming')] },
    { name: 'book of dispositions, a month', user: clerk, paths: [book('dispositions')] },
    { name: 'book of sent letters, a month', user: clerk, paths: [book('outgoing')] },
    { name: 'paper originals at the desk', user: clerk, paths: [`/incoming/originals/${desk}`] },
    { name: 'paper originals at the desk, a word of some', user: clerk, paths: [original('', 'kurikulum')] },
    { name: 'paper originals out, the longest', user: clerk, paths: [original('/out', '')] },
    {
      name: 'paper originals out, a sender',
      user: clerk,
      paths: came.map(({ senderName }) => original('/out', senderName)),
    },
    { name: 'paper originals out, a rare word', user: clerk, paths: [original('/out', RARE)] },
    { name: 'overdue, clerk', user: clerk, paths: ['/overdue'] },
    { name: 'check page', user: undefined, paths: tokens.map(({ token }) => `/${token}`) },
  ].filter(({ paths }) => paths.length > 0);
}
