import { describe, expect, it } from '@jest/globals';
import { z } from 'zod';
import { type AppointmentForm, appointmentForms, capacityText } from '../../src/people/capacity.ts';
import { fullName } from '../../src/people/full-name.ts';
import { checked, line, nip, username } from '../../src/people/input.ts';
import { drawInvitationToken, invitationTokenHash } from '../../src/people/invitation-token.ts';
import { hashPassword, passwordMatches } from '../../src/people/password.ts';
import { superiorsBetween, superiorsOf } from '../../src/people/position-tree.ts';
import { weakness } from '../../src/people/strength.ts';
import { termState } from '../../src/people/term.ts';
import { unitsInOrder } from '../../src/people/unit-tree.ts';
import fc from '../support/draws.ts';

describe('How people and posts are named', () => {
  it('puts titles around the name', () => {
    expect(fullName({ titleBefore: 'Dr.', name: 'Siti Rahmawati', titleAfter: 'S.H., M.Si.' })).toBe(
      'Dr. Siti Rahmawati, S.H., M.Si.',
    );
    expect(fullName({ titleBefore: '', name: 'Suparman', titleAfter: '' })).toBe('Suparman');
  });

  it('stacks acting forms before the post, in the order of print', () => {
    expect(capacityText([], 'Bupati')).toBe('Bupati');
    expect(capacityText(['Plt.'], 'Kepala Dinas Pendidikan')).toBe('Plt. Kepala Dinas Pendidikan');
    expect(capacityText(['Pj.', 'Plh.'], 'Sekretaris Daerah')).toBe('Plh. Pj. Sekretaris Daerah');
  });

  it('names each form once, however they are given', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom<AppointmentForm>(...appointmentForms)), (forms) => {
        const words = capacityText(forms, 'Camat').split(' ');
        expect(words.toSorted()).toEqual([...new Set<string>(forms), 'Camat'].toSorted());
      }),
    );
  });
});

describe('When an appointment holds', () => {
  const term = { validFrom: '2026-03-01', validTo: '2026-03-31' };
  it.each([
    ['2026-02-28', 'coming'],
    ['2026-03-01', 'current'],
    ['2026-03-31', 'current'],
    ['2026-04-01', 'past'],
  ])('on %s it is %s', (date, state) => {
    expect(termState(term, date)).toBe(state);
  });
  it('without an end it never ends', () => {
    expect(termState({ validFrom: '2026-03-01', validTo: null }, '2099-01-01')).toBe('current');
  });
});

describe('The tree of superiors', () => {
  //            1 regent
  //      2 secretary
  //   3 head A        5 head B
  //   4 section A     6 section B
  const tree = [
    { id: 1, superiorId: null },
    { id: 2, superiorId: 1 },
    { id: 3, superiorId: 2 },
    { id: 4, superiorId: 3 },
    { id: 5, superiorId: 2 },
    { id: 6, superiorId: 5 },
  ];
  const between = (from: number, to: number) => superiorsBetween(tree, from, to).map(({ id }) => id);

  it('gives a post its superiors, nearest first', () => {
    expect(superiorsOf(tree, 4).map(({ id }) => id)).toEqual([3, 2, 1]);
  });
  it('proposes those between drafter and signatory', () => {
    expect(between(4, 1)).toEqual([3, 2]);
    expect(between(4, 3)).toEqual([]);
  });
  it('proposes nobody when the drafter signs, or a subordinate signs', () => {
    expect(between(3, 3)).toEqual([]);
    expect(between(1, 4)).toEqual([]);
  });
  it('follows the drafter’s own line when the signatory stands in another', () => {
    expect(between(4, 6)).toEqual([3]);
    expect(between(4, 5)).toEqual([3]);
  });
  it('ends a circle instead of following it', () => {
    const circle = [
      { id: 1, superiorId: 2 },
      { id: 2, superiorId: 1 },
    ];
    expect(superiorsOf(circle, 1).map(({ id }) => id)).toEqual([2]);
  });
  it('reads units below their parents, by name', () => {
    const units = [
      { id: 1, parentId: null, name: 'Sekretariat' },
      { id: 2, parentId: 1, name: 'Umum' },
      { id: 3, parentId: 1, name: 'Hukum' },
      { id: 4, parentId: 99, name: 'Arsip' },
    ];
    expect(unitsInOrder(units).map(({ name, depth }) => [name, depth])).toEqual([
      ['Arsip', 0],
      ['Sekretariat', 0],
      ['Hukum', 1],
      ['Umum', 1],
    ]);
  });
});

