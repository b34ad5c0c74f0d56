import fc from 'fast-check';
import {
  allowedOutcomes,
  type Decided,
  mayTakeBack,
  planSteps,
  proposedInitials,
  type Step,
  stateOf,
  whoseTurn,
} from '../../src/approvals/chain.ts';

const steps: Step[] = [
  { id: 11, ordinal: 1, positionId: 1, task: 'initial' },
  { id: 12, ordinal: 2, positionId: 2, task: 'initial' },
  { id: 13, ordinal: 3, positionId: 3, task: 'sign' },
];
const sent: Decided = { stepId: null, outcome: 'submitted' };

describe('whose turn it is', () => {
  it('is the drafter’s before submitting, then each step’s in order, then nobody’s', () => {
    expect(whoseTurn(steps, [])).toEqual({ holder: 'drafter' });
    expect(whoseTurn(steps, [sent])).toMatchObject({ step: { id: 11 } });
    expect(whoseTurn([...steps].reverse(), [sent, { stepId: 11, outcome: 'approved' }])).toMatchObject({
      step: { id: 12 },
    });
    const signed: Decided[] = [
      sent,
      { stepId: 11, outcome: 'approved' },
      { stepId: 12, outcome: 'approved' },
      { stepId: 13, outcome: 'signed' },
    ];
    expect(whoseTurn(steps, signed)).toEqual({ holder: 'nobody', because: 'issued' });
  });

  it('is the drafter’s again when the letter is returned or taken back, and nobody’s when it is rejected', () => {
    expect(whoseTurn(steps, [sent, { stepId: 11, outcome: 'returned' }])).toEqual({ holder: 'drafter' });
    expect(whoseTurn(steps, [sent, { stepId: null, outcome: 'taken_back' }])).toEqual({ holder: 'drafter' });
    expect(whoseTurn(steps, [sent, { stepId: 11, outcome: 'rejected' }])).toMatchObject({ because: 'rejected' });
  });

  it('decides the letter’s state', () => {
    expect(stateOf(whoseTurn(steps, [sent]))).toBe('in_approval');
    expect(stateOf(whoseTurn(steps.slice(2), [sent]))).toBe('awaiting_signature');
  });
});

describe('a letter going round, whatever its officials do', () => {
  type Act = 'submit' | 'take-back' | 'approve' | 'return' | 'reject' | 'sign';
  const acts = fc.array(fc.constantFrom<Act>('submit', 'take-back', 'approve', 'return', 'reject', 'sign'), {
    maxLength: 40,
  });
  const chain = fc.uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 5 });

  /** One version after another, as the acts make them: each refuses what is not possible. */
  function run(list: Act[], initials: number[], check: (version: { steps: Step[]; decided: Decided[] }) => void) {
    const versions: { steps: Step[]; decided: Decided[] }[] = [];
    for (const act of list) {
      const current = versions.at(-1) ?? { steps: [], decided: [] };
      const turn = whoseTurn(current.steps, current.decided);
      if (act === 'submit' && turn.holder === 'drafter') {
        const planned = planSteps(initials, 10).map((step) => ({ ...step, id: versions.length * 100 + step.ordinal }));
        versions.push({ steps: planned, decided: [sent] });
      } else if (act === 'take-back' && mayTakeBack(current.steps, current.decided)) {
        current.decided.push({ stepId: null, outcome: 'taken_back' });
      } else if (turn.holder === 'step') {
        const outcome = ({ approve: 'approved', return: 'returned', reject: 'rejected', sign: 'signed' } as const)[
          act as 'sign'
        ];
        if (outcome !== undefined && allowedOutcomes(turn.step).includes(outcome)) {
          current.decided.push({ stepId: turn.step.id, outcome });
        }
      }
      check(versions.at(-1) ?? { steps: [], decided: [] });
    }
    return versions;
  }

  it('always has one holder until it is issued or rejected', () => {
    fc.assert(
      fc.property(acts, chain, (list, initials) => {
        run(list, initials, ({ steps: now, decided }) => {
          const turn = whoseTurn(now, decided);
          const finished = decided.some(({ outcome }) => outcome === 'signed' || outcome === 'rejected');
          expect(turn.holder === 'nobody').toBe(finished);
        });
      }),
    );
  });

  it('records at most one act on each step', () => {
    fc.assert(
      fc.property(acts, chain, (list, initials) => {
        for (const { decided } of run(list, initials, () => {})) {
          const ids = decided.flatMap(({ stepId }) => (stepId === null ? [] : [stepId]));
          expect(new Set(ids).size).toBe(ids.length);
        }
      }),
    );
  });

  it('is signed only after every initial of that version, and begins a new version with none of the old', () => {
    fc.assert(
      fc.property(acts, chain, (list, initials) => {
        run(list, initials, ({ steps: now, decided }) => {
          if (decided.at(-1)?.outcome === 'signed') {
            const approved = decided.filter(({ outcome }) => outcome === 'approved').length;
            expect(approved).toBe(now.length - 1);
          }
          if (decided.length === 1) expect(whoseTurn(now, decided)).toMatchObject({ step: { ordinal: 1 } });
        });
      }),
    );
  });
});

describe('the proposed chain', () => {
  const tree = [
    { id: 1, superiorId: null },
    { id: 2, superiorId: 1 },
    { id: 3, superiorId: 2 },
    { id: 4, superiorId: 3 },
    { id: 5, superiorId: 4 },
    { id: 6, superiorId: 5 },
    { id: 9, superiorId: 2 },
  ];

  it('is the line between drafter and signatory, at most the three nearest to the signatory', () => {
    expect(proposedInitials(tree, 5, 3)).toEqual([4]);
    expect(proposedInitials(tree, 6, 1)).toEqual([4, 3, 2]);
  });

  it('holds no initials when the drafter signs, or sits above the signatory', () => {
    expect(proposedInitials(tree, 3, 3)).toEqual([]);
    expect(proposedInitials(tree, 1, 3)).toEqual([]);
  });

  it('follows the drafter’s line to just below where two lines meet', () => {
    expect(proposedInitials(tree, 5, 9)).toEqual([4, 3]);
  });

  it('plans the signature last and once', () => {
    expect(planSteps([4, 3, 4, 1], 1)).toEqual([
      { ordinal: 1, positionId: 4, task: 'initial' },
      { ordinal: 2, positionId: 3, task: 'initial' },
      { ordinal: 3, positionId: 1, task: 'sign' },
    ]);
  });
});
