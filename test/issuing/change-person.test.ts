import { X509Certificate } from 'node:crypto';
import { z } from 'zod';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import type { DraftContent } from '../../src/letters/draft-content.ts';
import type { Actor } from '../../src/people/actor.ts';
import type { PersonText } from '../../src/people/change-person.ts';
import { sql } from '../../src/postgres/sql.ts';
import { parseContent } from '../../src/seal/content.ts';
import { findDirectory } from '../../src/seal/directory-store.ts';
import { verifyPdf } from '../../src/verification/verify-pdf.ts';
import { judged } from '../support/judge.ts';
import { pdfsig } from '../support/pdf-judges.ts';
import { runOn } from '../support/pdf-text.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

const passphrase = demoPassphrase('kadisdik');
/** Days lie between the first letters and the new title, as in an office: the former key was in force for a while. */
const time = { ahead: -3 * 86_400_000 };

let world: SigningWorld;
let administrator: Actor;
beforeAll(async () => {
  world = await signingWorld({ clock: () => new Date(Date.now() + time.ahead) });
  administrator = await actorNamed(world.layang, 'admin');
});

async function issue(changes: Partial<DraftContent> = {}, kind = 'surat-dinas') {
  const letter = await letterToSign(world, changes, kind);
  const issued = await world.layang.signLetter({ actor: world.chief, ...letter, passphrase });
  const facts = await world.layang.issuedFacts(letter.letterId);
  return { ...letter, ...issued, ...facts, pdf: await world.layang.documents.read(issued.documentSha256) };
}

async function change(text: Partial<PersonText>): Promise<void> {
  const { people } = world.layang;
  const { personId } = world.chief;
  const { name, titleBefore, titleAfter, nip, rank } = await people.getPerson(administrator, personId);
  await people.changePerson(administrator, personId, { name, titleBefore, titleAfter, nip, rank, ...text });
}

const lines = async () =>
  ((await findDirectory(world.layang.db))?.keys ?? [])
    .filter(({ position }) => position === 'Kepala Dinas Pendidikan')
    .toSorted((a, b) => a.id.localeCompare(b.id));
const version = async () => (await findDirectory(world.layang.db))?.version;
const sealed = async (letterId: number) => {
  const { content, sealedAt } = await world.layang.db.one(
    z.object({ content: z.string(), sealedAt: z.date() }),
    sql`SELECT content, sealed_at FROM signing_act WHERE letter_id = ${letterId} AND state = 'done'`,
  );
  return { signer: parseContent(content).signers[0], sealedAt: Math.floor(sealedAt.getTime() / 1000) };
};
const certificates = async () =>
  (
    await world.layang.db.many(
      z.object({ der: z.instanceof(Buffer) }),
      sql`SELECT der FROM certificate WHERE person_id = ${world.chief.personId} ORDER BY id`,
    )
  ).map(({ der }) => /^CN=(.*)$/m.exec(new X509Certificate(der).subject)?.[1]?.replaceAll('\\', ''));
const textOf = (pdf: Buffer) => runOn(pdf, '.pdf', 'pdftotext', '-layout', '%', '-').replace(/\s+/g, ' ');

/** The letter as everybody outside finds it: signature, QR and file. */
async function checks(letter: Awaited<ReturnType<typeof issue>>) {
  const { checking } = world.layang;
  return {
    intact: verifyPdf(letter.pdf, { anchors: [letter.rootCa] }).intactAndTrusted,
    qr: await checking.lookUp({ typed: letter.qr }),
    file: await checking.checkFile(letter.pdf, ''),
  };
}

judged(['pdftotext'], 'a promotion is printed on the next letter and changes neither keys nor directory', async () => {
  const before = [await version(), await certificates(), (await lines()).length];
  await change({ rank: 'Pembina Utama, IV/e', nip: '197203151998032099' });
  const { pdf } = await issue();
  expect(textOf(pdf)).toContain('Pembina Utama, IV/e');
  expect(textOf(pdf)).toContain('NIP 197203151998032099');
  expect([await version(), await certificates(), (await lines()).length]).toEqual(before);
});

