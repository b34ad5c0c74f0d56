import { isKind, type PdfDict, type PdfObject } from '../pdf/objects.ts';
import type { PdfDocument } from '../pdf/reader.ts';
import { type Change, type ChangeCode, type ChangeLevel, change } from './changes.ts';
import { equalDirect, isStreamOf, partsOf } from './direct-values.ts';

/** How an object with a part to play (page, field, …) is compared; both values are those of the object itself. */
export type Rule = (before: PdfObject, after: PdfObject, place: string) => void;

/**
 * What the objects of a file refer to, by where they lie. Shared by the comparisons of one file, so that objects that
 * no update touches are read once and not once per update.
 */
export type OutgoingReferences = Map<string, readonly number[]>;

/** More changes than anybody reads; the first one already decides. */
const mostChanges = 200;

/**
 * Walks a revision and its successor side by side, from the trailer along every edge of the older one.
 *
 * Whatever is reached is frozen: a difference is a forbidden change, unless the object has a rule that allows it. Because
 * every edge is walked, an object that plays two parts is judged by both, and overwriting a page's content under the
 * cover of a harmless part does not pass. What the newer revision redefines without any edge leading there is forbidden
 * too. Objects that the newer revision does not mention (nor the object stream they lie in) are walked, not compared.
 */
export class Comparison {
  readonly before: PdfDocument;
  readonly after: PdfDocument;
  readonly changes: Change[] = [];
  /** Rules by object number, as the older, signed revision assigns the parts. */
  readonly rules = new Map<number, Rule>();
  readonly #mentioned: ReadonlySet<number>;
  readonly #explained = new Set<number>();
  readonly #queued = new Set<number>();
  readonly #queue: { number: number; place: string }[] = [];

  readonly #outgoing: OutgoingReferences;

  constructor(
    before: PdfDocument,
    after: PdfDocument,
    mentioned: ReadonlySet<number>,
    outgoing: OutgoingReferences = new Map(),
  ) {
    this.#outgoing = outgoing;
    this.before = before;
    this.after = after;
    this.#mentioned = mentioned;
  }

  record(found: Change): void {
    if (this.changes.length < mostChanges) this.changes.push(found);
  }

  forbid(code: ChangeCode, place: string): void {
    this.record(change(code, 'forbidden', place));
  }

  allow(code: ChangeCode, level: ChangeLevel, place: string): void {
    this.record(change(code, level, place));
  }

  /** Whether the older revision defines this object. */
  existed(number: number): boolean {
    const entry = this.before.entry(number);
    return entry !== undefined && entry.kind !== 'free';
  }

