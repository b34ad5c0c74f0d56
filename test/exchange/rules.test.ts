import { describe, expect, it } from '@jest/globals';
import { Manifest, Notice } from '../../src/exchange/manifest.ts';
import { addressGuard, isPublicAddress } from '../../src/exchange/public-address.ts';
import { readDelivery } from '../../src/exchange/read-delivery.ts';
import { readHost } from '../../src/exchange/read-host.ts';
import { nextQuestionIn, nextTryIn } from '../../src/exchange/retry-schedule.ts';
import { isSignedBy, readMessage, signMessage } from '../../src/exchange/signed-message.ts';
import { encodeVkey, signNote } from '../../src/seal/signed-note.ts';
import { drawToken } from '../../src/seal/token.ts';
import { followTrustNote, parseTrustText, type Trust, trustText } from '../../src/seal/trust-note.ts';
import fc from '../support/draws.ts';
import { framed, strangersKey } from './by-hand.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;

describe('The schedule of a delivery', () => {
  it('tries at least every hour and a bit for ten days, whatever chance says, and then no more', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 0.999, noNaN: true }), { minLength: 400, maxLength: 400 }),
        (chances) => {
          let [at, attempts] = [0, 0];
          for (const chance of chances) {
            const wait = nextTryIn(++attempts, at, chance);
            if (wait === undefined) break;
            expect(wait).toBeLessThanOrEqual(1.125 * HOUR);
            at += wait;
          }
          expect(at).toBeGreaterThanOrEqual(10 * DAY);
          expect(at).toBeLessThan(10 * DAY + 2 * HOUR);
        },
      ),
      { numRuns: 20 },
    );
  });

  it('asks what became of it less and less, for three months', () => {
    const waits = [0, 2 * HOUR, 2 * DAY, 20 * DAY].map(nextQuestionIn);
    expect(waits).toEqual([...waits].sort((a = 0, b = 0) => a - b));
    expect(nextQuestionIn(91 * DAY)).toBeUndefined();
  });
});

describe('A host', () => {
  it.each([
    ['Surat.Kabupaten.go.id', 'surat.kabupaten.go.id'],
    [' https://surat.kabupaten.go.id/ ', 'surat.kabupaten.go.id'],
    ['surat.kabupaten.go.id:8443', 'surat.kabupaten.go.id:8443'],
    ['localhost:3001', 'localhost:3001'],
    ['0x7f.1', '127.0.0.1'],
    ['http://surat.kabupaten.go.id', undefined],
    ['surat.kabupaten.go.id/periksa', undefined],
    ['ftp://surat.kabupaten.go.id', undefined],
    ['https://a@b.example', undefined],
    ['[::1]', undefined],
    ['', undefined],
  ])('%p is %p', (typed, host) => expect(readHost(typed)).toBe(host));

  it('is asked at public addresses alone', () => {
    const inside =
      '127.0.0.1 10.0.0.1 172.31.0.1 192.168.1.1 169.254.169.254 100.64.0.1 0.0.0.0 224.0.0.1 255.255.255.255';
    const inside6 =
      ':: ::1 fe80::1 fc00::1 fd12::1 ::ffff:10.0.0.1 64:ff9b::a00:1 2002:a00:1:: 2001::1 2001:db8::1 ff02::1';
    for (const address of [...inside.split(' '), ...inside6.split(' '), 'a.example', ''])
      expect([address, isPublicAddress(address)]).toEqual([address, false]);
    for (const address of ['103.28.12.1', '8.8.8.8', '172.32.0.1', '2400:8500::1', '2606:4700::1'])
      expect([address, isPublicAddress(address)]).toEqual([address, true]);
  });
});

it('an address is asked where it is public or in a network that is listed, and in no other of our own', () => {
  const isAllowed = addressGuard(['10.20.0.0/16', 'fd00:1::/32']);
  for (const address of ['8.8.8.8', '10.20.0.1', '10.20.255.255', 'fd00:1::5', '2400:8500::1'])
    expect([address, isAllowed(address)]).toEqual([address, true]);
  for (const address of ['10.21.0.1', '10.19.255.255', '127.0.0.1', '169.254.169.254', 'fd00:2::1', '::1', 'a.example'])
    expect([address, isAllowed(address)]).toEqual([address, false]);
  expect(addressGuard([])('10.20.0.1')).toBe(false);
});

