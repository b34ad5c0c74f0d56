import { describe, expect, it } from '@jest/globals';
import type { Actor, HeldAppointment } from '../../src/people/actor.ts';
import { type Action, demand, type LetterSubject, may, permissions } from '../../src/people/permissions.ts';

const unit = 10;
const otherUnit = 20;
const signingUnit = 30;
const chainPosition = 101;
const turnPosition = 102;
const recipientPosition = 201;

function holding(positionId: number, unitId: number): HeldAppointment {
  const positionName = `Jabatan ${positionId}`;
  return {
    id: positionId,
    personId: 1,
    positionId,
    unitId,
    positionName,
    capacity: positionName,
    forms: [],
    validFrom: '2026-01-01',
    validTo: null,
  };
}

function actor(part: Partial<Actor> & { holds?: [number, number][] }): Actor {
  const appointments = (part.holds ?? []).map(([positionId, unitId]) => holding(positionId, unitId));
  return {
    personId: 1,
    name: 'Seseorang',
    isAdministrator: false,
    language: 'id',
    duties: [],
    mandates: [],
    vacancies: [],
    ...part,
    appointments,
    acting: appointments[0],
  };
}

/** Of the post that signs: what is asked of its holder beside it is as if they had just been appointed. */
function vacancy(as: 'superior' | 'registry') {
  return { positionId: turnPosition, positionName: 'Kepala', as, fromPositionId: as === 'superior' ? 1 : null };
}

/** Everybody the table knows of, and somebody it does not. */
const cast = {
  administrator: actor({ isAdministrator: true }),
  drafter: actor({ personId: 7, holds: [[100, unit]] }),
  'drafter without a post': actor({ personId: 7 }),
  'co-drafter': actor({ personId: 8 }),
  'who decided once': actor({ personId: 9 }),
  'earlier in the chain': actor({ holds: [[chainPosition, unit]] }),
  'whose turn it is': actor({ holds: [[turnPosition, otherUnit]] }),
  recipient: actor({ holds: [[recipientPosition, otherUnit]] }),
  'colleague of the unit': actor({ holds: [[150, unit]] }),
  'registry clerk': actor({ duties: [{ unitId: unit, duty: 'registry' }] }),
  'who grants dates': actor({ duties: [{ unitId: unit, duty: 'backdating' }] }),
  'registry clerk elsewhere': actor({ duties: [{ unitId: otherUnit, duty: 'registry' }] }),
  'registry clerk of the signing unit': actor({ duties: [{ unitId: signingUnit, duty: 'registry' }] }),
  'superior of a vacant post': actor({ vacancies: [vacancy('superior')] }),
  'registry of a vacant post': actor({ vacancies: [vacancy('registry')] }),
  stranger: actor({ holds: [[900, 90]] }),
  'somebody without anything': actor({}),
} as const;
type Role = keyof typeof cast;

function letter(part: Partial<LetterSubject>): LetterSubject {
  return {
    kind: 'undangan',
    state: 'in_approval',
    security: 'B',
    unitId: unit,
    drafterPersonId: 7,
    coDrafterPersonIds: [8],
    deciderPersonIds: [9],
    chainPositionIds: [chainPosition, turnPosition],
    signatoryPositionId: turnPosition,
    turn: { positionIds: [turnPosition], task: 'initial' },
    recipientPositionIds: [recipientPosition],
    signingUnitId: signingUnit,
    ...part,
  };
}

const drafters: Role[] = ['drafter', 'drafter without a post'];
const writers: Role[] = [...drafters, 'co-drafter'];
const clerks: Role[] = ['registry clerk', 'registry clerk of the signing unit'];
const chain: Role[] = ['earlier in the chain', 'whose turn it is'];
const draft = letter({ state: 'draft', turn: undefined, chainPositionIds: [], signatoryPositionId: undefined });
const returned = letter({ state: 'draft', turn: undefined });
const signing = letter({ state: 'awaiting_signature', turn: { positionIds: [turnPosition], task: 'sign' } });
const issued = letter({ state: 'issued', turn: undefined });
const rejected = letter({ state: 'rejected', turn: undefined });

