import { beforeAll, describe, expect, it } from '@jest/globals';
import { calendarDate } from '../../src/clock.ts';
import { actorNamed } from '../../src/demo/found-regency.ts';
import { invitation, SECOND_TEXT } from '../../src/demo/letter-text.ts';
import { demoPassphrase } from '../../src/demo/regency.ts';
import { judged } from '../support/judge.ts';
import { runOn } from '../support/pdf-text.ts';
import { letterToSign, type SigningWorld, signingWorld } from './signing-world.ts';

const KABID = 'Kepala Bidang Guru dan Tenaga Kependidikan';
const CHIEF = 'Kepala Dinas Pendidikan';
let world: SigningWorld;

beforeAll(async () => {
  world = await signingWorld();
});

const today = () => calendarDate(new Date(), 'Asia/Jakarta');
const actor = (username: string) => actorNamed(world.layang, username);

describe('A letter that a stand-in has initialled', () => {
  judged(
    ['pdftotext'],
    'says so in its timeline and its file copy, and is signed and checked in its signatory’s own name',
    async () => {
      const { layang, positions, chief } = world;
      const [drafter, absent, standIn] = [await actor('analis'), await actor('kabid'), await actor('sekdisdik')];
      await layang.people.recordAbsence(absent, {
        personId: absent.personId,
        reason: 'leave',
        firstDay: today(),
        lastDay: today(),
        standIn: { personId: standIn.personId },
      });
      const letterId = await layang.letters.createLetter(drafter, { kind: 'surat-dinas' });
      const draft = invitation(positions, SECOND_TEXT);
      const revision = await layang.letters.saveDraft(drafter, { letterId, revision: 0, draft });
      await layang.approvals.submitLetter(drafter, { letterId, revision, initials: [positions.get(KABID) ?? 0] });
      const present = await actor('sekdisdik');
      const { version } = await layang.letters.readLetter(present, letterId);
      if (version === undefined) throw new Error('not submitted');
      const versionSha256 = version.sha256;
      await layang.approvals.decide(present, { letterId, versionSha256, outcome: 'approved', remark: '' });
      await layang.signLetter({ actor: chief, letterId, versionSha256, passphrase: demoPassphrase('kadisdik') });

      const capacity = `Sekretaris Dinas Pendidikan, atas mandat ${KABID}`;
      const { timeline } = await layang.approvals.readProgress(drafter, letterId);
      expect(timeline.map((event) => [event.outcome, event.capacity]).slice(1)).toEqual([
        ['approved', capacity],
        ['signed', CHIEF],
      ]);
      const sheet = runOn(await layang.fileCopy(chief, letterId), '.pdf', 'pdftotext', '-raw', '%', '-');
      const text = sheet.replace(/\s+/g, ' ');
      expect(text).toContain('Hendra Gunawan Siregar');
      expect(text).toContain('atas mandat');
      expect(text).not.toContain('Yuliana Paramitha');
      const { issued } = await layang.letters.readLetter(chief, letterId);
      expect(await layang.checking.lookUp({ token: issued?.token ?? '' })).toMatchObject({
        letter: { signers: [{ name: expect.stringContaining('Ratna Kusumawardhani') }] },
      });
    },
  );
});

describe('Signing for a chief who is away', () => {
  it('is not done by mandate, whatever the mandate says, and takes no number', async () => {
    const { layang, chief, positions } = world;
    const standIn = await actor('sekdisdik');
    await layang.people.giveMandate(chief, {
      fromPositionId: positions.get(CHIEF) ?? 0,
      to: { personId: standIn.personId },
      kinds: [],
      tasks: ['initial', 'sign'],
      validFrom: today(),
      validTo: today(),
      warrant: '',
    });
    const toSign = await letterToSign(world);
    const sign = async () =>
      layang.signLetter({ actor: await actor('sekdisdik'), ...toSign, passphrase: demoPassphrase('sekdisdik') });
    await expect(sign()).rejects.toMatchObject({ problem: 'not-allowed' });
    const { number, letter } = await layang.letters.readLetter(chief, toSign.letterId);
    expect([number, letter.state]).toEqual([undefined, 'awaiting_signature']);
  });

  it('is done by a Plh. with a seal key of their own, under their own name and capacity', async () => {
    const { layang, positions } = world;
    const admin = await actor('admin');
    const standIn = await actor('sekdisdik');
    await layang.people.addAppointment(admin, {
      personId: standIn.personId,
      positionId: positions.get(CHIEF) ?? 0,
      forms: ['Plh.'],
      validFrom: today(),
      validTo: today(),
      warrant: '800.1/7/2026',
    });
    const toSign = await letterToSign(world);
    const acting = await actor('sekdisdik');
    const issued = await layang.signLetter({ actor: acting, ...toSign, passphrase: demoPassphrase('sekdisdik') });
    const found = await layang.checking.lookUp({ token: issued.token });
    expect(JSON.stringify(found)).toContain(`Plh. ${CHIEF}`);
    expect(JSON.stringify(found)).not.toContain('Ratna');
    expect(found).toMatchObject({ letter: { signers: [{ name: expect.stringContaining('Hendra Gunawan Siregar') }] } });
  });

  it('warns a Plh. and the drafter of what may be strategic, and nobody else', async () => {
    const { layang, chief, positions } = world;
    const draft = { ...invitation(positions, SECOND_TEXT), signatoryId: positions.get(CHIEF) ?? 0 };
    const letterId = await layang.letters.createLetter(chief, { kind: 'keputusan' });
    await layang.letters.saveDraft(chief, { letterId, revision: 0, draft: { ...draft, sections: {} } });
    // Who signs today is the Plh.: whoever stands in comes before the one they stand in for.
    expect(await layang.waiting.signingWarnings(await actor('kadisdik'), letterId)).toEqual([]);
    const drafter = await actor('analis');
    const other = await layang.letters.createLetter(drafter, { kind: 'keputusan' });
    await layang.letters.saveDraft(drafter, { letterId: other, revision: 0, draft: { ...draft, sections: {} } });
    expect(await layang.waiting.signingWarnings(drafter, other)).toEqual([
      expect.objectContaining({ id: expect.stringContaining('UU 30/2014 Pasal 14 ayat (7)') }),
    ]);
    const plain = await layang.letters.createLetter(drafter, { kind: 'surat-dinas' });
    await layang.letters.saveDraft(drafter, { letterId: plain, revision: 0, draft });
    expect(await layang.waiting.signingWarnings(drafter, plain)).toEqual([]);
  });
});
