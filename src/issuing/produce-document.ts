import { Fault } from '../errors.ts';
import type { PageInput, SigningPerson } from '../letters/build-page.ts';
import { composeDocument } from '../letters/compose-document.ts';
import type { FrozenContent } from '../letters/frozen-content.ts';
import { sealClass } from '../letters/letter-kind.ts';
import type { Sql } from '../postgres/database.ts';
import { parseContent } from '../seal/content.ts';
import type { Sign } from '../seal/ed25519.ts';
import { groupedToken } from '../seal/token.ts';
import type { Signer } from '../signing/cms.ts';
import { signPdf } from '../signing/sign-pdf.ts';
import { PageCountDiffers } from '../typesetting/page-count-differs.ts';
import type { SetLetter } from '../typesetting/typesetter.ts';
import { isAcceptable } from './accept-document.ts';
import { givenUp } from './finish-act.ts';
import { sealLetter, symbolsOf } from './seal-of-letter.ts';
import { replaceSeal, type SigningAct } from './signing-act-store.ts';
import type { SigningDeps } from './signing-deps.ts';

export interface Production {
  act: SigningAct;
  frozen: FrozenContent;
  person: SigningPerson;
  signerName: string;
  kid: Buffer;
  signSeal: Sign;
  signer: Signer;
  anchors: Buffer[];
}

/** Where the time goes, in milliseconds: told by the demo and compared by the bench. */
export interface ProductionTimes {
  typeset: number;
  sign: number;
  verify: number;
}

/**
 * From a stored act to bytes that our own verifier accepts. Nothing is told and nothing is public here.
 * When typesetting finds another page count than the preview had, the letter is sealed again with the true count (same
 * token and salt) and set once more; a count that still changes is refused (`page-count-differs`).
 */
export async function produceDocument(
  deps: Pick<SigningDeps, 'db' | 'typesetter' | 'uploads' | 'documents'>,
  wanted: Production,
): Promise<{ pdf: Buffer; act: SigningAct; times: ProductionTimes }> {
  const times: ProductionTimes = { typeset: 0, sign: 0, verify: 0 };
  let { act } = wanted;
  const set = () => timed(times, 'typeset', () => pageOf(wanted, act).then((page) => composeDocument(deps, page)));
  let page: SetLetter;
  try {
    page = await set();
  } catch (error) {
    if (!(error instanceof PageCountDiffers)) throw error;
    act = await sealAgain(deps.db, wanted, act, error.pages);
    page = await set();
  }
  const pdf = await timed(times, 'sign', () =>
    signPdf({
      pdf: page.pdf,
      field: 'TandaTangan1',
      signer: wanted.signer,
      at: act.sealedAt,
      name: wanted.signerName,
      box: page.signatureBox,
    }),
  );
  if (!(await timed(times, 'verify', () => isAcceptable(pdf, act, wanted.anchors)))) {
    throw new Fault(`our own verifier does not accept what signing act ${act.id} made`);
  }
  return { pdf, act, times };
}

async function pageOf({ frozen, person }: Production, act: SigningAct): Promise<PageInput> {
  const symbols = await symbolsOf({ ...act, security: sealClass(frozen.security) }, act.seal);
  return {
    content: frozen,
    person,
    host: act.host,
    at: act.sealedAt,
    marks: {
      number: parseContent(act.content).number,
      date: act.letterDate,
      code: groupedToken(act.token),
      seal: symbols.seal,
      pageSymbols: symbols.pages,
    },
  };
}

async function sealAgain(db: Sql, wanted: Production, act: SigningAct, pages: number): Promise<SigningAct> {
  const { number, subject, to, date, security } = parseContent(act.content);
  const sealedAt = Math.floor(act.sealedAt.getTime() / 1000);
  const letter = { ...act, kid: wanted.kid, number, subject, to, date, security, sealedAt, pages };
  const sealed = await sealLetter(letter, wanted.signSeal);
  if (!(await replaceSeal(db, act.id, { ...sealed, pages }))) throw givenUp();
  return { ...act, ...sealed, pages };
}

async function timed<T>(times: ProductionTimes, step: keyof ProductionTimes, work: () => Promise<T> | T): Promise<T> {
  const start = performance.now();
  const result = await work();
  times[step] += performance.now() - start;
  return result;
}
