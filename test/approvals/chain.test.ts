import {
  allowedOutcomes,
  type Decided,
  mayTakeBack,
  type Step,
  stagesOf,
  stateOf,
  whoseTurn,
} from '../../src/approvals/chain.ts';
import {
  alone,
  asStages,
  planSteps,
  proposedInitials,
  stagesProblem,
  stepsAfterCorrection,
} from '../../src/approvals/plan-chain.ts';
import fc from '../support/draws.ts';

const line = { mode: 'all-of', paraf: 'hierarki', heldId: null } as const;
const steps: Step[] = [
  { id: 11, ordinal: 1, positionId: 1, task: 'initial', ...line },
  { id: 12, ordinal: 2, positionId: 2, task: 'initial', ...line },
  { id: 13, ordinal: 3, positionId: 3, task: 'sign', ...line },
];
const sent: Decided = { stepId: null, outcome: 'submitted' };

describe('whose turn it is', () => {
  it('is the drafter’s before submitting, then each step’s in order, then nobody’s', () => {
    expect(whoseTurn(steps, [])).toEqual({ holder: 'drafter' });
    expect(whoseTurn(steps, [sent])).toMatchObject({ stage: 1, steps: [{ id: 11 }] });
    expect(whoseTurn([...steps].reverse(), [sent, { stepId: 11, outcome: 'approved' }])).toMatchObject({
      steps: [{ id: 12 }],
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

  it('is everybody’s of a stage side by side, until the last of them has decided', () => {
    const beside = staged([{ positions: [1, 2], mode: 'all-of', paraf: 'koordinasi' }, alone(3)]);
    expect(ids(beside, [sent])).toEqual([1, 2]);
    expect(ids(beside, [sent, { stepId: 2, outcome: 'approved' }])).toEqual([1]);
    expect(ids(beside, [sent, { stepId: 2, outcome: 'approved' }, { stepId: 1, outcome: 'approved' }])).toEqual([3]);
  });

  it('passes on with the first decision of a stage of one', () => {
    const either = staged([{ positions: [1, 2], mode: 'one-of', paraf: 'hierarki' }, alone(3)]);
    expect(ids(either, [sent])).toEqual([1, 2]);
    expect(ids(either, [sent, { stepId: 2, outcome: 'approved' }])).toEqual([3]);
  });

  it('asks nothing again of a paraf that holds from an earlier version', () => {
    const [first, ...rest] = staged([alone(1), { positions: [2, 3], mode: 'one-of', paraf: 'hierarki' }, alone(4)]);
    if (first === undefined) throw new Error('no steps');
    expect(ids([{ ...first, heldId: 77 }, ...rest], [{ stepId: null, outcome: 'corrected' }])).toEqual([2, 3]);
    const held = rest.map((step) => (step.positionId === 3 ? { ...step, heldId: 78 } : step));
    expect(ids([{ ...first, heldId: 77 }, ...held], [{ stepId: null, outcome: 'corrected' }])).toEqual([4]);
  });
});

/** The steps of a new version, each with the id of its position. */
function staged(stages: Parameters<typeof planSteps>[0]): Step[] {
  return planSteps(stages, 10).map((step) => ({ ...step, id: step.positionId }));
}

function ids(now: readonly Step[], decided: readonly Decided[]): number[] {
  const turn = whoseTurn(now, decided);
  return turn.holder === 'stage' ? turn.steps.map(({ id }) => id) : [];
}

describe('a letter going round, whatever its officials do', () => {
  type Act = 'submit' | 'take-back' | 'approve' | 'return' | 'reject' | 'sign' | 'correct-hold' | 'correct-again';
  /** `who`: which of the open steps acts. */
  const acts = fc.array(
    fc.record({
      act: fc.constantFrom<Act>(
        'submit',
        'submit',
        'take-back',
        'approve',
        'approve',
        'approve',
        'return',
        'reject',
        'sign',
        'correct-hold',
        'correct-again',
      ),
      who: fc.nat({ max: 8 }),
    }),
    { maxLength: 60 },
  );
  type Acts = { act: Act; who: number }[];
  const chain = fc
    .uniqueArray(fc.integer({ min: 1, max: 9 }), { maxLength: 7 })
    .chain((posts) =>
      fc.tuple(
        fc.constant(posts),
        fc.array(fc.boolean(), { minLength: posts.length, maxLength: posts.length }),
        fc.array(fc.constantFrom('all-of' as const, 'one-of' as const), { minLength: 8, maxLength: 8 }),
      ),
    )
    .map(([posts, besides, modes]) => {
      const stages: { positions: number[]; mode: 'all-of' | 'one-of'; paraf: 'hierarki' }[] = [];
      posts.forEach((post, at) => {
        const last = stages.at(-1);
        if (besides[at] === true && last !== undefined) last.positions.push(post);
        else stages.push({ positions: [post], mode: modes[stages.length] ?? 'all-of', paraf: 'hierarki' });
      });
      return stages;
    });
  type Stages = ReturnType<typeof asStages>;
  interface Version {
    steps: Step[];
    decided: (Decided & { id: number })[];
  }

  /** One version after another, as the acts make them: each refuses what is not possible. */
  function run(list: Acts, stages: Stages, check: (version: Version) => void) {
    const versions: Version[] = [];
    let decisions = 0;
    const begin = (steps: Omit<Step, 'id'>[], outcome: 'submitted' | 'corrected') => {
      const first = (versions.length + 1) * 100;
      versions.push({
        steps: steps.map((step, at) => ({ ...step, id: first + at })),
        decided: [{ id: ++decisions, stepId: null, outcome }],
      });
    };
    for (const { act, who } of list) {
      const current = versions.at(-1) ?? { steps: [], decided: [] };
      const turn = whoseTurn(current.steps, current.decided);
      if (act === 'submit' && turn.holder === 'drafter') {
        begin(planSteps(stages, 10), 'submitted');
      } else if (act === 'take-back' && mayTakeBack(current.steps, current.decided)) {
        current.decided.push({ id: ++decisions, stepId: null, outcome: 'taken_back' });
      } else if (turn.holder === 'stage') {
        if (act === 'correct-hold' || act === 'correct-again') {
          begin(
            stepsAfterCorrection(current.steps, current.decided, act === 'correct-hold' ? 'hold' : 'again'),
            'corrected',
          );
        }
        const step = turn.steps[who % turn.steps.length];
        const outcome = ({ approve: 'approved', return: 'returned', reject: 'rejected', sign: 'signed' } as const)[
          act as 'sign'
        ];
        if (step !== undefined && outcome !== undefined && allowedOutcomes(step).includes(outcome)) {
          current.decided.push({ id: ++decisions, stepId: step.id, outcome });
        }
      }
      check(versions.at(-1) ?? { steps: [], decided: [] });
    }
    return versions;
  }

  it('always has a holder until it is issued or rejected', () => {
    fc.assert(
      fc.property(acts, chain, (list, stages) => {
        run(list, stages, ({ steps: now, decided }) => {
          const turn = whoseTurn(now, decided);
          const finished = decided.some(({ outcome }) => outcome === 'signed' || outcome === 'rejected');
          expect(turn.holder === 'nobody').toBe(finished);
          if (turn.holder === 'stage') expect(turn.steps.length).toBeGreaterThan(0);
        });
      }),
    );
  });

  it('is with its drafter only before it is sent, or after a return or a taking back', () => {
    fc.assert(
      fc.property(acts, chain, (list, stages) => {
        run(list, stages, ({ steps: now, decided }) => {
          if (whoseTurn(now, decided).holder !== 'drafter') return;
          expect([undefined, 'returned', 'taken_back']).toContain(decided.at(-1)?.outcome);
        });
      }),
    );
  });

  it('records at most one act on each step, and of a stage of one at most one act', () => {
    fc.assert(
      fc.property(acts, chain, (list, stages) => {
        for (const { steps: now, decided } of run(list, stages, () => {})) {
          const done = decided.flatMap(({ stepId }) => (stepId === null ? [] : [stepId]));
          expect(new Set(done).size).toBe(done.length);
          for (const { mode, steps: members } of stagesOf(now)) {
            const acted = members.filter(({ id, heldId }) => done.includes(id) || heldId !== null);
            if (mode === 'one-of') expect(acted.length).toBeLessThanOrEqual(1);
          }
        }
      }),
    );
  });

  it('skips no stage: whoever decides, every stage before is decided, by all of it or by one of it', () => {
    fc.assert(
      fc.property(acts, chain, (list, stages) => {
        run(list, stages, ({ steps: now, decided }) => {
          const last = now.find(({ id }) => id === decided.at(-1)?.stepId);
          if (last === undefined) return;
          const given = new Set(decided.filter(({ outcome }) => outcome === 'approved').map(({ stepId }) => stepId));
          for (const { ordinal, mode, steps: members } of stagesOf(now)) {
            if (ordinal >= last.ordinal) continue;
            const done = members.filter(({ id, heldId }) => given.has(id) || heldId !== null).length;
            expect(done).toBe(mode === 'one-of' ? 1 : members.length);
          }
        });
      }),
    );
  });

  it('begins a new version with no paraf of the old, unless a correction lets them hold; and keeps the posts', () => {
    fc.assert(
      fc.property(acts, chain, (list, stages) => {
        const versions = run(list, stages, () => {});
        versions.forEach(({ steps: now, decided }, at) => {
          expect(now.map(({ positionId }) => positionId)).toEqual(
            planSteps(stages, 10).map(({ positionId }) => positionId),
          );
          const held = now.flatMap(({ heldId }) => heldId ?? []);
          if (decided[0]?.outcome === 'submitted') expect(held).toEqual([]);
          const before = versions.slice(0, at).flatMap((version) => version.decided);
          for (const id of held) expect(before.find((each) => each.id === id)).toMatchObject({ outcome: 'approved' });
        });
      }),
    );
  });

  it('is never asked of a stage that is decided, and with parafs that hold comes back to the same stage', () => {
    fc.assert(
      fc.property(acts, chain, (list, stages) => {
        const versions = run(list, stages, () => {});
        versions.forEach(({ steps: now, decided }, at) => {
          const before = versions[at - 1];
          if (before === undefined || decided[0]?.outcome !== 'corrected') return;
          const [then, again] = [whoseTurn(before.steps, before.decided), whoseTurn(now, decided.slice(0, 1))];
          if (then.holder !== 'stage' || again.holder !== 'stage') throw new Error('corrected from nowhere');
          const holds = now.some(({ heldId }) => heldId !== null);
          expect(again.stage).toBe(holds ? then.stage : 1);
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

  it('plans stages in order, the members of one side by side, and the signature last', () => {
    expect(planSteps([alone(4), { positions: [3, 2], mode: 'one-of', paraf: 'koordinasi' }], 1)).toEqual([
      { ordinal: 1, positionId: 4, task: 'initial', mode: 'all-of', paraf: 'hierarki', heldId: null },
      { ordinal: 2, positionId: 3, task: 'initial', mode: 'one-of', paraf: 'koordinasi', heldId: null },
      { ordinal: 2, positionId: 2, task: 'initial', mode: 'one-of', paraf: 'koordinasi', heldId: null },
      { ordinal: 3, positionId: 1, task: 'sign', mode: 'all-of', paraf: 'hierarki', heldId: null },
    ]);
  });

  it.each([
    ['a post twice', asStages([4, 3, 4]), 'dua kali'],
    ['the signatory among the initials', asStages([4, 1]), 'menandatangani'],
    ['a stage without a post', [{ ...alone(4), positions: [] }], 'tidak berisi'],
    ['more than the bound', asStages(Array.from({ length: 20 }, (_, i) => i + 2)), 'Paling banyak'],
  ])('refuses %s', (_, stages, words) => {
    expect(stagesProblem(stages, 1, (id) => `Jabatan ${id}`)?.id).toContain(words);
  });

  it('finds nothing wrong with stages of different posts', () => {
    expect(stagesProblem(asStages([4, 3, { ...alone(2), positions: [2, 5] }]), 1, String)).toBeUndefined();
  });
});
