import { isKind, type PdfObject } from '../pdf/objects.ts';
import { type Operation, operationsOf } from './content-operations.ts';
import type { Matrix } from './sheet-geometry.ts';

/** What the names in a page's content stand for. */
export interface Surroundings<Resources> {
  /** A picture taken over, under its name on the new page; undefined where it cannot be. A stencil is filled with the colour of the moment. */
  picture(
    resources: Resources,
    of: string | NonNullable<Operation['inline']>,
  ): { name: string; stencil: boolean } | undefined;
  /** Another piece of content drawn in this one (ISO 32000-2, 8.10); undefined for what is a picture or nothing. */
  form(
    resources: Resources,
    name: string,
  ): { content: Buffer; matrix: Matrix; box: number[]; resources: Resources } | undefined;
  /** Whether that graphics state changes nothing that is seen. */
  isHarmless(resources: Resources, state: string): boolean;
}

/**
 * `scan`: the operators that draw the same pictures and nothing else. `other`: something is drawn that is no picture.
 * `obstacle`: pictures alone, but not all of them can be taken over.
 */
export type ScannedContent =
  | { is: 'scan'; operators: string[]; pictures: number }
  | { is: 'other' }
  | { is: 'obstacle'; pictures: number };

/** PDF/A-2 allows 28 (ISO 19005-2, 6.1.13); this leaves one for the page. */
const DEEPEST_STATE = 27;
const DEEPEST_FORM = 8;
const INVISIBLE = 3;

const SHOW_TEXT = new Set(['Tj', 'TJ', "'", '"']);
const BUILD_PATH: Readonly<Record<string, number>> = { m: 2, l: 2, c: 6, v: 4, y: 4, h: 0, re: 4 };
const FILL = new Set(['f', 'F', 'f*']);
/** Colours of lines, which no picture has; how lines look; where text stands; what marks content without showing it. */
const WITHOUT_TRACE = new Set([
  ...['G', 'RG', 'K', 'CS', 'SC', 'SCN', 'w', 'J', 'j', 'M', 'd', 'ri', 'i'],
  ...['BT', 'ET', 'Tc', 'Tw', 'Tz', 'TL', 'Tf', 'Ts', 'Td', 'TD', 'Tm', 'T*'],
  ...['BMC', 'BDC', 'EMC', 'MP', 'DP', 'BX', 'EX'],
]);

interface State {
  rendering: number;
  /** The colour that fills: white, another that was written down, or one that this does not take over. */
  fill: 'white' | 'other' | 'unknown';
  space: 'g' | 'rg' | undefined;
}
const BEGINNING: State = { rendering: 0, fill: 'other', space: 'g' };
const DEVICES: Readonly<Record<string, State['space']>> = { DeviceGray: 'g', DeviceRGB: 'rg' };

/**
 * A page read as what a scanner makes: pictures, where they stand, and what is cut off from them. Text that nobody sees, as
 * programs lay it over a scan that they have read, is left out: nothing proves that it says what the picture shows. White
 * areas count as paper.
 * @throws PdfDamage where it is no content
 */
export function scannedContent<Resources>(
  content: Buffer,
  resources: Resources,
  surroundings: Surroundings<Resources>,
): ScannedContent {
  const operators: string[] = [];
  let pictures = 0;
  let obstacle = false;
  let open = 0;

  /** False when something is drawn that is no picture. */
  function walk(piece: Buffer, names: Resources, inherited: State, depth: number): boolean {
    let state = { ...inherited };
    const kept: State[] = [];
    for (const { operator, operands, inline } of operationsOf(piece)) {
      const numbers = operands.filter((one) => typeof one === 'number');
      const write = () => operators.push([...numbers.map(written), operator].join(' '));
      if (operator === 'q') {
        kept.push({ ...state });
        save();
      } else if (operator === 'Q') {
        const last = kept.pop();
        if (last === undefined) continue;
        state = last;
        restore();
      } else if (operator === 'cm') {
        if (numbers.length !== 6) return false;
        write();
      } else if (operator === 'BI' && inline !== undefined) {
        draw(surroundings.picture(names, inline), state);
      } else if (operator === 'Do') {
        const name = nameOf(operands[0]);
        if (name === undefined) return false;
        const form = surroundings.form(names, name);
        if (form === undefined) draw(surroundings.picture(names, name), state);
        else if (depth >= DEEPEST_FORM || !drawForm(form, state, depth)) return false;
      } else if (operator === 'gs') {
        const name = nameOf(operands[0]);
        if (name === undefined || !surroundings.isHarmless(names, name)) obstacle = true;
      } else if (operator === 'Tr') {
        state.rendering = numbers[0] ?? 0;
      } else if (SHOW_TEXT.has(operator)) {
        if (state.rendering !== INVISIBLE) return false;
      } else if (operator === 'g' || operator === 'rg') {
        fillWith(state, operator, numbers);
      } else if (operator === 'cs') {
        state.space = DEVICES[nameOf(operands[0]) ?? ''];
        fillWith(state, state.space, state.space === 'rg' ? [0, 0, 0] : [0]);
      } else if (operator === 'sc' || operator === 'scn') {
        fillWith(state, state.space, numbers);
      } else if (operator === 'k') {
        fillWith(state, undefined, numbers);
      } else if (BUILD_PATH[operator] !== undefined) {
        if (numbers.length !== BUILD_PATH[operator]) return false;
        write();
      } else if (operator === 'W' || operator === 'W*' || operator === 'n') {
        write();
      } else if (FILL.has(operator)) {
        if (state.fill !== 'white') return false;
        write();
      } else if (!WITHOUT_TRACE.has(operator)) return false;
    }
    for (const _left of kept) restore();
    return true;
  }

  function save(): void {
    operators.push('q');
    open += 1;
    if (open > DEEPEST_STATE) obstacle = true;
  }

  function restore(): void {
    operators.push('Q');
    open -= 1;
  }

  function fillWith(state: State, space: State['space'], numbers: number[]): void {
    state.space = space;
    const known = space !== undefined && numbers.length === (space === 'g' ? 1 : 3);
    state.fill = !known ? 'unknown' : numbers.every((one) => one === 1) ? 'white' : 'other';
    if (known) operators.push(`${numbers.map(written).join(' ')} ${space}`);
  }

  function draw(picture: { name: string; stencil: boolean } | undefined, { fill }: State): void {
    if (picture === undefined || (picture.stencil && fill === 'unknown')) obstacle = true;
    else operators.push(`/${picture.name} Do`);
    pictures += 1;
  }

  function drawForm(
    { content: piece, matrix, box, resources: own }: NonNullable<ReturnType<Surroundings<Resources>['form']>>,
    state: State,
    depth: number,
  ): boolean {
    const [left = 0, bottom = 0, right = 0, top = 0] = box;
    save();
    operators.push(`${matrix.map(written).join(' ')} cm`);
    operators.push(`${[left, bottom, right - left, top - bottom].map(written).join(' ')} re W n`);
    const only = walk(piece, own, state, depth + 1);
    restore();
    return only;
  }

  if (!walk(content, resources, BEGINNING, 0)) return { is: 'other' };
  return obstacle ? { is: 'obstacle', pictures } : { is: 'scan', operators, pictures };
}

function nameOf(object: PdfObject | undefined): string | undefined {
  return isKind(object, 'name') ? object.value : undefined;
}

/** Without exponents, which PDF does not know. */
function written(value: number): string {
  return Number.isInteger(value) ? String(value) : value.toFixed(6).replace(/0+$/, '');
}