  /** Whether the newer revision may say something else about this object. */
  touched(number: number): boolean {
    if (this.#mentioned.has(number)) return true;
    const entry = this.before.entry(number);
    return entry?.kind === 'compressed' && this.#mentioned.has(entry.container);
  }

  explain(number: number): void {
    this.#explained.add(number);
  }

  /** Compares the object behind a reference that both revisions have at the same place. */
  follow(number: number, place: string): void {
    if (this.#queued.has(number)) return;
    this.#queued.add(number);
    this.#queue.push({ number, place });
  }

  /** Frozen: both values must be the same, and so must everything they lead to. */
  same(before: PdfObject | undefined, after: PdfObject | undefined, place: string): void {
    if (before === undefined || after === undefined) {
      if (before !== after) this.forbid(before === undefined ? 'object-added' : 'object-removed', place);
      return;
    }
    if (isKind(before, 'ref')) {
      const kept = isKind(after, 'ref') && after.number === before.number && after.generation === before.generation;
      if (kept) this.follow(before.number, place);
      else this.forbid('object-changed', place);
    } else if (isKind(before, 'array')) {
      if (!isKind(after, 'array') || after.items.length !== before.items.length) {
        this.forbid('object-changed', place);
        return;
      }
      before.items.forEach((item, index) => {
        this.same(item, after.items[index], `${place}[${index}]`);
      });
    } else if (isKind(before, 'dict')) {
      if (isKind(after, 'dict')) this.sameEntries(before, after, place);
      else this.forbid('object-changed', place);
    } else if (isKind(before, 'stream')) {
      if (isKind(after, 'stream') && before.raw.equals(after.raw)) this.sameEntries(before.dict, after.dict, place);
      else this.forbid('object-changed', place);
    } else if (!equalDirect(before, after)) {
      this.forbid('object-changed', place);
    }
  }

  /** Frozen dictionaries, with the exception of some keys that the caller judges. */
  sameEntries(before: PdfDict, after: PdfDict, place: string, except: ReadonlySet<string> = none): void {
    for (const key of new Set([...before.entries.keys(), ...after.entries.keys()])) {
      if (!except.has(key)) this.same(before.entries.get(key), after.entries.get(key), `${place} /${key}`);
    }
  }

  /**
   * Accepts what a value leads to in the newer revision: new objects with all they refer to. Existing objects are
   * frozen, or, with `inPlace`, may have been rewritten (their other uses, if any, are walked and judged elsewhere).
   * Returns whether anything new or rewritten was found.
   */
  accept(value: PdfObject | undefined, place: string, inPlace = false): boolean {
    let news = false;
    const seen = new Set<number>();
    const stack: PdfObject[] = [value ?? null];
    for (let object = stack.pop(); object !== undefined; object = stack.pop()) {
      if (isKind(object, 'ref')) {
        const { number } = object;
        if (seen.has(number)) continue;
        seen.add(number);
        if (this.rules.has(number) || (this.existed(number) && (!inPlace || !this.touched(number)))) {
          this.follow(number, place);
          continue;
        }
        news = true;
        this.explain(number);
        stack.push(this.after.get(object));
      } else stack.push(...partsOf(object));
    }
    return news;
  }

  /**
   * A place that may hold its container directly, or behind a reference that stays or is new. Returns the newer value,
   * null after a complaint when an existing object was taken over for it.
   */
  moved(before: PdfObject | undefined, after: PdfObject | undefined, place: string): PdfObject {
    if (isKind(after, 'ref')) {
      const stays = isKind(before, 'ref') && before.number === after.number;
      if (!stays && this.existed(after.number)) {
        this.forbid('object-reused', place);
        return null;
      }
      this.explain(after.number);
    }
    return this.after.resolve(after);
  }

  /** Runs until every edge is walked, then accounts for what no edge led to. */
  finish(): void {
    for (let next = this.#queue.pop(); next !== undefined; next = this.#queue.pop())
      this.#visit(next.number, next.place);
    for (const number of this.#mentioned) this.#account(number);
  }

  #visit(number: number, place: string): void {
    this.explain(number);
    const rule = this.rules.get(number);
    if (rule !== undefined) rule(this.before.get(number), this.after.get(number), place);
    else if (this.touched(number)) this.same(this.before.get(number), this.after.get(number), place);
    else for (const next of this.#outgoingOf(number)) this.follow(next, place);
  }

  #outgoingOf(number: number): readonly number[] {
    const key = this.#whereabouts(number);
    const known = key === undefined ? undefined : this.#outgoing.get(key);
    if (known !== undefined) return known;
    const found: number[] = [];
    const stack = [this.before.get(number)];
    for (let object = stack.pop(); object !== undefined; object = stack.pop()) {
      if (isKind(object, 'ref')) found.push(object.number);
      else stack.push(...partsOf(object));
    }
    if (key !== undefined) this.#outgoing.set(key, found);
    return found;
  }

  /** The bytes that an object comes from, as a key: the same in every revision that has not moved it. */
  #whereabouts(number: number): string | undefined {
    const entry = this.before.entry(number);
    if (entry?.kind === 'offset') return `${entry.offset}`;
    if (entry?.kind !== 'compressed') return undefined;
    const container = this.before.entry(entry.container);
    return container?.kind === 'offset' ? `${container.offset} ${entry.index}` : undefined;
  }

  #account(number: number): void {
    if (number === 0) return;
    const entry = this.after.entry(number);
    const isFree = entry === undefined || entry.kind === 'free';
    const place = `object ${number}`;
    if (!this.existed(number)) {
      if (isFree || this.#explained.has(number)) return;
      if (!this.#isPlumbing(this.after.get(number))) this.allow('unused-object', 'archival', place);
      return;
    }
    if (isFree) {
      this.forbid('object-freed', place);
      return;
    }
    if (this.#explained.has(number)) return;
    const before = this.before.get(number);
    const after = this.after.get(number);
    if (isStreamOf(before, 'XRef') && isStreamOf(after, 'XRef')) return;
    if (!equalDirect(before, after)) this.forbid('object-reused', place);
  }

  #isPlumbing(value: PdfObject): boolean {
    return isStreamOf(value, 'XRef') || isStreamOf(value, 'ObjStm');
  }
}

const none: ReadonlySet<string> = new Set();
