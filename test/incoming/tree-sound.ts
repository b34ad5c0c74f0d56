import { childrenOf, isInHand, isOpen, type Tree } from '../../src/incoming/tree/tree-states.ts';
import { type Act, above, type Office, type World } from './tree-model.ts';

/** What holds after every act, whatever was done by whomever. */
export function demandSound({ tree, moved }: World, posts: Office): void {
  const { holdings } = tree;
  const said = JSON.stringify(tree);
  const fail = (what: string) => new Error(`${what}: ${said}`);
  const root = holdings.filter(({ parentId }) => parentId === null);
  if (root.length !== 1) throw fail('not one root');
  const hands = holdings.filter(isInHand);
  if (tree.state === 'open' && hands.length === 0) throw fail('lost: nobody has it in hand');
  if (tree.state !== 'open' && holdings.some(isOpen)) throw fail('closed although somebody has it');
  for (const each of holdings) {
    const below = childrenOf(tree, each.id).filter(({ state }) => state !== 'cancelled');
    const passed = each.state === 'passed_on' || each.state === 'forwarded';
    if (passed && !below.some(isOpen)) throw fail(`${each.id} passed it on and nobody has it`);
    if (isOpen(each) && !passed && below.some(isOpen)) throw fail(`${each.id} and somebody below have it at once`);
    if (!isOpen(each) && below.some(isOpen)) throw fail(`${each.id} is done and somebody below is not`);
    if (each.state === 'cancelled' && below.length > 0) throw fail(`${each.id} was cancelled after it was passed on`);
    if (each.via !== 'disposition' && each.state === 'reported') throw fail(`${each.id} reports to nobody`);
    // No post is asked twice on one way down, and none above itself, but where somebody gave it to another than was asked.
    if (each.via === 'disposition' && !moved.has(each.id) && !moved.has(each.parentId ?? 0)) {
      for (let up = holdings.find(({ id }) => id === each.parentId); up; ) {
        const current = up;
        const counts = isOpen(each) && isOpen(current) && current.state !== 'forwarded' && !moved.has(current.id);
        if (counts && current.positionId === each.positionId) throw fail(`a circle at ${each.id}`);
        up = holdings.find(({ id }) => id === current.parentId);
      }
      const parent = holdings.find(({ id }) => id === each.parentId);
      if (above(posts, parent?.positionId ?? 0).includes(each.positionId)) throw fail(`${each.id} disposed upward`);
    }
  }
  const open = holdings
    .filter((each) => isOpen(each) && each.state !== 'forwarded')
    .map(({ positionId }) => positionId);
  if (new Set(open).size < open.length) throw fail('a post has it twice');
  for (let sheetId = 1; sheetId <= Math.max(0, ...holdings.map((each) => each.sheetId ?? 0)); sheetId++) {
    const standing = holdings.filter((each) => each.sheetId === sheetId && each.state !== 'cancelled');
    const responsible = standing.filter((each) => each.responsible).length;
    // A line that was struck may end with the responsible one unread: nothing is left to be responsible for.
    if (tree.state !== 'void' && standing.length > 0 && responsible !== 1)
      throw fail(`sheet ${sheetId} has ${responsible} responsible`);
  }
}

/** What no act may do to what others have, whatever the tree looks like afterwards. */
export function demandFairStep(before: Tree, { tree, answer }: World, { verb, at }: Act): void {
  const byAnswer = verb === 'issueAnswer' || verb === 'moveAnswer' || verb === 'withdrawAnswer';
  if (byAnswer && answer?.state !== 'sent' && JSON.stringify(before) !== JSON.stringify(tree)) {
    throw new Error(`ended by an answer that is ${answer?.state}: ${JSON.stringify(tree)}`);
  }
  const acted = before.holdings[at % before.holdings.length];
  if (
    (verb === 'cancel' || verb === 'fallBack' || verb === 'move') &&
    tree.state === 'closed' &&
    before.state === 'open'
  )
    throw new Error(`${verb} at ${acted?.id} ended it: ${JSON.stringify(tree)}`);
  for (const [index, was] of before.holdings.entries()) {
    const is = tree.holdings[index];
    if (is === undefined || is.state === was.state) continue;
    const said = `${verb} at ${acted?.id}: ${was.id} from ${was.state} to ${is.state}`;
    // From a post where nobody is, a clerk takes what was read there too.
    if (is.state === 'cancelled' && was.state !== 'unread' && verb !== 'fallBack')
      throw new Error(`taken back after it was read: ${said}`);
    const own = was.id === acted?.id || byAnswer || verb === 'strike' || verb === 'reopen';
    if (is.state === 'done' && isInHand(was) && was.via === 'forward' && !own) {
      throw new Error(`ended over the head of a superior: ${said}`);
    }
  }
}