/** What is asked, of what, and the whole list of those who may. */
const expected: [string, Action, unknown, Role[]][] = [
  ['the office', 'office.manage', undefined, ['administrator']],
  ['the people', 'people.manage', undefined, ['administrator']],
  ['a new letter', 'letter.draft', undefined, ['drafter', ...chain, 'recipient', 'colleague of the unit', 'stranger']],

  ['a draft', 'letter.read', draft, writers],
  ['a returned letter', 'letter.read', returned, writers],
  ['a letter in approval', 'letter.read', letter({}), [...writers, ...chain, 'who decided once', 'registry clerk']],
  [
    'a restricted letter in approval',
    'letter.read',
    letter({ security: 'T' }),
    [...writers, ...chain, 'who decided once', 'registry clerk'],
  ],
  ['a confidential letter in approval', 'letter.read', letter({ security: 'R' }), [...writers, ...chain]],
  ['a secret letter in approval', 'letter.read', letter({ security: 'SR' }), [...writers, ...chain]],
  [
    'an issued letter',
    'letter.read',
    issued,
    [...writers, ...chain, 'who decided once', 'recipient', 'superior of a vacant post', ...clerks],
  ],
  ['a confidential issued letter', 'letter.read', { ...issued, security: 'R' }, [...writers, ...chain, 'recipient']],
  ['a secret issued letter', 'letter.read', { ...issued, security: 'SR' }, [...writers, ...chain, 'recipient']],
  ['a rejected letter', 'letter.read', rejected, [...writers, ...chain, 'who decided once', 'registry clerk']],

  ['the course of a draft', 'letter.read-course', draft, writers],
  [
    'the course of a letter in approval',
    'letter.read-course',
    letter({}),
    [...writers, ...chain, 'who decided once', 'registry clerk'],
  ],
  [
    'the course of an issued letter',
    'letter.read-course',
    issued,
    [...writers, ...chain, 'who decided once', 'superior of a vacant post', ...clerks],
  ],
  [
    'the course of a confidential issued letter',
    'letter.read-course',
    { ...issued, security: 'R' },
    [...writers, ...chain],
  ],
  ['a draft', 'letter.edit', draft, writers],
  ['a letter in approval', 'letter.edit', letter({}), []],
  ['an issued letter', 'letter.edit', issued, []],
  ['a draft', 'letter.share', draft, drafters],
  ['a letter in approval', 'letter.share', letter({}), []],
  ['a draft', 'letter.submit', draft, drafters],
  ['a letter in approval', 'letter.submit', letter({}), []],
  ['a draft', 'letter.take-back', draft, []],
  ['a letter in approval', 'letter.take-back', letter({}), drafters],
  ['a letter waiting for the signature', 'letter.take-back', signing, drafters],
  ['an issued letter', 'letter.take-back', issued, []],
  ['a rejected letter', 'letter.take-back', rejected, []],

  ['a letter in approval', 'letter.decide', letter({}), ['whose turn it is']],
  ['a letter waiting for the signature', 'letter.decide', signing, ['whose turn it is']],
  ['a draft', 'letter.decide', draft, []],
  ['an issued letter', 'letter.decide', { ...issued, turn: { positionIds: [turnPosition], task: 'sign' } }, []],
  ['a letter in approval', 'letter.sign', letter({}), []],
  ['a letter waiting for the signature', 'letter.sign', signing, ['whose turn it is']],
  ['an issued letter', 'letter.sign', issued, []],
  ['a letter in approval', 'letter.correct', letter({}), ['whose turn it is']],
  ['a letter waiting for the signature', 'letter.correct', signing, ['whose turn it is']],
  ['a draft', 'letter.correct', draft, []],
  ['an issued letter', 'letter.correct', issued, []],
  ['a letter in approval', 'letter.release', letter({}), ['administrator']],
  ['a letter waiting for the signature', 'letter.release', signing, ['administrator']],
  ['a draft', 'letter.release', draft, []],
  ['an issued letter', 'letter.release', issued, []],

  ['a letter waiting for the signature', 'letter.change-status', signing, []],
  ['an issued letter', 'letter.change-status', issued, ['whose turn it is', 'superior of a vacant post']],
  [
    'an issued letter',
    'letter.recall',
    issued,
    ['whose turn it is', 'superior of a vacant post', 'registry of a vacant post'],
  ],
  ['a secret issued letter', 'letter.recall', { ...issued, security: 'SR' }, ['whose turn it is']],
  ['a letter waiting for the signature', 'letter.recall', signing, []],
  ['a secret issued letter', 'letter.change-status', { ...issued, security: 'SR' }, ['whose turn it is']],
  ['a rejected letter', 'letter.change-status', rejected, []],
  ['a draft', 'letter.change-status', draft, []],

  ['an issued letter', 'letter.send', issued, [...drafters, 'whose turn it is', ...clerks]],
  [
    'a restricted issued letter',
    'letter.send',
    { ...issued, security: 'T' },
    [...drafters, 'whose turn it is', ...clerks],
  ],
  ['a confidential issued letter', 'letter.send', { ...issued, security: 'R' }, [...drafters, 'whose turn it is']],
  ['a secret issued letter', 'letter.send', { ...issued, security: 'SR' }, [...drafters, 'whose turn it is']],
  ['a letter waiting for the signature', 'letter.send', signing, []],
  ['a draft', 'letter.send', draft, []],
  ['an issued letter', 'letter.follow', issued, [...drafters, ...chain, ...clerks]],
  ['a secret issued letter', 'letter.follow', { ...issued, security: 'SR' }, [...drafters, ...chain]],
  ['a letter in approval', 'letter.follow', letter({}), []],
  ['groups of recipients', 'group.manage', undefined, ['administrator', ...clerks, 'registry clerk elsewhere']],
  ['its handover book', 'expedition.keep', { unitId: unit }, ['registry clerk']],

  [
    'its register',
    'register.read',
    { unitId: unit },
    ['drafter', 'earlier in the chain', 'colleague of the unit', 'registry clerk', 'who grants dates'],
  ],
  ['a number of its register', 'number.cancel', { unitId: unit }, ['registry clerk']],
  ['the registers', 'register.manage', undefined, ['administrator']],
  ['a letter of its register', 'number.insert', { unitId: unit }, ['registry clerk']],
  ['a letter of its register', 'number.backdate', { unitId: unit }, ['who grants dates']],
  ['its register', 'number.block', { unitId: unit }, ['registry clerk', 'administrator']],
  ['a number of its register', 'number.account', { unitId: unit }, ['registry clerk']],

  [
    'a post',
    'post.hand-over',
    { positionId: turnPosition, superiorId: chainPosition },
    ['administrator', 'earlier in the chain', 'whose turn it is'],
  ],
  [
    'a post at the top',
    'post.hand-over',
    { positionId: turnPosition, superiorId: null },
    ['administrator', 'whose turn it is'],
  ],
  [
    'a post',
    'post.authorise',
    { positionId: turnPosition, superiorId: chainPosition },
    ['administrator', 'whose turn it is'],
  ],
  [
    'a post',
    'post.remind',
    { positionId: turnPosition, superiorId: chainPosition },
    ['administrator', 'earlier in the chain'],
  ],
  ['themself', 'absence.record', { personId: 7 }, ['administrator', ...drafters]],
  [
    'a unit',
    'overdue.read',
    { unitId: unit, headPositionIds: [chainPosition] },
    ['administrator', 'earlier in the chain', 'registry clerk'],
  ],
];

function allowed(who: Role, action: Action, subject: unknown): boolean {
  const ask = may as (actor: Actor, action: Action, subject?: unknown) => boolean;
  return ask(cast[who], action, subject);
}

describe('What somebody may do', () => {
  for (const [what, action, subject, roles] of expected) {
    it(`${action} of ${what}: ${roles.join(', ') || 'nobody'}`, () => {
      const found = (Object.keys(cast) as Role[]).filter((who) => allowed(who, action, subject));
      expect(found.toSorted()).toEqual(roles.toSorted());
    });
  }

  it('is asked here for every action of the table, or with those of incoming letters', () => {
    const asked = new Set(expected.map(([, action]) => action));
    const elsewhere = /^(?:incoming|holding|instruction)\./u;
    expect([...asked].toSorted()).toEqual(
      Object.keys(permissions)
        .filter((action) => !elsewhere.test(action))
        .toSorted(),
    );
  });

  it('is refused in words', () => {
    expect(() => demand(cast.stranger, 'people.manage')).toThrow(
      expect.objectContaining({ problem: 'not-allowed', code: 'not-allowed' }),
    );
    expect(() => demand(cast.administrator, 'people.manage')).not.toThrow();
  });
});
