import type { Actor } from '../people/actor.ts';
import { accountOnPaper, getHeld, issueBlock, listBlocksOf, type PaperUse, readBlock } from './blocks.ts';
import { cancelNumber, getCancellable } from './cancel-number.ts';
import type { RegistersDeps } from './deps.ts';
import { reportGaps } from './gap-report.ts';
import { assignBlockNumber, grantDate, grantInsertion, takeBackDate } from './granting.ts';
import { getKept, nameRegister, openRegister, readRegistersKept } from './keep-registers.ts';
import { findGranting, listWaitingLetters, readNumbering, readToLetter } from './numbering.ts';
import { listReadable, readRegister, searchPaper } from './read-register.ts';
import { listGaps, type RegisterGap } from './register-lines-store.ts';

/** Numbers of any register that nobody can account for: always empty, or something outside this program wrote. */
async function explainGaps(deps: Pick<RegistersDeps, 'db'>): Promise<RegisterGap[]> {
  return listGaps(deps.db);
}

type Input<F extends (...parameters: never[]) => unknown> = Parameters<F>[2];

/** The room with its dependencies filled in. */
export function openRegisters(deps: RegistersDeps) {
  return {
    listReadable: (actor: Actor) => listReadable(deps, actor),
    readRegister: (actor: Actor, input: Input<typeof readRegister>) => readRegister(deps, actor, input),
    searchPaper: (actor: Actor, typed: string) => searchPaper(deps, actor, typed),
    reportGaps: (actor: Actor, input: Input<typeof reportGaps>) => reportGaps(deps, actor, input),
    explainGaps: () => explainGaps(deps),
    getCancellable: (actor: Actor, input: Input<typeof getCancellable>) => getCancellable(deps, actor, input),
    cancelNumber: (actor: Actor, input: Input<typeof cancelNumber>) => cancelNumber(deps, actor, input),
    listWaiting: (actor: Actor, registerId: number) => listWaitingLetters(deps, actor, registerId),
    readToLetter: (actor: Actor, input: Input<typeof readToLetter>) => readToLetter(deps, actor, input),
    findGranting: (actor: Actor, letterId: number) => findGranting(deps, actor, letterId),
    readNumbering: (letterId: number) => readNumbering(deps, letterId),
    grantInsertion: (actor: Actor, input: Input<typeof grantInsertion>) => grantInsertion(deps, actor, input),
    assignBlockNumber: (actor: Actor, input: Input<typeof assignBlockNumber>) => assignBlockNumber(deps, actor, input),
    grantDate: (actor: Actor, input: Input<typeof grantDate>) => grantDate(deps, actor, input),
    takeBackDate: (actor: Actor, input: Input<typeof takeBackDate>) => takeBackDate(deps, actor, input),
    issueBlock: (actor: Actor, input: Input<typeof issueBlock>) => issueBlock(deps, actor, input),
    listBlocks: (actor: Actor, input: Input<typeof listBlocksOf>) => listBlocksOf(deps, actor, input),
    readBlock: (actor: Actor, input: Input<typeof readBlock>) => readBlock(deps, actor, input),
    getHeld: (actor: Actor, input: Input<typeof getHeld>) => getHeld(deps, actor, input),
    accountOnPaper: (actor: Actor, use: PaperUse) => accountOnPaper(deps, actor, use),
    readKept: (actor: Actor) => readRegistersKept(deps, actor),
    getKept: (actor: Actor, registerId: number) => getKept(deps, actor, registerId),
    openRegister: (actor: Actor, input: Input<typeof openRegister>) => openRegister(deps, actor, input),
    nameRegister: (actor: Actor, input: Input<typeof nameRegister>) => nameRegister(deps, actor, input),
  };
}
export type Registers = ReturnType<typeof openRegisters>;
