import { describe, expect, it } from '@jest/globals';
import type { Actor, HeldAppointment, HeldMandate } from '../../src/people/actor.ts';
import type { MandateTask } from '../../src/people/mandate.ts';
import {
  type Action,
  type HoldingSubject,
  type IncomingSubject,
  may,
  permissions,
} from '../../src/people/permissions.ts';

const unit = 10;
const addresseeUnit = 20;
const holderUnit = 30;
const addressee = 201;
const onceHeld = 301;
const inHand = 302;

function holding(positionId: number, unitId: number): HeldAppointment {
  const positionName = `Jabatan ${positionId}`;
  const capacity = positionName;
  return {
    ...{ id: positionId, personId: 1, positionId, unitId, positionName, capacity, forms: [] },
    ...{ validFrom: '2026-01-01', validTo: null },
  };
}

function actor(part: Partial<Actor> & { holds?: [number, number][] }): Actor {
  const appointments = (part.holds ?? []).map(([positionId, unitId]) => holding(positionId, unitId));
  return {
    ...{ personId: 1, name: 'Seseorang', isAdministrator: false, language: 'id' },
    ...{ duties: [], mandates: [], vacancies: [] },
    ...part,
    appointments,
    acting: appointments[0],
  };
}

function standsIn(positionId: number, tasks: MandateTask[], givenAs: HeldMandate['givenAs'] = 'holder'): Actor {
  const from = holding(900, 90);
  const mandate: HeldMandate = {
    ...{ id: 1, positionId, unitId: holderUnit, positionName: 'Yang diwakili', kinds: ['undangan'], tasks, givenAs },
    ...{ validFrom: '2026-01-01', validTo: null, from },
  };
  return actor({ holds: [[900, 90]], mandates: [mandate] });
}

const cast = {
  administrator: actor({ isAdministrator: true }),
  'clerk of the agenda': actor({ duties: [{ unitId: unit, duty: 'registry' }] }),
  'clerk of a unit that has it': actor({ duties: [{ unitId: holderUnit, duty: 'registry' }] }),
  'clerk elsewhere': actor({ duties: [{ unitId: 99, duty: 'registry' }] }),
  'who grants dates': actor({ duties: [{ unitId: unit, duty: 'backdating' }] }),
  'clerk who registered it': actor({ personId: 7, duties: [{ unitId: unit, duty: 'registry' }] }),
  'who registered it and is no clerk any more': actor({ personId: 7 }),
  addressee: actor({ holds: [[addressee, addresseeUnit]] }),
  'post that had it': actor({ holds: [[onceHeld, holderUnit]] }),
  'post that has it': actor({ holds: [[inHand, holderUnit]] }),
  'delegate for it': standsIn(inHand, ['dispose']),
  'delegate by the superior': standsIn(inHand, ['dispose'], 'superior'),
  'delegate by the administrator': standsIn(inHand, ['dispose'], 'administrator'),
  'delegate for initials': standsIn(inHand, ['initial', 'sign']),
  'delegate of a post that had it': standsIn(onceHeld, ['dispose']),
  'colleague of the unit': actor({ holds: [[399, holderUnit]] }),
  'superior of the vacant post': actor({
    holds: [[400, 40]],
    vacancies: [{ positionId: inHand, positionName: 'Kepala', as: 'superior', fromPositionId: 400 }],
  }),
  stranger: actor({ holds: [[900, 90]] }),
  'somebody without anything': actor({}),
} as const;
type Role = keyof typeof cast;

function incoming(part: Partial<IncomingSubject>): IncomingSubject {
  return {
    ...{ state: 'open', security: 'B', unitId: unit, registeredByPersonId: 7, addresseePositionId: addressee },
    ...{ treePositionIds: [onceHeld, inHand], currentPositionIds: [inHand], holderUnitIds: [holderUnit] },
    ...part,
  };
}
const letterOf = (security: IncomingSubject['security']) => incoming({ security });
const closed = incoming({ state: 'closed', currentPositionIds: [] });
const struck = incoming({ state: 'void', currentPositionIds: [] });
const has = (security: HoldingSubject['security']): HoldingSubject => ({ positionId: inHand, security });

const agenda: Role[] = ['clerk of the agenda', 'clerk who registered it'];
const clerks: Role[] = [...agenda, 'clerk of a unit that has it'];
const posts: Role[] = ['addressee', 'post that had it', 'post that has it'];
const delegates: Role[] = ['delegate for it', 'delegate by the superior', 'delegate by the administrator'];

