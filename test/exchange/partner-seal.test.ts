import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { PDFDocument } from 'pdf-lib';
import { judgePartnerSeal, type PartnerNotes, readNotes } from '../../src/exchange/judge-partner-seal.ts';
import { issuedFacts } from '../../src/issuing/issued-facts.ts';
import { STATUS_CODES } from '../../src/seal/log-entry.ts';
import { qrUrl, type Scan, scanQr } from '../../src/seal/qr-url.ts';
import { sealHashOf, sealMessage } from '../../src/seal/seal-bytes.ts';
import { befriend, type Installation, issue, openInstallation } from './two-offices.ts';

const LATER = 6 * 60_000;
const time = { now: new Date() };
let here: Installation;
let there: Installation;
let partnerId: number;
let qr: string;
let letterId: number;
let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'layang-partner-'));
  [here, there] = [await openInstallation(time), await openInstallation(time)];
  ({ aAtB: partnerId } = await befriend(here, there));
  letterId = await issue(here);
  ({ qr } = await issuedFacts(here.db, letterId));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

function sealOf(text: string): Extract<Scan, { outcome: 'seal' }> {
  const scan = scanQr(text, [here.host]);
  if (scan.outcome !== 'seal') throw new Error(`no seal: ${scan.outcome}`);
  return scan;
}

/** The QR with one bit of its signature turned, and its check symbol right. */
function forged(text: string): string {
  const { token, parsed } = sealOf(text);
  const signature = Buffer.from(parsed.signature);
  signature.writeUInt8(signature.readUInt8(9) ^ 1, 9);
  return qrUrl(here.host, token, Buffer.concat([parsed.body, signature]));
}

const ask = (text: string) => there.layang.exchange.partnerSeal(text);

describe('The QR of a partner’s letter on paper', () => {
  it('is checked at the front desk by what that office publishes, and fills the clerk’s fields', async () => {
    const { layang, clerk, jobs } = there;
    const { issued } = await here.layang.letters.readLetter(here.chief, letterId);
    const pdf = await here.layang.documents.read(issued?.documentSha256 ?? Buffer.alloc(0));
    // The seal stands beside the signature, on the last page.
    const last = (await PDFDocument.load(pdf)).getPageCount();
    const { png } = await here.layang.previewer.preview(pdf, last, 200);
    const path = join(folder, 'scan');
    await writeFile(path, png);
    const files = [{ path, name: 'surat-mitra.png', size: png.length }];
    const unitId = clerk.duties.find(({ duty }) => duty === 'registry')?.unitId ?? 0;
    const [dropped] = await layang.intake.drop(clerk, {
      unitId,
      submissionKey: 'the-scan-of-a-partner',
      together: true,
      files,
    });
    if (dropped === undefined || !('intakeId' in dropped)) throw new Error('nothing was dropped');
    await jobs.idle();
    const item = await layang.intake.get(clerk, dropped.intakeId);
    expect(item).toMatchObject({
      found: { by: 'seal', number: issued?.number, senderName: expect.stringMatching(/^Dinas Pendidikan, /) },
      findings: { seal: { outcome: 'partner-seal-valid', host: here.host, signer: expect.any(String) } },
    });
    const said = item.remarks.find(({ tone }) => tone === 'good')?.words.id;
    expect(said).toMatch(/sah: disegel .*Kepala Dinas Pendidikan dari instansi mitra .*dapat diperiksa di localhost:/);
  });

  it('that was not signed by the office is called forged, and fills nothing', async () => {
    expect(await ask(forged(qr))).toEqual({ outcome: 'forged-seal', office: expect.any(String) });
  });

  it('is not believed while the office cannot be asked, nor once it is switched off; a stranger’s is never asked about', async () => {
    await here.goDown();
    time.now = new Date(time.now.getTime() + LATER);
    expect(await ask(qr)).toMatchObject({ outcome: 'partner-away' });
    await here.comeUp();
    time.now = new Date(time.now.getTime() + LATER);
    expect(await ask(qr)).toMatchObject({ outcome: 'partner-seal-valid' });
    const { token, parsed } = sealOf(qr);
    const elsewhere = qrUrl('surat.lain.go.id', token, Buffer.concat([parsed.body, parsed.signature]));
    expect(await ask(elsewhere)).toBeUndefined();
    await there.layang.exchange.partners.switch(there.admin, partnerId, false);
    expect(await ask(qr)).toBeUndefined();
  });
});

