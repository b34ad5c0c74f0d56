import { demoPassword } from '../demo/regency.ts';
import type { Database } from '../postgres/database.ts';
import { largestRegister, sampleIssued, sampleTokens, sampleUnsent } from './growth-store.ts';
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
    { name: 'check page', user: undefined, paths: tokens.map(({ token }) => `/${token}`) },
  ].filter(({ paths }) => paths.length > 0);
}
