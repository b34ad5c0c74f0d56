import { actorNamed } from '../../src/demo/found-regency.ts';
import { invitation, SECOND_TEXT } from '../../src/demo/letter-text.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import type { Actor } from '../../src/people/actor.ts';
import { sql } from '../../src/postgres/sql.ts';
import { judged } from '../support/judge.ts';
import { qpdfCheck } from '../support/pdf-judges.ts';
import { runOn } from '../support/pdf-text.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

let world: SigningWorld;
beforeAll(async () => {
  world = await signingWorld();
  const admin = await actorNamed(world.layang, 'admin');
  const template = { name: 'Dinas', unitId: null, kinds: [], corrections: 'hold', stages: [] };
  await world.layang.approvals.saveTemplate(admin, { id: undefined, version: 0, template });
});

const passphrase = demoPassphrase('kadisdik');
const LATER = SECOND_TEXT.replace('13.30', '14.00');

async function hashOf(actor: Actor, letterId: number): Promise<Buffer> {
  const { version } = await world.layang.letters.readLetter(actor, letterId);
  if (version === undefined) throw new Error('not submitted');
  return version.sha256;
}

async function correct(actor: Actor, letterId: number, versionSha256: Buffer, isi: string): Promise<void> {
  const subject = 'Undangan Rapat Penyusunan Kurikulum';
  await world.layang.approvals.correctLetter(actor, {
    letterId,
    versionSha256,
    subject,
    sections: { isi },
    remark: 'Jam digeser',
  });
}

/** Initials of two other units side by side, one of the own line, then a correction after which all of them hold. */
async function correctedLetter(): Promise<number> {
  const { layang, positions } = world;
  const drafter = await actorNamed(layang, 'analis');
  const letterId = await layang.letters.createLetter(drafter, { kind: 'surat-dinas' });
  const draft = invitation(positions, SECOND_TEXT);
  const revision = await layang.letters.saveDraft(drafter, { letterId, revision: 0, draft });
  const post = async (username: string) => (await actorNamed(layang, username)).acting?.positionId ?? 0;
  const beside = {
    positions: [await post('sekbkpsdm'), await post('camat')],
    mode: 'all-of',
    paraf: 'koordinasi',
  } as const;
  const initials = [beside, await post('kabid'), await post('sekdisdik')];
  await layang.approvals.submitLetter(drafter, { letterId, revision, initials });
  const approve = async (username: string) => {
    const actor = await actorNamed(layang, username);
    const versionSha256 = await hashOf(actor, letterId);
    await layang.approvals.decide(actor, { letterId, versionSha256, outcome: 'approved', remark: '' });
  };
  await Promise.all([approve('sekbkpsdm'), approve('camat')]);
  await approve('kabid');
  const reviewer = await actorNamed(layang, 'sekdisdik');
  await correct(reviewer, letterId, await hashOf(reviewer, letterId), LATER);
  await approve('sekdisdik');
  return letterId;
}

judged(
  ['qpdf', 'pdftotext'],
  'what is signed is the corrected version, and the file copy says in two boxes which parafs were given before the correction',
  async () => {
    const { layang, chief } = world;
    const letterId = await correctedLetter();
    const versionSha256 = await hashOf(chief, letterId);
    await layang.signLetter({ actor: chief, letterId, versionSha256, passphrase });
    const { issued, version } = await layang.letters.readLetter(chief, letterId);
    expect(version?.version).toBe(2);
    const [sealed] = (
      await layang.db.pool.query<{ content: string }>('SELECT content FROM signing_act WHERE letter_id = $1', [
        letterId,
      ])
    ).rows;
    expect(sealed?.content).toContain(versionSha256.toString('hex').slice(0, 16));
    const letter = runOn(
      await layang.documents.read(issued?.documentSha256 ?? Buffer.alloc(32)),
      '.pdf',
      'pdftotext',
      '-layout',
      '%',
      '-',
    );
    expect(letter).toContain('14.00');
    const pdf = await layang.fileCopy(chief, letterId);
    expect(qpdfCheck(pdf).status).toBe(0);
    const text = runOn(pdf, '.pdf', 'pdftotext', '-layout', '%', '-').replace(/\s+/g, ' ');
    const [line, coordination, signature] = ['Paraf hierarki', 'Paraf koordinasi', 'Tanda tangan'].map((heading) =>
      text.indexOf(heading),
    );
    expect([line, coordination, signature]).toEqual([line, coordination, signature].toSorted((a = 0, b = 0) => a - b));
    const box = text.slice(coordination, text.indexOf('Tanda tangan', coordination));
    expect(box).toContain('Camat Muara Sagara');
    expect(box.replace(/ /g, '')).toMatch(/versi1.*sebelumkoreksi/);
    expect(text).toContain('Koreksi oleh');
    expect(text).toContain('Dikoreksi, versi 2');
  },
);

test('no correction comes between the bytes being signed and the letter being issued', async () => {
  const { layang, chief } = world;
  const { letterId, versionSha256 } = await letterToSign(world);
  await layang.signLetter({ actor: chief, letterId, versionSha256, passphrase });
  const waiting = await letterToSign(world);
  // The act of the letter before, as it stood while it was under way, for this one.
  await layang.db.run(sql`INSERT INTO signing_act (letter_id, version_id, step_id, number_id, person_id, appointment_id, capacity,
      certificate_id, seal_key_id, host, token, letter_date, sealed_at, salt, content, content_commit, seal, seal_hash, pages,
      state, instance, started_at)
    SELECT l.id, l.current_version_id, s.id, a.number_id, a.person_id, a.appointment_id, a.capacity, a.certificate_id,
      a.seal_key_id, a.host, '0123456789ABCDEF', a.letter_date, a.sealed_at, a.salt, a.content, a.content_commit, a.seal,
      a.seal_hash, a.pages, 'open', a.instance, a.started_at
    FROM signing_act a, letter l JOIN approval_step s ON s.version_id = l.current_version_id
    WHERE a.letter_id = ${letterId} AND l.id = ${waiting.letterId}`);
  await expect(correct(chief, waiting.letterId, waiting.versionSha256, LATER)).rejects.toMatchObject({
    code: 'signing-under-way',
  });
});

test('of a correction and a signature at the same moment one counts, and what is issued is what was signed', async () => {
  const { layang, chief } = world;
  for (let i = 0; i < 3; i++) {
    const { letterId, versionSha256 } = await letterToSign(world);
    const [signed, corrected] = await Promise.allSettled([
      layang.signLetter({ actor: chief, letterId, versionSha256, passphrase }),
      correct(chief, letterId, versionSha256, LATER),
    ]);
    expect([signed.status, corrected.status].toSorted()).toEqual(['fulfilled', 'rejected']);
    const { letter, version } = await layang.letters.readLetter(chief, letterId);
    expect([letter.state, version?.version]).toEqual(
      signed.status === 'fulfilled' ? ['issued', 1] : ['awaiting_signature', 2],
    );
  }
});