describe('What a partner publishes', () => {
  const texts = async () => {
    const { checking } = here.layang;
    const [trust, keys, state] = [
      await checking.trustNote(),
      await checking.directoryNote(),
      await checking.stateNote(),
    ];
    if (trust === undefined || keys === undefined || state === undefined) throw new Error('no notes');
    return { trust, keys, state };
  };
  const notes = async (): Promise<PartnerNotes> => {
    const all = await texts();
    const read = readNotes(all, all.trust, time.now);
    if (read === undefined) throw new Error('the notes do not verify');
    return read;
  };
  const judged = async (change: (notes: PartnerNotes) => PartnerNotes) =>
    judgePartnerSeal(change(await notes()), sealOf(qr), time.now).outcome;

  it('is used only if it verifies, belongs together and is of today', async () => {
    const all = await texts();
    const read = (changes: Partial<typeof all>, at = time.now, pinned = all.trust) =>
      readNotes({ ...all, ...changes }, pinned, at);
    expect(read({})).toBeDefined();
    expect(read({ keys: all.keys.replace('Kepala Dinas', 'Kepala Badan') })).toBeUndefined();
    expect(read({ state: all.keys })).toBeUndefined();
    expect(read({}, new Date(time.now.getTime() + 26 * 3_600_000))).toBeUndefined();
    expect(read({}, time.now, (await there.layang.checking.trustNote()) ?? '')).toBeUndefined();
    const early = await here.layang.checking.directoryNote(1);
    expect(early).not.toBe(all.keys);
    expect(read({ keys: early ?? '' })).toBeUndefined();
  });

  it('says that a key was revoked, is not there, or may be too new to be there; and which letters do not stand', async () => {
    const { token, parsed } = sealOf(qr);
    const seal = sealHashOf(sealMessage(here.host, token, parsed.body), parsed.signature).subarray(0, 16);
    const kid = parsed.kid.toString('hex');
    const standing = (code: number) => (all: PartnerNotes) => ({
      ...all,
      state: { ...all.state, notInForce: [{ seal, code, index: 7 }] },
    });
    const keys =
      (change: (line: PartnerNotes['directory']['keys'][number]) => object | undefined, time = 0) =>
      (all: PartnerNotes): PartnerNotes => ({
        ...all,
        directory: {
          ...all.directory,
          time: all.directory.time + time,
          keys: all.directory.keys.flatMap((line) => {
            const changed = line.kid === kid ? change(line) : line;
            return changed === undefined ? [] : [{ ...line, ...changed }];
          }),
        },
      });
    expect(await judged((all) => all)).toBe('partner-seal-valid');
    expect(await judged(keys(() => ({ status: 'revoked', revokedFromIndex: 3 })))).toBe('partner-key-revoked');
    expect(await judged(keys(() => ({ role: 'status' }), 2 * 86_400))).toBe('unknown-key');
    expect(await judged(keys(() => undefined, 2 * 86_400))).toBe('unknown-key');
    expect(await judged(keys(() => undefined))).toBe('partner-away');
    expect(await judged(keys(() => ({ notAfter: parsed.sealedAt - 1 })))).toBe('key-out-of-term');
    expect(await judged(standing(STATUS_CODES.superseded))).toBe('superseded');
    expect(await judged(standing(99))).toBe('withdrawn');
    expect(await judged(standing(STATUS_CODES.destroyed))).toBe('partner-seal-valid');
  });
});
