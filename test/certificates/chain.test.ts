import { describe, expect, it } from '@jest/globals';
import { buildChain, type Chain, type ChainInput, purposes } from '../../src/certificates/chain.ts';
import { extension, type Made, made, named, signs, signsCertificates, tlv, type Wish } from './made-certificates.ts';

const at = new Date('2026-03-01T00:00:00Z');
const root = made({ name: 'Root', authority: true, keyUsage: signsCertificates });
const issuing = made({ name: 'Issuing', issuer: root, authority: true, keyUsage: signsCertificates, pathLength: 0 });

function chainOf(leaf: Made, more: Partial<ChainInput> = {}): Chain {
  return buildChain(leaf.certificate, {
    intermediates: [issuing.certificate],
    anchors: [root.certificate],
    at,
    purpose: purposes.documentSignature,
    ...more,
  });
}

function problems(chain: Chain): string[] {
  return chain.reasons.map(({ problem }) => problem);
}

function leaf(wish: Partial<Wish> = {}): Made {
  return made({ name: 'Siti', issuer: issuing, keyUsage: signs, ...wish });
}

describe('a chain', () => {
  it('leads from the signer over the issuing authority to the anchor', () => {
    const chain = chainOf(leaf());
    expect(chain.trusted).toBe(true);
    expect(chain.path).toHaveLength(3);
  });

  it('ends at an authority in the middle when that is the anchor', () => {
    expect(chainOf(leaf(), { anchors: [issuing.certificate], intermediates: [] }).path).toHaveLength(2);
  });

  it.each<[string, string, () => Chain]>([
    ['nobody known issued the signer', 'no-chain', () => chainOf(leaf(), { intermediates: [] })],
    ['there is no anchor', 'no-chain', () => chainOf(leaf(), { anchors: [] })],
    [
      'the issuer has the name of an authority but not its key',
      'no-chain',
      () => chainOf(leaf({ issuer: made({ name: 'Issuing', authority: true }) })),
    ],
    ['the signer has expired', 'expired', () => chainOf(leaf({ to: '2026-02-28' }))],
    ['the signer is not valid yet', 'not-yet-valid', () => chainOf(leaf({ from: '2026-03-02' }))],
    ['the signer must not sign', 'wrong-key-usage', () => chainOf(leaf({ keyUsage: 0x20 }))],
    [
      'the signer is a web server',
      'wrong-key-usage',
      () => chainOf(leaf({ extendedKeyUsage: { oids: ['1.3.6.1.5.5.7.3.1'], critical: false } })),
    ],
    [
      'the signer has a critical extension that nobody knows',
      'unknown-critical-extension',
      () => chainOf(leaf({ more: [extension('1.2.3.4', true, tlv(0x05))] })),
    ],
    ['the key is too small', 'weak-key', () => chainOf(leaf({ curve: 'secp224r1' }))],
  ])('is refused when %s', (_, problem, build) => {
    const chain = build();
    expect(chain.trusted).toBe(false);
    expect(problems(chain)).toEqual([problem]);
  });

  it('does not accept a person as issuer', () => {
    const person = leaf();
    const below = made({ name: 'Lain', issuer: person, keyUsage: signs });
    expect(problems(chainOf(below, { intermediates: [issuing.certificate, person.certificate] }))).toContain(
      'not-an-authority',
    );
  });

  it('keeps to the path length of its authorities', () => {
    const below = made({ name: 'Sub', issuer: issuing, authority: true, keyUsage: signsCertificates });
    const chain = chainOf(leaf({ issuer: below }), { intermediates: [issuing.certificate, below.certificate] });
    expect(problems(chain)).toEqual(['path-too-long']);
  });

  it('keeps to the names that its authorities may certify', () => {
    const only = (name: string) =>
      extension('2.5.29.30', true, tlv(0x30, tlv(0xa0, tlv(0x30, tlv(0xa4, named(name))))));
    const office = (name: string) =>
      made({ name: 'Office', issuer: root, authority: true, keyUsage: signsCertificates, more: [only(name)] });
    const [siti, budi] = [office('Siti'), office('Budi')];
    expect(chainOf(leaf({ issuer: siti }), { intermediates: [siti.certificate] }).trusted).toBe(true);
    expect(problems(chainOf(leaf({ issuer: budi }), { intermediates: [budi.certificate] }))).toEqual([
      'name-constraints',
    ]);
  });

  it('takes the good one of two ways', () => {
    const old = {
      ...issuing,
      certificate: made({ ...issuing, issuer: root, authority: true, to: '2021-01-01' }).certificate,
    };
    const chain = chainOf(leaf(), { intermediates: [old.certificate, issuing.certificate] });
    expect(chain.trusted).toBe(true);
  });

  it('needs a time-stamping authority to be nothing else', () => {
    const stamping = '1.3.6.1.5.5.7.3.8';
    const purpose = { purpose: purposes.timeStamping };
    const authority = (oids: string[], critical: boolean) => leaf({ extendedKeyUsage: { oids, critical } });
    expect(chainOf(authority([stamping], true), purpose).trusted).toBe(true);
    expect(problems(chainOf(authority([stamping], false), purpose))).toEqual(['wrong-key-usage']);
    expect(problems(chainOf(authority([stamping, '1.3.6.1.5.5.7.3.4'], true), purpose))).toEqual(['wrong-key-usage']);
    expect(problems(chainOf(authority([stamping], true)))).toEqual(['wrong-key-usage']);
  });

  it('does not go in circles', () => {
    const a = made({ name: 'A', authority: true });
    const b = made({ name: 'B', issuer: a, authority: true });
    const crossed = made({ name: 'A', issuer: b, authority: true });
    const chain = chainOf(made({ name: 'Siti', issuer: crossed }), {
      intermediates: [crossed.certificate, b.certificate, a.certificate],
    });
    expect(problems(chain)).toEqual(['no-chain']);
  });

  it('does not search a heap of namesakes without end', () => {
    const heap = Array.from({ length: 300 }, () => made({ name: 'Issuing', authority: true }).certificate);
    expect(chainOf(leaf(), { intermediates: heap }).trusted).toBe(false);
  });
});