/** What is asked, of what, and the whole list of those who may. */
const expected: [string, Action, unknown, Role[]][] = [
  ['the front desk', 'incoming.register', { unitId: unit }, agenda],

  ['a letter', 'incoming.read', letterOf('B'), [...clerks, ...posts, ...delegates]],
  ['a restricted letter', 'incoming.read', letterOf('T'), [...clerks, ...posts, ...delegates]],
  ['a confidential letter', 'incoming.read', letterOf('R'), [...posts, 'delegate for it']],
  ['a secret letter', 'incoming.read', letterOf('SR'), [...posts, 'delegate for it']],
  ['a closed letter', 'incoming.read', closed, [...clerks, ...posts]],
  ['a closed secret letter', 'incoming.read', { ...closed, security: 'SR' }, posts],
  ['a struck letter', 'incoming.read', struck, [...clerks, ...posts]],

  ['a letter', 'incoming.see-line', letterOf('B'), [...clerks, ...posts, ...delegates]],
  ['a secret letter', 'incoming.see-line', letterOf('SR'), [...posts, 'delegate for it', ...agenda]],

  ['a letter', 'incoming.correct', letterOf('B'), agenda],
  ['a restricted letter', 'incoming.correct', letterOf('T'), agenda],
  // Whoever keyed it in has seen its envelope; every other clerk never did.
  ['a secret letter', 'incoming.correct', letterOf('SR'), ['clerk who registered it']],
  ['a closed letter', 'incoming.correct', closed, []],

  ['a letter', 'incoming.add-scan', letterOf('B'), [...agenda, 'addressee']],
  // By name: whoever had the paper in hand when it was registered, and whoever it is addressed to.
  ['a secret letter', 'incoming.add-scan', letterOf('SR'), ['clerk who registered it', 'addressee']],
  ['a closed letter', 'incoming.add-scan', closed, [...agenda, 'addressee']],
  ['a closed secret letter', 'incoming.add-scan', { ...closed, security: 'R' }, ['addressee']],
  ['a struck letter', 'incoming.add-scan', struck, []],

  ['a letter', 'incoming.void', letterOf('B'), agenda],
  ['a secret letter', 'incoming.void', letterOf('SR'), agenda],
  ['a closed letter', 'incoming.void', closed, []],
  ['a struck letter', 'incoming.void', struck, []],
  ['a letter', 'incoming.move', letterOf('B'), agenda],
  ['a closed letter', 'incoming.move', closed, []],

  ['a letter', 'incoming.keep-original', letterOf('B'), clerks],
  ['a secret letter', 'incoming.keep-original', letterOf('SR'), agenda],
  ['a closed letter', 'incoming.keep-original', closed, clerks],

  ['what a post has', 'holding.act', has('B'), ['post that has it', ...delegates]],
  ['what a post has of a restricted letter', 'holding.act', has('T'), ['post that has it', ...delegates]],
  ['what a post has of a confidential letter', 'holding.act', has('R'), ['post that has it', 'delegate for it']],
  ['what a post has of a secret letter', 'holding.act', has('SR'), ['post that has it', 'delegate for it']],
  // Of what they may read, by name: the act asks that too.
  ['what waits at a vacant post', 'holding.move', has('B'), ['superior of the vacant post']],
  ['what waits at a vacant post of a secret letter', 'holding.move', has('SR'), ['superior of the vacant post']],
  ['what waits at another post', 'holding.move', { ...has('B'), positionId: onceHeld }, []],
  ['the list of instructions', 'instruction.manage', undefined, ['administrator']],
];

const ours = (action: string) => /^(?:incoming|holding|instruction)\./u.test(action);

describe('What somebody may do with incoming letters', () => {
  for (const [what, action, subject, roles] of expected) {
    it(`${action} of ${what}: ${roles.join(', ') || 'nobody'}`, () => {
      const ask = may as (actor: Actor, action: Action, subject?: unknown) => boolean;
      const found = (Object.keys(cast) as Role[]).filter((who) => ask(cast[who], action, subject));
      expect(found.toSorted()).toEqual(roles.toSorted());
    });
  }

  it('is asked here for every such action of the table', () => {
    const asked = new Set<string>(expected.map(([, action]) => action));
    expect([...asked].toSorted()).toEqual(Object.keys(permissions).filter(ours).toSorted());
  });
});
