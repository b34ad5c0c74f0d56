import { actorNamed } from '../../src/demo/found-regency.ts';
import { invitation, SECOND_TEXT } from '../../src/demo/letter-text.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { groupedToken } from '../../src/seal/token.ts';
import { judged } from '../support/judge.ts';
import { qpdfCheck, veraPdf } from '../support/pdf-judges.ts';
import { runOn } from '../support/pdf-text.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

let world: SigningWorld;
beforeAll(async () => {
  world = await signingWorld();
});

/** A letter with an initial and a return behind it, issued and then withdrawn for a reason with an unprintable sign. */
async function withdrawnLetter(): Promise<number> {
  const { layang, chief, positions } = world;
  const drafter = await actorNamed(layang, 'analis');
  const reviewer = await actorNamed(layang, 'kabid');
  const letterId = await layang.letters.createLetter(drafter, { kind: 'surat-dinas' });
  const initials = [positions.get('Kepala Bidang Guru dan Tenaga Kependidikan') ?? 0];
  let revision = await layang.letters.saveDraft(drafter, {
    letterId,
    revision: 0,
    draft: invitation(positions, SECOND_TEXT),
  });
  const read = async () => {
    const { version } = await layang.letters.readLetter(reviewer, letterId);
    if (version === undefined) throw new Error('not submitted');
    return version.sha256;
  };
  await layang.approvals.submitLetter(drafter, { letterId, revision, initials });
  const remark = '#panic("x") $1$ tambahkan *waktu* rapat.\nBaris kedua';
  await layang.approvals.decide(reviewer, { letterId, versionSha256: await read(), outcome: 'returned', remark });
  revision = (await layang.letters.getEditable(drafter, letterId)).draftRevision;
  await layang.approvals.submitLetter(drafter, { letterId, revision, initials });
  const versionSha256 = await read();
  await layang.approvals.decide(reviewer, { letterId, versionSha256, outcome: 'approved', remark: '' });
  await layang.signLetter({ actor: chief, letterId, versionSha256, passphrase: demoPassphrase('kadisdik') });
  await layang.letterStatus.change(chief, {
    letterId,
    seen: null,
    code: 'withdrawn',
    successorId: undefined,
    reason: 4,
    remark: `Rapat batal \u{1F600} السلام ${'panjang'.repeat(12)} ${'panjang'.repeat(4)}`,
  });
  return letterId;
}

judged(
  ['verapdf', 'qpdf', 'pdftotext'],
  'the file copy names the signed document, its initials, versions, decisions and status, as PDF/A-2a',
  async () => {
    const letterId = await withdrawnLetter();
    const pdf = await world.layang.fileCopy(world.chief, letterId);
    const { issued, version } = await world.layang.letters.readLetter(world.chief, letterId);
    const text = runOn(pdf, '.pdf', 'pdftotext', '-layout', '%', '-').replace(/\s+/g, ' ');
    for (const words of [
      'PERTINGGAL',
      'DINAS PENDIDIKAN',
      issued?.number ?? '?',
      groupedToken(issued?.token ?? ''),
      'Dicabut',
      'Kepala Bidang Guru',
      'Paraf hierarki',
      'Tanda tangan',
      '#panic("x") $1$',
      'Keadaan atau kebijakan',
      '[U+1F600]',
      'Penanda tangan surat',
    ]) {
      expect([words, text.includes(words)]).toEqual([words, true]);
    }
    const hex = text.replace(/ /g, '');
    expect(hex).toContain(issued?.documentSha256.toString('hex').slice(0, 32));
    expect(version?.version).toBe(2);
    expect(qpdfCheck(pdf).status).toBe(0);
    const bare = await letterToSign(world, { security: 'SR' }, 'surat-dinas');
    await world.layang.signLetter({ actor: world.chief, ...bare, passphrase: demoPassphrase('kadisdik') });
    const other = await world.layang.fileCopy(world.chief, bare.letterId);
    for (const verdict of veraPdf('2a', pdf, other)) expect(verdict.text).toMatch(/^PASS/);
    if (process.env.LAYANG_PICTURES) {
      const { writeFileSync } = await import('node:fs');
      writeFileSync(`${process.env.LAYANG_PICTURES}/pertinggal.pdf`, pdf);
    }
  },
);

test('there is none of a letter not issued, and none for those who may not read it', async () => {
  const { letterId } = await letterToSign(world);
  await expect(world.layang.fileCopy(world.chief, letterId)).rejects.toMatchObject({ code: 'letter-not-issued' });
  const stranger = await actorNamed(world.layang, 'analis');
  await expect(world.layang.fileCopy(stranger, letterId)).rejects.toMatchObject({ code: 'letter-unknown' });
});
