import { describe, expect, it } from '@jest/globals';
import type { Actor, HeldAppointment, HeldMandate } from '../../src/people/actor.ts';
import { appointmentFor } from '../../src/people/actor.ts';
import type { AppointmentForm } from '../../src/people/capacity.ts';
import { type Action, type LetterSubject, may, permissions } from '../../src/people/permissions.ts';

const POST = 102;
const OTHER = 103;

function holding(positionId: number, forms: AppointmentForm[] = []): HeldAppointment {
  const positionName = `Jabatan ${positionId}`;
  const capacity = [...forms, positionName].join(' ');
  return {
    id: positionId,
    personId: 1,
    positionId,
    unitId: 1,
    positionName,
    capacity,
    forms,
    validFrom: '2026-01-01',
    validTo: null,
  };
}

function standIn(part: Partial<HeldMandate> = {}, personId = 30): Actor {
  const own = holding(700);
  const positionName = `Jabatan ${POST}`;
  const mandate: HeldMandate = {
    ...{ id: 9, positionId: POST, unitId: 1, positionName, kinds: [], tasks: ['initial'], givenAs: 'holder' },
    ...{ validFrom: '2026-11-01', validTo: null, from: own },
    ...part,
  };
  const account = { name: 'Seseorang', isAdministrator: false, language: 'id' as const, duties: [] };
  return { personId, ...account, appointments: [own], acting: own, mandates: [mandate], vacancies: [] };
}

const cast = {
  'for the post': standIn(),
  'for this kind': standIn({ kinds: ['undangan'] }),
  'for another kind': standIn({ kinds: ['nota-dinas'] }),
  'to sign only': standIn({ tasks: ['sign'] }),
  'by the superior': standIn({ givenAs: 'superior' }),
  'by an administrator': standIn({ givenAs: 'administrator' }),
  'for another post': standIn({ positionId: OTHER }),
  'the drafter themself': standIn({}, 7),
  'who decided by a mandate that ended': { ...standIn({}, 31), mandates: [] },
};
type Role = keyof typeof cast;

const letter: LetterSubject = {
  kind: 'undangan',
  state: 'in_approval',
  security: 'R',
  unitId: 50,
  drafterPersonId: 7,
  coDrafterPersonIds: [],
  deciderPersonIds: [31],
  chainPositionIds: [101, POST, 104],
  signatoryPositionId: 104,
  turn: { positionIds: [POST], task: 'initial' },
  recipientPositionIds: [POST],
};
const covered: Role[] = ['for the post', 'for this kind'];
const expected: [string, Action, unknown, Role[]][] = [
  ['a letter that waits for the post', 'letter.decide', letter, covered],
  [
    'a letter that waits for several',
    'letter.decide',
    { ...letter, turn: { positionIds: [105, POST], task: 'initial' } },
    covered,
  ],
  [
    'a letter that waits for another',
    'letter.decide',
    { ...letter, turn: { positionIds: [101], task: 'initial' } },
    [],
  ],
  [
    'a letter that waits for the signature of the post',
    'letter.decide',
    { ...letter, state: 'awaiting_signature', turn: { positionIds: [POST], task: 'sign' } },
    [],
  ],
  [
    'a letter that waits for the signature of the post',
    'letter.sign',
    { ...letter, state: 'awaiting_signature', turn: { positionIds: [POST], task: 'sign' } },
    [],
  ],
  ['a letter going round', 'letter.read', letter, [...covered, 'the drafter themself']],
  // A secret letter reaches people by name: nobody else lets others see one in the holder's place.
  [
    'an open letter that waits for the post',
    'letter.decide',
    { ...letter, security: 'B' },
    [...covered, 'by the superior', 'by an administrator'],
  ],
  ['a letter issued', 'letter.read', { ...letter, state: 'issued', turn: undefined }, ['the drafter themself']],
  [
    'an open letter issued',
    'letter.read',
    { ...letter, security: 'B', state: 'issued', turn: undefined },
    ['the drafter themself', 'who decided by a mandate that ended'],
  ],
  [
    'a letter returned',
    'letter.read',
    { ...letter, security: 'B', state: 'draft', turn: undefined },
    ['the drafter themself'],
  ],
  [
    'a letter issued by the post',
    'letter.change-status',
    { ...letter, state: 'issued', signatoryPositionId: POST },
    [],
  ],
  ['the post itself', 'post.hand-over', { positionId: POST, superiorId: null }, []],
  ['the post itself', 'post.authorise', { positionId: POST, superiorId: null }, []],
  ['the unit of the post', 'register.read', { unitId: 50 }, []],
];

describe('What a stand-in may do', () => {
  for (const [what, action, subject, roles] of expected) {
    it(`${action} of ${what}: ${roles.join(', ') || 'nobody'}`, () => {
      const ask = may as (actor: Actor, action: Action, subject?: unknown) => boolean;
      const found = (Object.keys(cast) as Role[]).filter((who) => ask(cast[who], action, subject));
      expect(found.toSorted()).toEqual(roles.toSorted());
    });
  }

  it('is granted for reading and deciding alone', () => {
    const actions = Object.entries(permissions).flatMap(([action, grants]) =>
      (grants as { role: string }[]).some(({ role }) => role.startsWith('stand-in')) ? [action] : [],
    );
    expect(actions).toEqual(['letter.read', 'letter.read-course', 'letter.decide']);
  });

  it('is found only by whoever asks for an initial of that kind, and reads as what it is', () => {
    const actor = cast['for this kind'];
    expect(appointmentFor(actor, POST)).toBeUndefined();
    expect(appointmentFor(actor, POST, { kind: 'nota-dinas', security: 'B' })).toBeUndefined();
    expect(appointmentFor(actor, POST, { kind: 'undangan', security: 'B' })).toMatchObject({
      id: 700,
      positionId: POST,
      capacity: 'Jabatan 700, atas mandat Jabatan 102',
      mandateId: 9,
    });
    expect(appointmentFor(cast['to sign only'], POST, { kind: 'undangan', security: 'B' })).toBeUndefined();
  });

  it('hands nothing on, and neither does a Plh.', () => {
    const held = holding(POST, ['Plh.']);
    const acting: Actor = { ...standIn(), appointments: [held], acting: held, mandates: [] };
    const post = { positionId: POST, superiorId: null };
    expect(may(acting, 'post.hand-over', post)).toBe(false);
    const definitive = { ...acting, appointments: [holding(POST, ['Pj.'])] };
    expect(may(definitive, 'post.hand-over', post)).toBe(true);
  });
});
