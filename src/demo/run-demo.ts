import { X509Certificate } from 'node:crypto';
import { mkdir, rename, rm, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import type { Config } from '../config.ts';
import { Fault, isRefusal, type Words } from '../errors.ts';
import { groupedToken } from '../seal/token.ts';
import { verifyPdf } from '../verification/verify-pdf.ts';
import type { Layang } from '../wiring.ts';
import { actorNamed, foundRegency } from './found-regency.ts';
import { furnishRegency } from './furnish-regency.ts';
import { incomingUnderWay } from './incoming-under-way.ts';
import { letterJourney, TRAVELLERS } from './letter-journey.ts';
import { lettersUnderWay } from './letters-under-way.ts';
import { paperOriginals } from './paper-originals.ts';
import { ADMINISTRATOR, type DemoPerson, demoPassphrase, demoPassword, OFFICE, PERSONS } from './regency.ts';
import { whoIsGone } from './who-is-gone.ts';

export interface DemoOptions {
  /** Where `letter.pdf` and its companions are left. */
  out: string;
  language: 'id' | 'en';
  print(line: string): void;
}

/**
 * The whole way of one letter, told line by line; the files in `out` let anyone check it without us. `report.json` is written
 * last. The issued letter's id; undefined where one of its officials was taken out of their post by hand, which is said.
 */
export async function runDemo(layang: Layang, config: Config, options: DemoOptions): Promise<number | undefined> {
  const tell = (words: Words) => options.print(`  ${words[options.language]}`);
  const heading = (words: Words) => options.print(`\n${words[options.language]}`);

  heading({ id: `${OFFICE.name} (rekaan)`, en: `${OFFICE.name} (made up)` });
  const start = performance.now();
  const added = await foundRegency(layang);
  const founding = Math.round(performance.now() - start);
  tell(
    added
      ? {
          id: `Unit, jabatan, pejabat, kunci, dan sertifikat dibuat dalam ${founding} ms.`,
          en: `Units, posts, officials, keys and certificates were made in ${founding} ms.`,
        }
      : { id: 'Data demo sudah ada dan dipakai lagi.', en: 'The demo data is there and is used again.' },
  );

  const gone = await whoIsGone(layang, await actorNamed(layang, ADMINISTRATOR.username));
  for (const { words } of gone) tell(words);
  if (gone.some(({ username }) => Object.values<string>(TRAVELLERS).includes(username))) {
    tell({
      id: 'Karena itu tidak ada surat baru yang dibuat. Data yang ada tetap seperti semula.',
      en: 'So no new letter is made. The data that is there stays as it is.',
    });
    return undefined;
  }

  heading({ id: 'Satu surat, empat pejabat', en: 'One letter, four officials' });
  const journey = await letterJourney(layang, tell);
  const pdf = await layang.documents.read(journey.documentSha256);
  const facts = await layang.issuedFacts(journey.letterId);

  heading({
    id: 'Diperiksa oleh yang hanya memegang suratnya',
    en: 'Checked by someone who has nothing but the letter',
  });
  const outcome = await layang.checking.lookUp({ typed: facts.qr });
  if (outcome.code !== 'code-registered') throw new Fault(`the letter just issued is answered with ${outcome.code}`);
  tell({
    id: `QR dipindai: kode ${groupedToken(journey.token)} terdaftar, tanda QR sah.`,
    en: `QR scanned: code ${groupedToken(journey.token)} is registered, its seal is valid.`,
  });
  const report = verifyPdf(pdf, { anchors: [facts.rootCa] });
  if (!report.intactAndTrusted) throw new Fault('the letter just issued does not verify');
  tell({ id: 'Berkas PDF: utuh, ditandatangani, dan dipercaya.', en: 'PDF file: intact, signed and trusted.' });
  const forged = Buffer.from(pdf);
  forged[2_000] = (forged[2_000] ?? 0) ^ 1;
  if (verifyPdf(forged, { anchors: [facts.rootCa] }).intactAndTrusted) throw new Fault('a changed byte went unnoticed');
  tell({ id: 'Satu bit diubah: ditolak.', en: 'One bit changed: refused.' });

  const out = resolve(options.out);
  await mkdir(out, { recursive: true });
  // Of a former run; it would vouch for files that are being replaced.
  await rm(join(out, 'report.json'), { force: true });
  await writeFile(join(out, 'letter.pdf'), pdf);
  await writeFile(join(out, 'root-ca.pem'), pem(facts.rootCa));
  await writeFile(join(out, 'issuing-ca.pem'), pem(facts.issuingCa));
  await writeFile(join(out, 'check-url.txt'), `${facts.qr}\n`);
  const { number, token, steps, signing } = journey;
  const states = steps.map(({ state, at }) => ({ state, at }));
  const durations = steps.map(({ step, ms }) => ({ step, ms }));
  await writeLast(join(out, 'report.json'), { number, token, states, steps: durations, signing, founding });

  heading({ id: 'Hasilnya', en: 'What came out' });
  options.print(`  PDF    ${join(out, 'letter.pdf')}`);
  options.print(`  ${options.language === 'id' ? 'Periksa' : 'Check '} ${config.publicOrigin}/${token}`);
  return journey.letterId;
}

/**
 * The office as a newcomer finds it, who stays: what it keeps as data, letters on several desks, one on its way out, others that came
 * in. What the office refuses, because somebody changed it by hand, is said and left out.
 */
export async function furnishDemo(
  layang: Layang,
  issuedId: number | undefined,
  { language, print }: Pick<DemoOptions, 'language' | 'print'>,
): Promise<void> {
  for (const { make, made } of [
    { make: () => furnishRegency(layang), made: undefined },
    { make: () => lettersUnderWay(layang, issuedId), made: WRITTEN },
    { make: () => incomingUnderWay(layang), made: CAME_IN },
    { make: () => paperOriginals(layang), made: undefined },
  ]) {
    try {
      await make();
      if (made !== undefined) print(made[language]);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      const left = { id: 'Sebagian data demo tidak dibuat', en: 'A part of the demo data is not made' }[language];
      print(`${left}: ${error.words[language]}`);
    }
  }
}

const WRITTEN: Words = {
  id: '\nSurat lain menunggu paraf, tanda tangan, perbaikan, dan serah terima di meja masing-masing.',
  en: '\nMore letters wait on their desks: to be initialled, signed, mended and handed over.',
};
const CAME_IN: Words = {
  id: 'Surat masuk sudah datang juga: belum didaftarkan, belum dibaca, didisposisikan, terlambat, dilaporkan, dan selesai.',
  en: 'Letters came in too: unregistered, unread, disposed of, late, reported and closed.',
};

/** The sign-ins, for a newcomer who wants to go on by hand. */
export function printSignIns(config: Config, { language, print }: Pick<DemoOptions, 'language' | 'print'>): void {
  const id = language === 'id';
  print(`\n${id ? 'Masuk sebagai' : 'Sign in as'} (${config.appOrigin}/sign-in)`);
  const posts = (person: DemoPerson) => person.posts.map(({ forms, position }) => [...forms, position].join(' '));
  const people: { username: string; post: string }[] = [
    { username: ADMINISTRATOR.username, post: 'administrator' },
    ...PERSONS.map((person) => ({ username: person.username, post: posts(person).join('; ') })),
  ];
  for (const { username, post } of people) {
    const secret = username === ADMINISTRATOR.username ? '' : `  ${demoPassphrase(username)}`;
    print(`  ${username.padEnd(10)} ${demoPassword(username).padEnd(24)}${secret.padEnd(38)}  ${post}`);
  }
  print(
    id
      ? '  (nama pengguna, kata sandi, frasa sandi tanda tangan, jabatan)'
      : '  (username, password, signing passphrase, post)',
  );
}

function pem(der: Buffer): string {
  return new X509Certificate(der).toString();
}

/** Whoever waits for this file finds the others complete. */
async function writeLast(file: string, content: object): Promise<void> {
  await writeFile(`${file}.new`, `${JSON.stringify(content, null, 2)}\n`);
  await rename(`${file}.new`, file);
}
