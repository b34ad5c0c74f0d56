import { PdfDamage } from '../pdf/damage.ts';
import { isKind, type PdfDict, type PdfObject, pdfDict } from '../pdf/objects.ts';
import { isBlank, ObjectParser } from '../pdf/parser.ts';

/** One operator of a content stream with what stands before it (ISO 32000-2, 7.8.2). */
export interface Operation {
  operator: string;
  operands: PdfObject[];
  /** Of `BI`: the picture that stands in the content itself (8.9.7), its keys as written. */
  inline?: { dict: PdfDict; data: Buffer };
}

/** No operator takes more (9.3, `scn` aside, which takes as many as there are inks). */
const MOST_OPERANDS = 33;
const OPERAND_BEGINS = /[0-9+\-./([<]/;

/**
 * The operations of a page's content, in order.
 * @throws PdfDamage where this is no content: nobody guesses here what a page might mean
 */
export function* operationsOf(content: Buffer): Generator<Operation> {
  const parser = new ObjectParser(content, 0, { positioned: false });
  let operands: PdfObject[] = [];
  for (;;) {
    parser.skipBlanks();
    const code = content[parser.position];
    if (code === undefined) {
      if (operands.length > 0) throw new PdfDamage('syntax', 'operands without operator', parser.position);
      return;
    }
    if (OPERAND_BEGINS.test(String.fromCharCode(code))) {
      operands.push(parser.readObject());
    } else {
      const operator = parser.readToken();
      if (operator === '') throw new PdfDamage('syntax', 'operator expected', parser.position);
      if (operator === 'true' || operator === 'false') operands.push(operator === 'true');
      else if (operator === 'null') operands.push(null);
      else {
        yield operator === 'BI' ? { operator, operands, inline: readInline(content, parser) } : { operator, operands };
        operands = [];
      }
    }
    if (operands.length > MOST_OPERANDS) throw new PdfDamage('limit', 'too many operands', parser.position);
  }
}

function readInline(content: Buffer, parser: ObjectParser): { dict: PdfDict; data: Buffer } {
  const entries = new Map<string, PdfObject>();
  while (!parser.takeKeyword('ID')) {
    const key = parser.readObject();
    if (!isKind(key, 'name')) throw new PdfDamage('syntax', 'key of a picture expected', parser.position);
    entries.set(key.value, parser.readObject());
  }
  const start = parser.position + 1;
  const end = endOfInline(content, start);
  parser.position = end + 2;
  // With the line feed before `EI`, if there is one: what follows the data hurts no decoder, a byte less does.
  return { dict: pdfDict(entries), data: content.subarray(start, end) };
}

/** Where `EI` stands that ends the picture: between blanks, and what follows is text again. Data may hold the same bytes. */
function endOfInline(content: Buffer, start: number): number {
  for (let at = content.indexOf('EI', start, 'latin1'); at >= 0; at = content.indexOf('EI', at + 1, 'latin1')) {
    const after = content.subarray(at + 2, at + 18);
    if (isBlank(content[at - 1]) && (after.length === 0 || isBlank(after[0])) && after.every(isOfText)) return at;
  }
  throw new PdfDamage('syntax', 'picture without end', start);
}

function isOfText(code: number): boolean {
  return (code >= 0x20 && code < 0x7f) || isBlank(code);
}
