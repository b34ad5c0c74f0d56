import {
  closeSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmdirSync,
  rmSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import { z } from 'zod';
import { calendarDate } from '../../src/clock.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase, demoPassword, OFFICE } from '../../src/demo/regency.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import type { Actor } from '../../src/people/actor.ts';
import { sql } from '../../src/postgres/sql.ts';
import { parseContent } from '../../src/seal/content.ts';
import type { LetterPage } from '../../src/typesetting/letter-page.ts';
import { judged } from '../support/judge.ts';
import { runOn } from '../support/pdf-text.ts';
import { smallDisk } from '../support/small-disk.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

const DAY = 86_400_000;
const passphrase = demoPassphrase('kadisdik');
const time = { ahead: 0 };
const clock = () => new Date(Date.now() + time.ahead);
const dayFromNow = (days: number) => calendarDate(new Date(clock().getTime() + days * DAY), OFFICE.timeZone);

let world: SigningWorld;
let administrator: Actor;
beforeAll(async () => {
  world = await signingWorld({ clock });
  administrator = await actorNamed(world.layang, 'admin');
});
beforeEach(() => {
  time.ahead = 0;
});

const position = (name: string) => world.positions.get(name) ?? 0;
const sign = (letter: { letterId: number; versionSha256: Buffer }, actor: Actor = world.chief, secret = passphrase) =>
  world.layang.signLetter({ actor, ...letter, passphrase: secret });

const NumberRow = z.object({
  state: z.string(),
  text: z.string(),
  number: z.number(),
  year: z.number(),
  reason: z.string(),
});
const numbersOf = (letterId: number, { layang } = world) =>
  layang.db.many(
    NumberRow,
    sql`SELECT state, text, number, year, reason FROM letter_number WHERE letter_id = ${letterId} ORDER BY id`,
  );
const ActRow = z.object({
  state: z.string(),
  token: z.string(),
  salt: z.instanceof(Buffer),
  pages: z.number(),
  content: z.string(),
  letterDate: z.string(),
});
const actsOf = (letterId: number, { layang } = world) =>
  layang.db.many(
    ActRow,
    sql`SELECT state, token, salt, pages, content, letter_date FROM signing_act WHERE letter_id = ${letterId} ORDER BY id`,
  );
const waitsFor = async (actor: Actor, letterId: number, { layang } = world) =>
  (await layang.approvals.readInbox(actor)).some((item) => item.letterId === letterId && item.task === 'sign');

/** An official of their own, who signed in once and has keys. */
async function official(
  username: string,
  post: { position: string; forms?: ('Plt.' | 'Plh.')[]; from?: string; to?: string },
) {
  const { people, enrolment } = world.layang;
  const { personId, token } = await people.addPerson(administrator, { username, name: `Pejabat ${username}` });
  const appointmentId = await people.addAppointment(administrator, {
    personId,
    positionId: position(post.position),
    forms: post.forms ?? [],
    validFrom: post.from ?? dayFromNow(-30),
    validTo: post.to ?? null,
    warrant: '',
  });
  await enrolment.enrol({ token, password: demoPassword(username), passphrase: demoPassphrase(username) });
  return { personId, appointmentId };
}

/** What the typesetter does is changed until the test ends; `real` is the true one. */
async function withTypesetter<T>(
  other: (page: LetterPage, real: SigningWorld['layang']['typesetter']['typeset']) => ReturnType<typeof real>,
  work: () => Promise<T>,
): Promise<T> {
  const { typesetter } = world.layang;
  const real = typesetter.typeset;
  typesetter.typeset = (page) => other(page, real);
  try {
    return await work();
  } finally {
    typesetter.typeset = real;
  }
}
/** Writes until the file system refuses. */
function fill(path: string): void {
  const file = openSync(path, 'w');
  try {
    for (;;) writeSync(file, Buffer.alloc(4096));
  } catch {
    closeSync(file);
  }
}

/** As when the database server is restarted: every connection but the asking one ends, in use or idle. */
async function cutConnections(): Promise<void> {
  await world.layang.db.run(
    sql`SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND pid <> pg_backend_pid()`,
  );
}

const onLinux = process.platform === 'linux' ? test : test.skip;
const typesettersOfThisProcess = () =>
  readdirSync('/proc/self/task')
    .flatMap((thread) => readFileSync(`/proc/self/task/${thread}/children`, 'utf8').trim().split(' '))
    .filter((pid) => pid !== '' && readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('typst-process'))
    .map(Number);

/** What the log gets as the cause; what the signatory gets are words that say that the number is kept. */
const interruptedBy = (message: unknown) => ({
  words: { id: expect.stringContaining('Nomornya tetap dipesan') },
  cause: expect.objectContaining({ message }),
});
const broken = () => Promise.reject(new Error('the typesetter is away'));

describe('an appointment', () => {
  test('that begins tomorrow does not sign today, and signs tomorrow morning with a key made at that moment', async () => {
    const { personId } = await official('plh-besok', {
      position: 'Camat Muara Sagara',
      forms: ['Plh.'],
      from: dayFromNow(1),
      to: dayFromNow(3),
    });
    const letter = await letterToSign(world, { signatoryId: position('Camat Muara Sagara') });
    const early = await world.layang.people.loadActor(personId);
    if (early === undefined) throw new Error('no actor');
    await expect(sign(letter, early, demoPassphrase('plh-besok'))).rejects.toMatchObject({ code: 'appointment-over' });
    expect(await numbersOf(letter.letterId)).toEqual([]);
    time.ahead = DAY;
    const due = await world.layang.people.loadActor(personId);
    if (due === undefined) throw new Error('no actor');
    await sign(letter, due, demoPassphrase('plh-besok'));
    const [act] = await actsOf(letter.letterId);
    expect(parseContent(act?.content ?? '').signers[0]?.position).toBe('Plh. Camat Muara Sagara');
  });

  test('that was ended between reading and signing is told as that, also to a session that knows it, and takes no number', async () => {
    const { personId, appointmentId } = await official('kabid-lama', {
      position: 'Kepala Bidang Guru dan Tenaga Kependidikan',
      forms: ['Plt.'],
    });
    const letter = await letterToSign(world, { signatoryId: position('Kepala Bidang Guru dan Tenaga Kependidikan') });
    const reader = await world.layang.people.loadActor(personId);
    if (reader === undefined) throw new Error('no actor');
    await world.layang.letters.readLetter(reader, letter.letterId);
    await world.layang.people.endAppointment(administrator, appointmentId, dayFromNow(-1));
    const secret = demoPassphrase('kabid-lama');
    await expect(sign(letter, reader, secret)).rejects.toMatchObject({ code: 'appointment-over' });
    const fresh = await world.layang.people.loadActor(personId);
    if (fresh === undefined) throw new Error('no actor');
    await expect(sign(letter, fresh, secret)).rejects.toMatchObject({ code: 'appointment-over' });
    const guess = { ...letter, versionSha256: Buffer.alloc(32) };
    await expect(sign(guess, fresh, secret)).rejects.toMatchObject({ code: 'letter-unknown' });
    expect(await numbersOf(letter.letterId)).toEqual([]);
  });

  test('whose keys were started over while the passphrase was being derived takes no number', async () => {
    const { personId } = await official('lupa', { position: 'Camat Muara Sagara', forms: ['Plt.'] });
    const letter = await letterToSign(world, { signatoryId: position('Camat Muara Sagara') });
    const actor = await world.layang.people.loadActor(personId);
    if (actor === undefined) throw new Error('no actor');
    const { instance } = world.layang;
    const number = instance.number;
    instance.number = async () => {
      await world.layang.enrolment.startKeysOver(administrator, personId);
      return number();
    };
    try {
      // A second later than the certificate and the key began, so that their end lies inside their term.
      time.ahead = 2_000;
      await expect(sign(letter, actor, demoPassphrase('lupa'))).rejects.toMatchObject({ name: 'Refusal' });
    } finally {
      instance.number = number;
    }
    expect(await numbersOf(letter.letterId)).toEqual([]);
    expect(await actsOf(letter.letterId)).toEqual([]);
  });
});

test('an expired certificate is told with its day and what to do, and takes no number', async () => {
  const letter = await letterToSign(world);
  time.ahead = 3 * 365 * DAY;
  const late = sign(letter);
  await expect(late).rejects.toMatchObject({ code: 'certificate-expired', problem: 'wrong-state' });
  expect(await numbersOf(letter.letterId)).toEqual([]);
});

test('a certificate that ends within weeks is followed by a new one at the next signature, so that it never comes to that', async () => {
  const { personId } = await official('rajin', { position: 'Camat Muara Sagara', forms: ['Plt.'] });
  const certificates = async () =>
    (
      await world.layang.db.many(
        z.object({ id: z.number() }),
        sql`SELECT id FROM certificate WHERE person_id = ${personId}`,
      )
    ).length;
  const signed = async () => {
    const letter = await letterToSign(world, { signatoryId: position('Camat Muara Sagara') });
    const actor = await world.layang.people.loadActor(personId);
    if (actor === undefined) throw new Error('no actor');
    await sign(letter, actor, demoPassphrase('rajin'));
    return certificates();
  };
  expect(await signed()).toBe(1);
  time.ahead = 700 * DAY;
  expect(await signed()).toBe(2);
  time.ahead = 1_000 * DAY;
  expect(await signed()).toBe(2);
});

describe('what cannot be printed is refused to the drafter and nothing is lost', () => {
  const OVERRIDE = 'gaji \u202e000.1\u202c naik';
  const PLACEHOLDER = ['$', '{7*7}'].join('');
  const SCRIPT = `<script>alert(1)</script> #read("/etc/passwd") $x$ @a \`b\` {{7*7}} ${PLACEHOLDER} '; DROP TABLE letter; --`;

  test.each([
    ['subject', { subject: OVERRIDE }],
    ['recipients', { recipients: [{ type: 'outsider' as const, name: OVERRIDE, address: '' }] }],
    ['recipients', { recipients: [{ type: 'outsider' as const, name: 'Ketua', address: `Jalan\n${OVERRIDE}` }] }],
    ['copies', { copies: [{ type: 'outsider' as const, name: OVERRIDE, address: '' }] }],
    ['copies', { copies: [{ type: 'outsider' as const, name: 'Ketua', address: OVERRIDE }] }],
    ['attachment', { attachment: OVERRIDE }],
    ['classification', { classification: OVERRIDE }],
    ['sections.isi', { sections: { isi: `Kepada Yth.\n\n${OVERRIDE}` } }],
  ])('a hidden change of direction in %s', async (field, change) => {
    const refused = letterToSign(world, change);
    await expect(refused).rejects.toMatchObject({ code: 'draft-invalid', fields: { [field]: expect.anything() } });
  });

  test('a hidden change of direction in a remark, in a reason, and in any name of the office', async () => {
    const { people, approvals, registers } = world.layang;
    const letter = await letterToSign(world);
    const decision = { ...letter, outcome: 'returned', remark: OVERRIDE } as const;
    await expect(approvals.decide(world.chief, decision)).rejects.toMatchObject({ code: 'remark-invalid' });
    await withTypesetter(broken, () => sign(letter).catch(() => {}));
    const clerk = await actorNamed(world.layang, 'agenda');
    const row = z.object({ id: z.number(), registerId: z.number() });
    const held = await world.layang.db.one(
      row,
      sql`SELECT id, register_id FROM letter_number WHERE letter_id = ${letter.letterId}`,
    );
    const cancel = { registerId: held.registerId, numberId: held.id, reason: OVERRIDE };
    await expect(registers.cancelNumber(clerk, cancel)).rejects.toMatchObject({ code: 'reason-invalid' });

    const units = await people.listUnits();
    const unit = { code: 'UJI', name: 'Uji', address: '', contact: '', parentId: units[0]?.id ?? null };
    const post = {
      unitId: units[0]?.id ?? 0,
      name: 'Uji',
      code: 'UJI',
      superiorId: null,
      officeKind: 'other' as const,
    };
    const person = { username: 'uji-arah', name: 'Uji', titleBefore: '', titleAfter: '', nip: '', rank: '' };
    const office = { ...OFFICE };
    const tried: [string, () => Promise<unknown>][] = [
      ...(['name', 'address', 'contact', 'code'] as const).map((field): [string, () => Promise<unknown>] => [
        field,
        () => people.addUnit(administrator, { ...unit, [field]: OVERRIDE }),
      ]),
      ...(['name', 'code'] as const).map((field): [string, () => Promise<unknown>] => [
        field,
        () => people.addPosition(administrator, { ...post, [field]: OVERRIDE }),
      ]),
      ...(['name', 'titleBefore', 'titleAfter', 'rank'] as const).map((field): [string, () => Promise<unknown>] => [
        field,
        () => people.addPerson(administrator, { ...person, [field]: OVERRIDE }),
      ]),
      ...(['name', 'region', 'place'] as const).map((field): [string, () => Promise<unknown>] => [
        field,
        () => people.changeOffice(administrator, { ...office, [field]: OVERRIDE }),
      ]),
    ];
    for (const [field, act] of tried) {
      await expect(act()).rejects.toMatchObject({ problem: 'invalid-input', fields: { [field]: expect.anything() } });
    }
    // Invisible ones that no letter may hold are met here too, not by the drafter of the first letter that prints the name.
    for (const hidden of ['\u00ad', '\u200b', '\u2060', '\u180e', '\u{e0041}', '\ufeff']) {
      const act = people.addPosition(administrator, { ...post, name: `Kepala${hidden} Seksi` });
      await expect(act).rejects.toMatchObject({ fields: { name: expect.anything() } });
    }
  });

  test('a variable that nothing fills, and a glyph that no typeface has, in every text that is printed', async () => {
    const unresolved = letterToSign(world, { sections: { isi: 'Nomor {nomr} tanggal {tanggal}.' } });
    await expect(unresolved).rejects.toMatchObject({
      code: 'unresolved-variable',
      fields: { 'sections.isi': expect.anything() },
    });
    const outsider = (name: string) => ({ type: 'outsider' as const, name, address: '' });
    const unprintable: [string, Partial<DraftContent>][] = [
      ['hal', { subject: 'Rapat 会議' }],
      ['hal', { subject: '😀'.repeat(300) }],
      ['recipients', { recipients: [outsider('王先生')] }],
      ['copies', { copies: [outsider('😀')] }],
      ['lampiran', { attachment: 'satu ʬ 𝔘' }],
      ['sections.isi', { sections: { isi: 'Salam 👋' } }],
    ];
    for (const [field, change] of unprintable) {
      await expect(
        letterToSign(world, { ...change, recipients: [outsider('Ketua')], ...change }),
      ).rejects.toMatchObject({
        code: 'glyph-missing',
        fields: { [field]: expect.anything() },
      });
    }
  });

  judged(
    ['pdftotext'],
    'script in every text field is printed, sealed and read back as text; Arabic and Javanese too',
    async () => {
      const { people, letters, documents } = world.layang;
      const outsider = (name: string) => ({ type: 'outsider' as const, name, address: SCRIPT });
      const arabic = 'السلام عليكم';
      const javanese = 'ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ';
      const literal = SCRIPT.replaceAll('{', '\\{').replaceAll('*', '\\*');
      const subject = `${SCRIPT} ${arabic} ${javanese}`;
      const letter = await letterToSign(world, {
        subject,
        recipients: [outsider(SCRIPT)],
        copies: [outsider(SCRIPT)],
        attachment: SCRIPT.slice(0, 60),
        sections: {
          isi: `${literal}\n\n1. ${literal}\n\n| a | b |\n|---|---|\n| ${literal} | ${javanese} |\n\n${arabic}`,
        },
      });
      const issued = await sign(letter);
      const text = runOn(await documents.read(issued.documentSha256), '.pdf', 'pdftotext', '-raw', '%', '-');
      expect(text.split(/alert\(1\)/u).length - 1).toBeGreaterThanOrEqual(9);
      expect(text).toContain(`{{7*7}} ${PLACEHOLDER}`);
      expect(text).not.toContain('root:');
      const read = await letters.readLetter(world.chief, letter.letterId);
      expect(read.content?.subject).toBe(subject);
      const unitId = await people.addUnit(administrator, {
        code: 'JWA',
        name: `${javanese} ${arabic}`,
        address: '',
        contact: '',
        parentId: null,
      });
      expect((await people.listUnits()).find(({ id }) => id === unitId)?.name).toBe(`${javanese} ${arabic}`);
    },
  );

  test('the longest name, titles and position that an administrator can type are printed and signed', async () => {
    const { people, enrolment } = world.layang;
    const [unit] = await people.listUnits();
    const name = 'Kepala Seksi '.repeat(9).trim();
    const positionId = await people.addPosition(administrator, {
      unitId: unit?.id ?? 0,
      name,
      code: 'PANJANG',
      superiorId: null,
      officeKind: 'other',
    });
    const { personId, token } = await people.addPerson(administrator, {
      username: 'panjang',
      name: 'Raden Mas '.repeat(10).trim(),
      titleBefore: 'Prof. Dr. Ir. '.repeat(3).trim().slice(0, 40).trim(),
      titleAfter: 'S.H., M.Hum., '.repeat(4).trim(),
      rank: 'Pembina Utama, IV/e '.repeat(3).trim(),
    });
    const term = { validFrom: dayFromNow(-1), validTo: null, warrant: '' };
    await people.addAppointment(administrator, { personId, positionId, forms: ['Plh.', 'Pj.'], ...term });
    const secret = demoPassphrase('panjang');
    await enrolment.enrol({ token, password: demoPassword('panjang'), passphrase: secret });
    const letter = await letterToSign(world, { signatoryId: positionId });
    const actor = await people.loadActor(personId);
    if (actor === undefined) throw new Error('no actor');
    await sign(letter, actor, secret);
    expect((await numbersOf(letter.letterId)).map(({ state }) => state)).toEqual(['issued']);
  });

  test('a letter of more pages than a seal can count', async () => {
    const endless = Array.from({ length: 1_900 }, () => 'a\na\na\na\na\na\na').join('\n\n');
    await expect(letterToSign(world, { sections: { isi: endless } })).rejects.toMatchObject({
      code: 'letter-too-long',
    });
  });
});

describe('what the check page has people compare is what the paper says', () => {
  test.each([
    ['surat-dinas', 'H. Rahmat Wirasena, S.IP., M.Si.', { isi: 'Pendek.' }],
    ['keputusan', 'Rahmat Wirasena', { menimbang: 'bahwa perlu.', mengingat: 'bahwa perlu.', menetapkan: 'Perlu.' }],
  ])('the name of the signatory of a %s as Pasal 44 prints it', async (kind, name, sections) => {
    const letter = await letterToSign(world, { signatoryId: position('Bupati Sagara Asri'), sections }, kind);
    const { token } = await sign(letter, await actorNamed(world.layang, 'bupati'), demoPassphrase('bupati'));
    expect(await world.layang.checking.lookUp({ typed: token })).toMatchObject({ letter: { signers: [{ name }] } });
  });
});

describe('what breaks after the number was taken leaves it with its letter', () => {
  test('the typesetter fails: reserved, in the inbox again, and issued with the same number at the next try', async () => {
    const letter = await letterToSign(world);
    await withTypesetter(broken, () =>
      expect(sign(letter)).rejects.toMatchObject(interruptedBy('the typesetter is away')),
    );
    const [held] = await numbersOf(letter.letterId);
    expect(held?.state).toBe('reserved');
    expect((await actsOf(letter.letterId)).map(({ state }) => state)).toEqual(['abandoned']);
    expect(await waitsFor(world.chief, letter.letterId)).toBe(true);
    const issued = await sign(letter);
    expect(issued.number).toBe(held?.text);
    const [before, after] = await actsOf(letter.letterId);
    expect(after?.token).not.toBe(before?.token);
    expect(after?.salt.equals(before?.salt ?? Buffer.alloc(0))).toBe(false);
    expect(await numbersOf(letter.letterId)).toEqual([{ ...held, state: 'issued' }]);
  });

  onLinux('the typesetter is killed in the middle of the act: told, and the next try finds a new one', async () => {
    const letter = await letterToSign(world);
    const killed = withTypesetter(
      (page, real) => {
        const setting = real(page);
        // Until one of them was at it: a process that had nothing to do yet is replaced without a word.
        const killing = setInterval(() => {
          for (const pid of typesettersOfThisProcess()) process.kill(pid, 'SIGKILL');
        }, 5);
        return setting.finally(() => clearInterval(killing));
      },
      () => sign(letter),
    );
    await expect(killed).rejects.toMatchObject(
      interruptedBy(expect.stringMatching(/^typst-process ended by a signal/)),
    );
    const [held] = await numbersOf(letter.letterId);
    expect(held?.state).toBe('reserved');
    expect((await sign(letter)).number).toBe(held?.text);
  });

  test('on a later day the same number carries the new date', async () => {
    const letter = await letterToSign(world);
    await withTypesetter(broken, () => sign(letter).catch(() => {}));
    const [held] = await numbersOf(letter.letterId);
    time.ahead = DAY;
    const issued = await sign(letter);
    expect(issued).toMatchObject({ number: held?.text, date: dayFromNow(0) });
    const [before, after] = await actsOf(letter.letterId);
    expect([before?.letterDate, after?.letterDate]).toEqual([dayFromNow(-1), dayFromNow(0)]);
  });

  test('in another year the old number is cancelled with its reason and the first of the new year is taken', async () => {
    const letter = await letterToSign(world);
    await withTypesetter(broken, () => sign(letter).catch(() => {}));
    const [held] = await numbersOf(letter.letterId);
    const year = Number(dayFromNow(0).slice(0, 4));
    time.ahead = Date.parse(`${year + 1}-01-02T05:00:00Z`) - Date.now();
    const issued = await sign(letter);
    expect(await numbersOf(letter.letterId)).toEqual([
      { ...held, state: 'cancelled', reason: expect.stringContaining(String(year + 1)) },
      { state: 'issued', text: issued.number, number: 1, year: year + 1, reason: '' },
    ]);
    expect(await world.layang.registers.explainGaps()).toEqual([]);
  });

  test('returned and then signed by another agency: the old number is cancelled with its reason, the other register counts', async () => {
    const { letters, approvals } = world.layang;
    const letter = await letterToSign(world);
    const { letterId } = letter;
    await withTypesetter(broken, () => sign(letter).catch(() => {}));
    const [held] = await numbersOf(letterId);
    await approvals.decide(world.chief, { ...letter, outcome: 'returned', remark: 'Bukan urusan dinas.' });
    const { letter: back } = await letters.readLetter(world.chief, letterId);
    const draft = { ...back.draft, signatoryId: position('Camat Muara Sagara') };
    const revision = await letters.saveDraft(world.chief, { letterId, revision: back.draftRevision, draft });
    await approvals.submitLetter(world.chief, { letterId, revision, initials: [] });
    const camat = await actorNamed(world.layang, 'camat');
    const { version } = await letters.readLetter(camat, letterId);
    const stale = sign(letter, camat, demoPassphrase('camat'));
    await expect(stale).rejects.toMatchObject({ code: 'letter-changed' });
    const read = { letterId, versionSha256: version?.sha256 ?? Buffer.alloc(0) };
    const issued = await sign(read, camat, demoPassphrase('camat'));
    expect(await numbersOf(letterId)).toMatchObject([
      { ...held, state: 'cancelled', reason: 'Tidak dipakai: surat pindah ke buku nomor lain' },
      { state: 'issued', text: issued.number },
    ]);
    expect(issued.number).toMatch(/KEC-MS$/);
  });

  test('another page count than the preview had is sealed again, with the same token and salt', async () => {
    // The preview counts one page too many, as after a change of typefaces between submission and signature.
    const letter = await withTypesetter(
      async (page, real) => {
        const set = await real(page);
        return page.draft ? { ...set, pages: set.pages + 1 } : set;
      },
      () => letterToSign(world),
    );
    const seen: number[] = [];
    const stored: Buffer[] = [];
    const issued = await withTypesetter(
      async (page, real) => {
        seen.push(page.pageSymbols.length);
        const [act] = await actsOf(letter.letterId);
        if (act !== undefined) stored.push(Buffer.concat([Buffer.from(act.token), act.salt]));
        return real(page);
      },
      () => sign(letter),
    );
    expect(seen).toEqual([3, 2]);
    expect(stored[0]?.equals(stored[1] ?? Buffer.alloc(0))).toBe(true);
    expect((await actsOf(letter.letterId)).map(({ state, pages, token }) => ({ state, pages, token }))).toEqual([
      { state: 'done', pages: 2, token: issued.token },
    ]);
    const facts = await world.layang.issuedFacts(letter.letterId);
    expect(await world.layang.checking.lookUp({ typed: facts.qr })).toMatchObject({
      code: 'code-registered',
      letter: { pages: 2 },
    });
  });

  test('a page count that will not settle is refused, with the number kept', async () => {
    const letter = await letterToSign(world);
    const restless = withTypesetter(
      (page, real) => real({ ...page, pageSymbols: [...page.pageSymbols, ...page.pageSymbols.slice(0, 1)] }),
      () => sign(letter),
    );
    await expect(restless).rejects.toMatchObject({ code: 'page-count-differs' });
    expect((await numbersOf(letter.letterId)).map(({ state }) => state)).toEqual(['reserved']);
    await sign(letter);
  });

  test('every connection to the database is cut in the middle of the act: kept, told, and signed at the next try', async () => {
    const letter = await letterToSign(world);
    const cut = withTypesetter(
      async (page, real) => {
        const set = await real(page);
        await cutConnections();
        return set;
      },
      () => sign(letter),
    );
    const outcome = await cut.then(
      () => 'issued',
      () => 'refused',
    );
    // Whichever it was, it was told truly.
    const { letter: after } = await world.layang.letters.readLetter(world.chief, letter.letterId);
    expect(after.state).toBe(outcome === 'issued' ? 'issued' : 'awaiting_signature');
    if (outcome === 'refused') await sign(letter);
    expect((await numbersOf(letter.letterId)).map(({ state }) => state)).toEqual(['issued']);
  });

  test('a connection cut at the very commit: what is issued is never told as failed', async () => {
    const letter = await letterToSign(world);
    const { db } = world.layang;
    const transaction = db.transaction;
    let count = 0;
    db.transaction = async (work) => {
      const result = await transaction(work);
      count += 1;
      // T1 is the first transaction of the act, T2 the second: its answer is lost on the way.
      if (count === 2) throw new Error('Connection terminated unexpectedly');
      return result;
    };
    try {
      const issued = await sign(letter);
      expect(await numbersOf(letter.letterId)).toMatchObject([{ state: 'issued', text: issued.number }]);
    } finally {
      db.transaction = transaction;
    }
  });

  test('taking back, returning and cancelling the number wait for a signing that is under way', async () => {
    const letter = await letterToSign(world);
    const tried: unknown[] = [];
    await withTypesetter(
      async (page, real) => {
        const { approvals } = world.layang;
        for (const act of [
          () => approvals.takeBack(world.chief, { letterId: letter.letterId }),
          () => approvals.decide(world.chief, { ...letter, outcome: 'returned', remark: 'x' }),
          () => sign(letter),
        ]) {
          tried.push(await act().catch((error: { code: string }) => error.code));
        }
        return real(page);
      },
      () => sign(letter),
    );
    expect(tried).toEqual(['signing-under-way', 'signing-under-way', 'signing-under-way']);
    expect((await numbersOf(letter.letterId)).map(({ state }) => state)).toEqual(['issued']);
  });

  test('an appointment ended after the number was taken: the letter is issued, signed in the moment of its number', async () => {
    const { personId, appointmentId } = await official('sekretaris-lama', {
      position: 'Sekretaris Dinas Pendidikan',
      forms: ['Plt.'],
    });
    const letter = await letterToSign(world, { signatoryId: position('Sekretaris Dinas Pendidikan') });
    const actor = await world.layang.people.loadActor(personId);
    if (actor === undefined) throw new Error('no actor');
    await withTypesetter(
      async (page, real) => {
        await world.layang.people.endAppointment(administrator, appointmentId, dayFromNow(-1));
        return real(page);
      },
      () => sign(letter, actor, demoPassphrase('sekretaris-lama')),
    );
    const facts = await world.layang.issuedFacts(letter.letterId);
    // What was sealed until the end of the appointment was recorded stays inside the key's term.
    expect(await world.layang.checking.lookUp({ typed: facts.qr })).toMatchObject({ code: 'code-registered' });
  });
});

test('recovery takes up every act that can be, and then says which could not', async () => {
  const { db, instance } = world.layang;
  const strand = async () => {
    const letter = await letterToSign(world);
    const { transaction, run } = db;
    let count = 0;
    // The process comes as far as T2 and never reaches the database again.
    db.transaction = async (work) => {
      count += 1;
      if (count === 2) throw new Error('away');
      return transaction(work);
    };
    db.run = async (query) => {
      if (count === 2) throw new Error('away');
      return run(query);
    };
    try {
      await expect(sign(letter)).rejects.toMatchObject(interruptedBy('away'));
    } finally {
      Object.assign(db, { transaction, run });
    }
    return letter.letterId;
  };
  const [poisoned, sound] = [await strand(), await strand()];
  await db.run(sql`UPDATE letter_number SET state = 'cancelled', reason = 'uji' WHERE letter_id = ${poisoned}`);
  await instance.close();
  await expect(world.layang.recoverActs()).rejects.toThrow('recovering 1 signing acts');
  expect((await numbersOf(sound)).map(({ state }) => state)).toEqual(['issued']);
  expect((await actsOf(poisoned)).map(({ state }) => state)).toEqual(['signed']);
});

test('a clock that fell behind the chain signs nothing and takes no number; when it is right again the letter is issued', async () => {
  const letter = await letterToSign(world);
  time.ahead = -5 * 60_000;
  await expect(sign(letter)).rejects.toMatchObject({ problem: 'unavailable', code: 'clock-behind' });
  expect([await numbersOf(letter.letterId), await actsOf(letter.letterId)]).toEqual([[], []]);
  expect(await waitsFor(world.chief, letter.letterId)).toBe(true);
  time.ahead = 0;
  await sign(letter);
  expect(await numbersOf(letter.letterId)).toMatchObject([{ state: 'issued' }]);
});

test('the disk of the documents is not mounted: reading says so, the signing takes no number, nothing is written there, and it goes on', async () => {
  const { documentSha256 } = await sign(await letterToSign(world));
  const letter = await letterToSign(world);
  const folder = join(world.config.dataDir, 'documents');
  renameSync(folder, `${folder}-disk`);
  mkdirSync(folder);
  const unreachable = { problem: 'unavailable', code: 'documents-unreachable' };
  await expect(sign(letter)).rejects.toMatchObject(unreachable);
  await expect(world.layang.documents.read(documentSha256)).rejects.toMatchObject(unreachable);
  expect((await world.layang.monitoring.readiness.look()).missing).toContain('documents-unreachable');
  expect([await numbersOf(letter.letterId), readdirSync(folder)]).toEqual([[], []]);
  rmdirSync(folder);
  renameSync(`${folder}-disk`, folder);
  expect((await world.layang.documents.read(documentSha256)).subarray(0, 5).toString()).toBe('%PDF-');
  await sign(letter);
  expect(await numbersOf(letter.letterId)).toMatchObject([{ state: 'issued' }]);
});

smallDisk(
  'a full disk: the signing is refused before a number is taken, the letter still waits, and the next try issues it',
  async (disk) => {
    const dataDir = join(disk, 'data');
    mkdirSync(dataDir);
    const full = await signingWorld({ dataDir });
    const letter = await letterToSign(full);
    const ballast = join(dataDir, 'ballast');
    fill(ballast);
    const refused = full.layang.signLetter({ actor: full.chief, ...letter, passphrase });
    await expect(refused).rejects.toMatchObject({ problem: 'unavailable', code: 'disk-full' });
    expect(await numbersOf(letter.letterId, full)).toEqual([]);
    expect(await waitsFor(full.chief, letter.letterId, full)).toBe(true);
    rmSync(ballast);
    const issued = await full.layang.signLetter({ actor: full.chief, ...letter, passphrase });
    expect(await numbersOf(letter.letterId, full)).toMatchObject([{ text: issued.number, state: 'issued' }]);
  },
  '40m',
);
