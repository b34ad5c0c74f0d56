import { verifyPdf } from '../verification/verify-pdf.ts';
import type { SigningAct } from './signing-act-store.ts';

/** Rule 8 of the architecture: a document is accepted by our own verifier before anybody is told that it is issued. */
export function isAcceptable(pdf: Buffer, act: Pick<SigningAct, 'sealedAt'>, anchors: Buffer[]): boolean {
  return verifyPdf(pdf, { anchors, at: act.sealedAt }).intactAndTrusted;
}
