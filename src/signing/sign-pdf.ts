import { createHash } from 'node:crypto';
import { Fault } from '../errors.ts';
import { IncrementalUpdate } from '../pdf/incremental-update.ts';
import { findPage, type Page } from '../pdf/pages.ts';
import type { PdfDocument } from '../pdf/reader.ts';
import { addSignatureField } from '../pdf/signature-field.ts';
import { planCms, type Signer, signCms } from './cms.ts';
import { openForSigning, refuseSigning, refusingDamage } from './signable.ts';
import { signatureDictionary } from './signature-dictionary.ts';

export interface SigningOrder {
  pdf: Uint8Array;
  /** The name of the signature field to add: not empty, no full stop, not yet in the file. */
  field: string;
  signer: Signer;
  /** The claimed time of signing, written to /M to the second. */
  at: Date;
  name?: string | undefined;
  reason?: string | undefined;
  location?: string | undefined;
  /** Where a visible field lies: page 1 is the first; [left, bottom, right, top] in points of the page. */
  box?: { page: number; rect: readonly [number, number, number, number] } | undefined;
}

/**
 * Adds a PAdES B-B signature (ETSI EN 319 142-1) in an incremental update and gives the whole file. Signatures that are
 * there already stay valid. Refusal `invalid-input` with the codes of `openForSigning`, and `signature-box`; a Fault if
 * the key does not fit its certificate. The input is read only, and copied only into the result.
 */
export async function signPdf(order: SigningOrder): Promise<Buffer> {
  const document = openForSigning(order.pdf, order.field);
  const plan = planCms(order.signer);
  const { body, byteRange, contents } = signatureDictionary({ ...order, reserved: plan.size });
  const { tail, bodies, number } = refusingDamage(() => {
    const update = new IncrementalUpdate(document);
    const value = update.put(update.allocate(), body);
    const description = ['Tanda tangan elektronik', order.name].filter(Boolean).join(' ');
    const page = pageOf(document, order);
    addSignatureField(update, { name: order.field, description, value, page, rect: order.box?.rect });
    return { ...update.close(), number: value.number };
  });

  const original = document.bytes;
  const dictionary = (bodies.get(number) ?? Number.NaN) - original.length;
  const gap = { start: dictionary + contents.start, end: dictionary + contents.end };
  const range = [0, original.length + gap.start, original.length + gap.end, tail.length - gap.end];
  writeInto(tail, dictionary + byteRange.start, byteRange.end - byteRange.start, `[${range.join(' ')}]`, ' ');

  const digest = createHash(plan.algorithm.digest)
    .update(original)
    .update(tail.subarray(0, gap.start))
    .update(tail.subarray(gap.end))
    .digest();
  const cms = await signCms(plan, order.signer, digest);
  // Inside the angle brackets, padded with zeros (ISO 32000-2, 12.8.3.3.1).
  writeInto(tail, gap.start + 1, gap.end - gap.start - 2, cms.toString('hex'), '0');
  return Buffer.concat([original, tail]);
}

/** Never cut: a value that does not fit its place is a fault, since a shortened signature would still look like one. */
function writeInto(target: Buffer, at: number, length: number, text: string, padding: string): void {
  if (text.length > length || target.write(text.padEnd(length, padding), at, length, 'latin1') !== length) {
    throw new Fault(`write ${text.length} characters into the ${length} reserved for them`);
  }
}

function pageOf(document: PdfDocument, { box }: SigningOrder): Page {
  if (box === undefined) {
    const first = findPage(document, 0);
    if (first === undefined) throw refuseSigning('pdf-damaged');
    return first;
  }
  const [left, bottom, right, top] = box.rect;
  const page = Number.isInteger(box.page) ? findPage(document, box.page - 1) : undefined;
  const sane = box.rect.every((n) => Number.isFinite(n) && Math.abs(n) < 20_000) && left < right && bottom < top;
  if (page === undefined || !sane) throw refuseSigning('signature-box');
  return page;
}
