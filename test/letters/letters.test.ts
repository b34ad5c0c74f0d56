import { buildLetterPage } from '../../src/letters/build-page.ts';
import { parseFrozen } from '../../src/letters/frozen-content.ts';
import { findLetters, walkLetters } from '../../src/letters/letter-search-store.ts';
import { letterSubject, sightOf } from '../../src/letters/letter-subject.ts';
import { getLetter } from '../../src/letters/letters-store.ts';
import { may } from '../../src/people/permissions.ts';
import { sql } from '../../src/postgres/sql.ts';
import { foldNumber } from '../../src/registers/letter-number.ts';
import { canonicalJson } from '../../src/seal/canonical-json.ts';
import { LetterPage } from '../../src/typesetting/letter-page.ts';
import { appoint, fullDraft, type Key, openOffice, submitted, type TestOffice, writtenLetter } from './office.ts';

let office: TestOffice;
beforeAll(async () => {
  office = await openOffice();
});

const save = async (letterId: number, revision: number, changes: Record<string, unknown>) =>
  office.letters.saveDraft(await office.actor('staf'), { letterId, revision, draft: fullDraft(office, changes) });

describe('a draft', () => {
  it('is begun by anybody with a position, of a kind that exists', async () => {
    const staf = await office.actor('staf');
    const letterId = await office.letters.createLetter(staf, { kind: 'keputusan' });
    expect(await office.letters.getEditable(staf, letterId)).toMatchObject({ state: 'draft', kind: 'keputusan' });
    await expect(office.letters.createLetter(staf, { kind: 'surat-cinta' })).rejects.toMatchObject({
      code: 'kind-unknown',
    });
    await expect(
      office.letters.createLetter({ ...staf, appointments: [], acting: undefined }, { kind: 'nota-dinas' }),
    ).rejects.toMatchObject({
      code: 'not-allowed',
    });
  });

  it('may be saved unfinished, and is read back as it was typed', async () => {
    const staf = await office.actor('staf');
    const letterId = await office.letters.createLetter(staf, { kind: 'surat-dinas' });
    const text = '1. <b>satu</b>\n2. {tanggal} & "dua"';
    await save(letterId, 0, {
      signatoryId: null,
      subject: '',
      recipients: [],
      sections: { isi: text, lain: 'dibuang' },
    });
    const { letter } = await office.letters.readLetter(staf, letterId);
    expect(letter).toMatchObject({ draftRevision: 1, draft: { subject: '', sections: { isi: text } } });
    expect(letter.draft.sections).not.toHaveProperty('lain');
  });

  it('is not overwritten by a form read before somebody else saved', async () => {
    const letterId = await writtenLetter(office);
    await save(letterId, 1, { subject: 'Dari tab lain' });
    await expect(save(letterId, 1, { subject: 'Dari tab lama' })).rejects.toMatchObject({
      code: 'letter-changed',
      problem: 'conflict',
    });
    const { letter } = await office.letters.readLetter(await office.actor('staf'), letterId);
    expect(letter.subject).toBe('Dari tab lain');
  });

  it('is stored once of two savings at the same moment', async () => {
    const letterId = await writtenLetter(office);
    const results = await Promise.allSettled([
      save(letterId, 1, { subject: 'A' }),
      save(letterId, 1, { subject: 'B' }),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
  });

  it.each([
    [{ subject: 'Rapat \u202e00001' }, 'subject'],
    [{ sections: { isi: 'Honor\u2066' } }, 'sections.isi'],
    [{ attachment: 'x'.repeat(81) }, 'attachment'],
    [{ recipients: [{ type: 'outsider', name: 'A\u200fB', address: '' }] }, 'recipients'],
    [{ recipients: Array(201).fill({ type: 'outsider', name: 'A', address: '' }) }, 'recipients'],
    [{ copies: [{ type: 'orang', name: 'A' }] }, 'copies'],
    [{ security: 'X' }, 'security'],
    [{ replyToId: 999_999 }, 'replyToId'],
  ])('is refused where it cannot be printed as it is read: %j', async (changes, field) => {
    const letterId = await writtenLetter(office);
    await expect(save(letterId, 1, changes)).rejects.toMatchObject({
      code: 'draft-invalid',
      fields: { [field]: { id: expect.any(String) } },
    });
  });

  it('belongs to its drafter alone: nobody else reads, saves or previews it', async () => {
    const letterId = await writtenLetter(office);
    for (const key of ['kadis', 'kabid', 'camat'] as const) {
      const other = await office.actor(key);
      await expect(office.letters.readLetter(other, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
      await expect(
        office.letters.saveDraft(other, { letterId, revision: 1, draft: fullDraft(office) }),
      ).rejects.toMatchObject({
        code: 'letter-unknown',
      });
      await expect(office.letters.previewDraft(other, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
    }
  });

  it('can be looked at before it is finished, with dots for what is missing', async () => {
    const staf = await office.actor('staf');
    const letterId = await office.letters.createLetter(staf, { kind: 'keputusan' });
    await office.letters.previewDraft(staf, letterId);
    expect(office.pages.at(-1)).toMatchObject({
      draft: true,
      hal: '…',
      number: null,
      numberPattern: 'NOMOR … TAHUN …',
      title: 'KEPUTUSAN …',
    });
    expect(() => LetterPage.parse(office.pages.at(-1))).not.toThrow();
  });
});

describe('a submitted version', () => {
  it('is the canonical JSON of everything that decides the page, so that a later rename changes nothing', async () => {
    const letterId = await writtenLetter(office, { authority: 'an' });
    await submitted(office, letterId, []);
    await office.db.run(sql`UPDATE position SET name = 'Sekretaris Daerah Baru' WHERE id = ${office.positions.sekda}`);
    const { version } = await office.letters.readLetter(await office.actor('staf'), letterId);
    await office.db.run(sql`UPDATE position SET name = 'Sekretaris Daerah' WHERE id = ${office.positions.sekda}`);
    const content = parseFrozen(version?.content ?? '');
    expect(canonicalJson(content)).toBe(version?.content);
    expect(content).toMatchObject({
      letterhead: { style: 'instansi', name: 'Dinas Pendidikan', address: 'Jalan Pelajar 7, Purnama' },
      signatory: { position: 'Kepala Dinas Pendidikan', authority: 'an', principal: 'Sekretaris Daerah' },
      to: [{ name: 'Kepala SMP Negeri 1 Purnama', address: 'Jalan Merdeka 1\nPurnama' }],
      cc: [{ name: 'Camat Purnama Utara', address: '' }],
    });
  });

  it('prints the letterhead in capitals, and says in block and footer that the certificate is an internal one', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, []);
    const page = office.pages.at(-1);
    expect(page?.kop).toMatchObject({ unit: 'DINAS PENDIDIKAN', office: page?.kop.office.toUpperCase() });
    for (const statement of [page?.signature.statement, page?.footer.statement]) {
      expect(statement).toMatch(/sertifikat elektronik internal Pemerintah Kabupaten/);
      expect(statement).not.toMatch(/BSrE|tersertifikasi/i);
    }
  });

  it('of a decree a.n. bears the letterhead of the office that it names, and counts with that office’s decrees', async () => {
    const staf = await office.actor('staf');
    const letterId = await office.letters.createLetter(staf, { kind: 'keputusan' });
    const text = 'bahwa perlu ditetapkan.';
    const sections = { menimbang: text, mengingat: text, menetapkan: text };
    const draft = fullDraft(office, { signatoryId: office.positions.sekda, authority: 'an', recipients: [], sections });
    const revision = await office.letters.saveDraft(staf, { letterId, revision: 0, draft });
    await office.approvals.submitLetter(staf, { letterId, revision, initials: [] });
    const { content } = await office.letters.readLetter(staf, letterId);
    expect(content).toMatchObject({
      kind: { title: 'KEPUTUSAN BUPATI LEMBAH PURNAMA' },
      letterhead: { style: 'jabatan', name: 'Bupati Lembah Purnama' },
      signatory: { position: 'Sekretaris Daerah', unitId: office.units.get('KAB') },
    });
  });

  it('makes a page whose preview and signed form differ in nothing but the marks', async () => {
    const letterId = await writtenLetter(office);
    await submitted(office, letterId, []);
    const { version } = await office.letters.readLetter(await office.actor('staf'), letterId);
    const preview = office.pages.at(-1);
    const qr = { modules: 21, rows: Array(21).fill('0'.repeat(21)), moduleMm: 0.5, sizeMm: 30 };
    const page = buildLetterPage({
      content: parseFrozen(version?.content ?? ''),
      person: {
        name: 'kadis',
        titleBefore: 'Dr.',
        titleAfter: 'M.Si.',
        nip: '198001012005011001',
        rank: 'Pembina Tk. I, IV/b',
        forms: [],
      },
      host: 'periksa.lembahpurnama.example',
      at: office.time.now,
      marks: {
        number: '400.3.5/1/DISDIK',
        date: '2026-11-24',
        code: '008J-4CT4-ANK7-F246',
        seal: qr,
        pageSymbols: [qr],
      },
    });
    expect(LetterPage.parse(page)).toMatchObject({
      date: '24 November 2026',
      signature: { office: ['KEPALA DINAS PENDIDIKAN,'], name: 'Dr. kadis, M.Si.' },
      footer: {
        statement: expect.stringContaining('sertifikat elektronik internal Pemerintah Kabupaten Lembah Purnama'),
      },
    });
    expect(page.footer.statement).not.toMatch(/BSrE|tersertifikasi/);
    const unmarked = {
      draft: 0,
      date: 0,
      number: 0,
      numberPattern: 0,
      seal: 0,
      pageSymbols: 0,
      documentTitle: 0,
      footer: 0,
    };
    expect({ ...page, ...unmarked }).toEqual({ ...preview, ...unmarked });
  });

  it('shows each reader what changed since the version they saw before, however often they look', async () => {
    const letterId = await writtenLetter(office);
    const kabid = await office.actor('kabid');
    const sha256 = await submitted(office, letterId, ['kabid']);
    expect((await office.letters.readLetter(kabid, letterId)).changes).toBeUndefined();
    await office.approvals.decide(kabid, {
      letterId,
      versionSha256: sha256,
      outcome: 'returned',
      remark: 'Perbaiki hal',
    });
    await save(letterId, 1, {
      subject: 'Undangan Rapat Kerja',
      sections: { isi: 'Dengan hormat,\n\nKami mengundang Anda.' },
    });
    await submitted(office, letterId, ['kabid']);
    for (let look = 0; look < 2; look++) {
      const { changes } = await office.letters.readLetter(kabid, letterId);
      expect(changes).toMatchObject({
        sinceVersion: 1,
        list: [
          { field: 'subject', before: 'Undangan Rapat Kurikulum', after: 'Undangan Rapat Kerja' },
          { section: 'isi', lines: expect.anything() },
        ],
      });
    }
  });

  it('cannot be changed or removed, not even by SQL', async () => {
    for (const table of [sql`letter_version`, sql`approval_step`, sql`decision`]) {
      await expect(office.db.run(sql`DELETE FROM ${table}`)).rejects.toThrow(/written once/);
      await expect(office.db.run(sql`TRUNCATE ${table} CASCADE`)).rejects.toThrow(/written once/);
    }
  });
});

describe('searching letters', () => {
  it('finds them by words of the subject, in any case, and by state', async () => {
    const staf = await office.actor('staf');
    const letterId = await writtenLetter(office, { subject: '100% Hadir: Apel_Pagi' });
    const find = async (text: string, state?: 'draft' | 'issued') =>
      (await office.letters.searchLetters(staf, { text, state, page: 1 })).letters.map(({ id }) => id);
    expect(await find('apel_pagi 100%')).toEqual([letterId]);
    expect(await find('apelXpagi')).toEqual([]);
    expect(await find('apel_pagi', 'draft')).toEqual([letterId]);
    expect(await find('apel_pagi', 'issued')).toEqual([]);
  });

  it('shows exactly those that the table of permissions lets the actor read', async () => {
    await appoint(office.db, office.persons.camat, office.positions.kabid, { forms: ['Plt.'] });
    await office.db.run(
      sql`INSERT INTO duty (person_id, unit_id, duty) VALUES (${office.persons.bupati}, ${office.units.get('SMP')}, 'registry')`,
    );
    await submitted(office, await writtenLetter(office, { security: 'R' }), ['sekretaris']);
    await submitted(office, await writtenLetter(office, { security: 'T' }), ['kabid']);
    const issued = await writtenLetter(office);
    await submitted(office, issued, []);
    await office.db.run(sql`UPDATE letter SET state = 'issued' WHERE id = ${issued}`);
    const { rows } = await office.db.pool.query('SELECT id::int FROM letter');
    for (const key of ['bupati', 'sekda', 'kadis', 'sekretaris', 'kabid', 'staf', 'camat'] as Key[]) {
      const actor = await office.actor(key);
      const allowed: number[] = [];
      for (const { id } of rows) {
        if (may(actor, 'letter.read', await letterSubject(office.db, await getLetter(office.db, id)))) allowed.push(id);
      }
      const found: number[] = [];
      for (let page = 1, pages = 1; page <= pages; page++) {
        const result = await office.letters.searchLetters(actor, { text: '', state: undefined, page });
        pages = result.pages;
        found.push(...result.letters.map(({ id }) => id));
      }
      expect(found.sort((a, b) => a - b)).toEqual(allowed.sort((a, b) => a - b));

      // The same by each of the two ways on which many letters are looked for, in small stretches.
      const newestFirst = allowed.toSorted((a, b) => b - a);
      const everything = { words: [], foldedNumber: '', state: undefined, standing: undefined };
      const walked: number[] = [];
      for (let before: number | undefined = Number.MAX_SAFE_INTEGER; before !== undefined; ) {
        const near: Awaited<ReturnType<typeof walkLetters>> = await walkLetters(office.db, sightOf(actor), everything, {
          before,
          most: 3,
        });
        walked.push(...near.ids);
        before = near.end;
      }
      expect(walked).toEqual(newestFirst);
      const stretch = { before: Number.MAX_SAFE_INTEGER, most: rows.length + 1 };
      expect(await findLetters(office.db, sightOf(actor), everything, stretch)).toEqual({
        ids: newestFirst,
        end: undefined,
      });
    }
  });

  it('finds a number by any part of it, also beyond the newest letters', async () => {
    const staf = await office.actor('staf');
    const letterId = await writtenLetter(office);
    await office.db.run(
      sql`WITH book AS (INSERT INTO register (unit_id, code, name) VALUES (${office.units.get('SMP')}, 'uji', 'Buku uji') RETURNING id)
          INSERT INTO letter_number (register_id, year, number, text, letter_id, state, changed_by, taken_at, changed_at)
          SELECT id, 2026, 20263, '420 / 020263 / SMP/2026', ${letterId}::bigint, 'reserved', ${office.persons.staf}::int, now(), now() FROM book`,
    );
    const stretch = { before: Number.MAX_SAFE_INTEGER, most: 100 };
    const find = async (text: string) => {
      const terms = { words: [text], foldedNumber: foldNumber(text), state: undefined, standing: undefined };
      return (await findLetters(office.db, sightOf(staf), terms, stretch)).ids;
    };
    for (const part of ['420/20263/SMP/2026', '0/20263/s', '/20263', '0263', '3/smp/2026', '2026', '20263/smp']) {
      expect([part, await find(part)]).toEqual([part, [letterId]]);
    }
    for (const other of ['421/20263/SMP', '420/2026/SMP', '420/20263/SMP/2025', '120263', '20263_SMP', '20263%']) {
      expect([other, await find(other)]).toEqual([other, []]);
    }
  });

  it('goes on below what it has counted, and says that there is more', async () => {
    const staf = await office.actor('staf');
    const ids: number[] = [];
    for (let i = 0; i < 3; i++) ids.unshift(await writtenLetter(office, { subject: `Apel siaga ${i}` }));
    const terms = { words: [], foldedNumber: '', state: 'draft' as const, standing: undefined };
    const [newest = 0, middle = 0, oldest = 0] = ids;
    const by = (before: number, most: number) => findLetters(office.db, sightOf(staf), terms, { before, most });
    expect(await by(Number.MAX_SAFE_INTEGER, 1)).toEqual({ ids: [newest], end: newest });
    expect((await by(newest, 2)).ids).toEqual([middle, oldest]);
    expect(
      await findLetters(
        office.db,
        sightOf(staf),
        { ...terms, words: ['SIAGA'], foldedNumber: 'siaga' },
        { before: newest, most: 1 },
      ),
    ).toEqual({
      ids: [middle, oldest],
      end: undefined,
    });
    const query = { text: 'siaga', state: undefined, page: 1 };
    expect(await office.letters.searchLetters(staf, { ...query, page: 7 })).toMatchObject({
      total: 3,
      more: false,
      page: 1,
      pages: 1,
      older: undefined,
    });
    expect((await office.letters.searchLetters(staf, { ...query, before: newest })).letters).toHaveLength(2);
    expect((await office.letters.searchLetters(staf, { ...query, before: 1 })).total).toBe(0);
  });
});