describe('a new title', () => {
  judged(
    ['pdftotext', 'pdfsig', 'certutil'],
    'ends the key and certificate under the former name, and the next signature makes others',
    async () => {
      const former = 'Dr. Ratna Kusumawardhani, M.Pd.';
      const present = 'Prof. Dr. Ratna Kusumawardhani, M.Pd.';
      const old = await issue();
      const found = await checks(old);
      expect(found).toMatchObject({
        intact: true,
        qr: { code: 'code-registered', letter: { signers: [{ name: former }] } },
      });
      const [line] = await lines();
      time.ahead = 0;

      await change({ titleBefore: 'Prof. Dr.' });
      const [ended, ...none] = await lines();
      expect(none).toEqual([]);
      expect(ended).toEqual({ ...line, status: 'retired', notAfter: expect.any(Number) });
      expect(ended?.notAfter).toBeGreaterThanOrEqual((await sealed(old.letterId)).sealedAt);
      expect(ended?.notAfter).toBeLessThan(line?.notAfter ?? 0);
      const standing = await world.layang.enrolment.findCertificate(world.chief.personId);
      expect(standing).toMatchObject({ state: 'valid', renewable: true, formerName: true });

      const next = await issue();
      const [, made, ...more] = await lines();
      expect(more).toEqual([]);
      expect(made).toMatchObject({ name: present, status: 'active' });
      expect(made?.kid).not.toBe(ended?.kid);
      expect(await certificates()).toEqual([former, present]);
      expect(textOf(next.pdf)).toContain(present);
      expect((await sealed(next.letterId)).signer).toEqual({ id: made?.id, name: present, position: made?.position });
      expect(await checks(next)).toMatchObject({
        intact: true,
        qr: { code: 'code-registered', letter: { signers: [{ name: present }] } },
      });
      for (const { pdf, rootCa } of [old, next]) {
        expect(pdfsig(pdf, rootCa).signatures).toMatchObject([{ valid: true, trusted: true, total: true }]);
      }

      expect(await checks(old)).toEqual(found);
      // And the one after: nothing is made anew.
      const published = await version();
      await issue();
      expect([await version(), (await certificates()).length]).toEqual([published, 2]);
      expect(await world.layang.enrolment.findCertificate(world.chief.personId)).toMatchObject({ formerName: false });
    },
  );

  judged(
    ['pdftotext'],
    'stands in the directory and not on a decree, which prints and seals the bare name',
    async () => {
      await change({ name: 'Ratna Kusumawardhani Dewi' });
      const decree = await issue(
        { sections: { menimbang: 'bahwa perlu.', mengingat: 'bahwa perlu.', menetapkan: 'Perlu.' } },
        'keputusan',
      );
      expect((await sealed(decree.letterId)).signer?.name).toBe('Ratna Kusumawardhani Dewi');
      expect(textOf(decree.pdf)).toContain('Ratna Kusumawardhani Dewi');
      expect(textOf(decree.pdf)).not.toContain('Prof. Dr. Ratna');
      expect((await lines()).filter(({ status }) => status === 'active')).toMatchObject([
        { name: 'Prof. Dr. Ratna Kusumawardhani Dewi, M.Pd.' },
      ]);
    },
  );
});

test('on the account page the keys follow a new name before the next letter does', async () => {
  await change({ titleAfter: 'M.Pd., Ph.D.' });
  const { personId } = world.chief;
  await world.layang.enrolment.renewCertificate({ personId, passphrase });
  expect((await certificates()).at(-1)).toContain('Ph.D.');
  expect((await lines()).at(-1)).toMatchObject({ name: expect.stringContaining('Ph.D.'), status: 'active' });
  await expect(world.layang.enrolment.renewCertificate({ personId, passphrase })).rejects.toMatchObject({
    code: 'certificate-not-due',
  });
});

test('a key whose line bears another name than the person, however that came, is not signed with', async () => {
  const { personId } = world.chief;
  await world.layang.db.run(sql`UPDATE person SET title_after = 'M.Pd.' WHERE id = ${personId}`);
  const { letterId } = await issue();
  const active = (await lines()).filter(({ status }) => status === 'active');
  expect(active).toHaveLength(1);
  expect((await sealed(letterId)).signer).toMatchObject({ id: active[0]?.id, name: active[0]?.name });
});

test('a name that changes while the keys are being opened leaves the letter unsigned and takes no number', async () => {
  const letter = await letterToSign(world);
  const { instance } = world.layang;
  const number = instance.number;
  // Asked for after the keys were opened and before the number is taken.
  instance.number = async () => {
    instance.number = number;
    await change({ titleAfter: 'M.Pd., M.Si.' });
    return number();
  };
  const sign = () => world.layang.signLetter({ actor: world.chief, ...letter, passphrase });
  await expect(sign()).rejects.toMatchObject({ code: 'name-changed' });
  const taken = sql`SELECT count(*) AS count FROM letter_number WHERE letter_id = ${letter.letterId}`;
  expect(await world.layang.db.one(z.object({ count: z.number() }), taken)).toEqual({ count: 0 });
  expect(await sign()).toMatchObject({ letterId: letter.letterId });
  expect((await sealed(letter.letterId)).signer?.name).toContain('M.Si.');
});

test('a letter is either sealed before the key ends or not at all, however close the two come', async () => {
  for (let n = 0; n < 4; n++) {
    const letter = await letterToSign(world);
    const [signed] = await Promise.allSettled([
      world.layang.signLetter({ actor: world.chief, ...letter, passphrase }),
      change({ rank: `Pembina, IV/${n}`, titleAfter: `M.Pd., S${n}.` }),
    ]);
    if (signed.status === 'rejected') {
      expect(signed.reason).toMatchObject({ code: 'name-changed' });
      continue;
    }
    const facts = await world.layang.issuedFacts(letter.letterId);
    expect(await world.layang.checking.lookUp({ typed: facts.qr })).toMatchObject({ code: 'code-registered' });
    const { signer, sealedAt } = await sealed(letter.letterId);
    const line = (await lines()).find(({ id }) => id === signer?.id);
    expect(line?.name).toBe(signer?.name);
    expect(sealedAt).toBeLessThanOrEqual(line?.notAfter ?? 0);
  }
});

test('the person is told, by name, who did it', async () => {
  const { events } = await world.layang.people.readAccountNotices(world.chief);
  expect(events[0]).toMatchObject({ kind: 'details-changed', by: { who: 'other', name: administrator.name } });
  expect(events[1]).toMatchObject({ kind: 'name-changed', subject: expect.stringContaining(' → Prof. Dr. Ratna') });
});