describe('A message', () => {
  it('reads as it was signed, by that key alone, and in no other form', async () => {
    const key = strangersKey('a.example');
    const message = {
      kind: 'question' as const,
      from: 'a.example',
      to: 'b.example:8443',
      time: 1_800_000_000,
      body: { v: 1 },
    };
    const note = await signMessage(message, key);
    expect(readMessage(note)).toEqual(message);
    expect(isSignedBy(note, { state: key.stateVkey })).toBe(true);
    expect(isSignedBy(note, { state: strangersKey('a.example').stateVkey })).toBe(false);
    for (const [from, to] of [
      ['{"v":1}', '{ "v":1}'],
      ['question', 'answers'],
      ['1800000000', '01800000000'],
      ['layang-exchange/v1', 'layang-exchange/v2'],
      ['a.example\n', 'A.example\n'],
    ] as const)
      expect(readMessage(note.replace(from, to))).toBeUndefined();
  });

  it('comes off the line whole, however it is cut into pieces', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.string({ minLength: 1 }),
        fc.uint8Array(),
        fc.array(fc.nat({ max: 20 })),
        async (note, file, cuts) => {
          const bytes = framed(note, Buffer.from(file));
          async function* pieces(): AsyncIterable<Buffer> {
            let at = 0;
            for (const cut of cuts) {
              yield bytes.subarray(at, at + cut);
              at += cut;
            }
            yield bytes.subarray(at);
          }
          const delivery = await readDelivery(pieces());
          const rest: Buffer[] = [];
          for await (const chunk of delivery.rest) rest.push(chunk);
          expect([delivery.note, Buffer.concat(rest)]).toEqual([Buffer.from(note).toString(), Buffer.from(file)]);
        },
      ),
    );
  });
});

describe('The trust note of a partner', () => {
  const [old, next] = [strangersKey('a.example'), strangersKey('a.example')];
  const trust = (...keys: (typeof old)[]): Trust => ({
    roots: keys.map(({ stateVkey }) => stateVkey),
    threshold: 1,
    directory: old.stateVkey,
    state: old.stateVkey,
    hosts: ['a.example'],
    policy: '',
    name: 'A',
  });
  const signer = ({ stateVkey, pair }: typeof old) => ({ name: 'a.example/state', ...pair, stateVkey });
  const noteOf = (version: number, time: number, what: Trust, ...by: (typeof old)[]) =>
    signNote(trustText({ version, time, trust: what }), by.map(signer));
  const before = parseTrustText(trustText({ version: 3, time: 100, trust: trust(old) }));

  it('may be later by several versions, and never earlier or by others', async () => {
    expect(encodeVkey({ name: 'a.example/state', publicKey: old.pair.publicKey })).toBe(old.stateVkey);
    expect(followTrustNote(await noteOf(3, 100, trust(old), old), before)).toBeDefined();
    expect(followTrustNote(await noteOf(7, 200, trust(old), old), before)).toBeDefined();
    expect(followTrustNote(await noteOf(2, 200, trust(old), old), before)).toBeUndefined();
    expect(followTrustNote(await noteOf(4, 99, trust(old), old), before)).toBeUndefined();
    expect(followTrustNote(await noteOf(3, 100, { ...trust(old), name: 'B' }, old), before)).toBeUndefined();
    expect(followTrustNote(await noteOf(4, 200, trust(next), next), before)).toBeUndefined();
    expect(followTrustNote(await noteOf(4, 200, trust(next), next, old), before)).toBeDefined();
    expect(followTrustNote(await noteOf(4, 200, trust(next), old), before)).toBeUndefined();
    expect(followTrustNote(await noteOf(1, 1, trust(next), next))).toBeDefined();
    expect(followTrustNote('layang-trust/v1\n')).toBeUndefined();
  });
});

describe('What a partner says', () => {
  const key = '2f1b0c1e-6c0e-4b5e-9d3e-0a1b2c3d4e5f';
  const pdf = { sha256: 'ab'.repeat(32), length: 1, pages: 1 };
  const notice = (at: number) =>
    Notice.safeParse({ v: 1, key, pdf: pdf.sha256, change: { n: 1, code: 'withdrawn', at } }).success;
  const manifest = (date: string, address: string) =>
    Manifest.safeParse({
      ...{ v: 1, key, createdAt: 1, pdf },
      letter: {
        ...{ host: 'a.example', token: drawToken(), number: '1', date, subject: 'S', security: 'B' },
        ...{ urgency: 'BIASA', classification: '' },
      },
      sender: { office: 'O', unit: 'U', address },
      recipient: { part: 'to', name: 'N', address: '', desk: '' },
    }).error?.issues.map(({ path }) => path.join('.'));

  it('is of moments and in letters that can be kept', () => {
    expect([notice(1_790_000_000), notice(8_640_000_000_001), notice(Number.MAX_SAFE_INTEGER)]).toEqual([
      true,
      false,
      false,
    ]);
    expect(manifest('2026-11-22', 'Jalan 1\nKota')).toBeUndefined();
    expect(manifest('2026-11-22', 'Jalan\u0000')).toEqual(['sender.address']);
    expect(manifest('0000-02-29', 'Jalan')).toEqual(['letter.date']);
  });
});