describe('Secrets', () => {
  it('keeps a password as argon2id and knows it again', async () => {
    const hash = await hashPassword('kuda laut menari pelan');
    expect(hash).toMatch(/^\$argon2id\$v=19\$m=19456,(t=2,p=1|p=1,t=2)\$/);
    expect(await passwordMatches(hash, 'kuda laut menari pelan')).toBe(true);
    expect(await passwordMatches(hash, 'kuda laut menari cepat')).toBe(false);
    expect(await passwordMatches(undefined, '')).toBe(false);
    expect(await passwordMatches(null, '.')).toBe(false);
  });
  it('takes the same letters typed in two ways for the same', async () => {
    expect(await passwordMatches(await hashPassword('kafe\u0301 di tepi sawah'), 'kaf\u00e9 di tepi sawah')).toBe(true);
  });
  it.each([
    'rahasia',
    'rahasia123',
    'password2026',
    'bupati2026!',
    'aaaaaaaaaaaaaaa',
    'qwertyuiop1',
    'indonesiamerdeka',
    'agustus1945',
  ])('finds %s too easy', (secret) => {
    expect(weakness(secret, [])?.id).toMatch(/mudah ditebak|pendek/);
  });
  it('finds words about the person too easy', () => {
    expect(weakness('sitirahmawati1980', [])).toBeUndefined();
    expect(weakness('sitirahmawati1980', ['Siti Rahmawati', 'siti.rahmawati', '198001012005012001'])).toBeDefined();
  });
  it('is content with four unrelated words', () => {
    expect(weakness('kuda laut menari pelan', ['Siti'])).toBeUndefined();
  });
  it('does not take long over a very long one', () => {
    expect(weakness('ab1!'.repeat(5000), [])?.id).toContain('Terlalu panjang');
  });
  it('draws invitation tokens of 256 bits and stores another thing', () => {
    const token = drawInvitationToken();
    expect(token).toMatch(/^[\w-]{43}$/);
    expect(invitationTokenHash(token).toString('base64url')).not.toBe(token);
  });
});

describe('What may be typed', () => {
  const text = z.object({ text: line(40) });
  it.each(['Dinas Pendidikan', 'بلاغ رسمي', 'ꦱꦸꦫꦠ꧀', 'O’Brien & anak <b>', 'क्‍ष'])('takes %s', (value) => {
    expect(checked(text, { text: value })).toEqual({ text: value.normalize('NFC') });
  });
  it.each([
    ['a direction override', 'surat\u202efdp.'],
    ['an isolate', 'a\u2066b'],
    ['a right-to-left mark', 'a\u200fb'],
    ['a zero-width space', 'a\u200bb'],
    ['a line break', 'a\nb'],
    ['a NUL', 'a\u0000b'],
    ['half a character', 'a\ud800b'],
    ['nothing', '   '],
    ['too much', 'x'.repeat(41)],
  ])('refuses %s', (_what, value) => {
    expect(() => checked(text, { text: value })).toThrow(
      expect.objectContaining({ problem: 'invalid-input', code: 'input-invalid' }),
    );
  });
  it('reads usernames in lower case and NIPs without spaces', () => {
    expect(username.parse(' Siti.R ')).toBe('siti.r');
    expect(username.safeParse('-x').success).toBe(false);
    expect(nip.parse('19800101 200501 2 001')).toBe('198001012005012001');
    expect(nip.safeParse('1980').success).toBe(false);
  });
});
