import { describe, expect, it } from '@jest/globals';
import { type DraftForm, isMerged, mergeDraft as merge, withMerged } from '../../src/letters/merge-draft.ts';
import { mergeUnits } from '../../src/letters/merge-units.ts';
import { joinUnits, textUnits } from '../../src/letters/text-units.ts';
import fc from '../support/draws.ts';

const texts = new Set(['sections.isi']);
const mergeDraft = (base: DraftForm, mine: DraftForm, theirs: DraftForm) => merge(base, mine, theirs, texts);
const form = (isi: string, subject = 'Hal') => ({ subject: [subject], 'sections.isi': [isi] });
const never = (): never => {
  throw new Error('a conflict');
};
const settled = (base: string, mine: string, theirs: string) => {
  const fields = mergeDraft(form(base), form(mine), form(theirs));
  return fields.reduce((all, field) => withMerged(all, field, never), form(mine) as Record<string, readonly string[]>)[
    'sections.isi'
  ]?.[0];
};

describe('what two persons made of one draft', () => {
  it('is put together where they changed different paragraphs, also neighbouring ones', () => {
    expect(settled('satu\n\ndua\n\ntiga', 'SATU\n\ndua\n\ntiga', 'satu\n\nDUA\n\ntiga')).toBe('SATU\n\nDUA\n\ntiga');
    expect(settled('satu\n\ndua', 'satu\n\ndua\n\nakhir', 'awal\n\nsatu\n\ndua')).toBe('awal\n\nsatu\n\ndua\n\nakhir');
  });

  it('is put together item by item in a list', () => {
    expect(settled('1. a\n2. b\n3. c', '1. a!\n2. b\n3. c', '1. a\n2. b\n3. c?')).toBe('1. a!\n2. b\n3. c?');
  });

  it('counts once where both made the same change, and takes the only change of a field', () => {
    expect(settled('satu', 'dua', 'dua')).toBe('dua');
    const fields = mergeDraft(form('a', 'lama'), form('a', 'lama'), form('a', 'baru'));
    expect(fields).toEqual([{ field: 'subject', chunks: [{ settled: ['baru'] }] }]);
  });

  it('is left to be chosen where both changed the same paragraph or field', () => {
    const [field, ...others] = mergeDraft(form('satu\n\ndua'), form('satu\n\nDUA'), form('satu\n\ndua dua'));
    expect(others).toEqual([]);
    expect(field).toEqual({
      field: 'sections.isi',
      chunks: [{ settled: ['satu'] }, { mine: ['DUA'], theirs: ['dua dua'] }],
    });
    if (field === undefined) throw new Error('no field');
    expect(isMerged(field)).toBe(false);
    expect(withMerged(form(''), field, ({ mine, theirs }) => [...mine, ...theirs])['sections.isi']).toEqual([
      'satu\n\nDUA\n\ndua dua',
    ]);
    expect(mergeDraft(form('a', 'x'), form('a', 'y'), form('a', 'z'))[0]?.chunks).toEqual([
      { mine: ['y'], theirs: ['z'] },
    ]);
  });

  it('keeps a paragraph that one deleted while the other changed it', () => {
    const [field] = mergeDraft(form('satu\n\ndua'), form('satu'), form('satu\n\ndua?'));
    expect(field?.chunks).toEqual([{ settled: ['satu'] }, { mine: [], theirs: ['dua?'] }]);
  });

  it('joins recipients row by row', () => {
    const rows = (...list: [string, string][]) => ({
      'recipients.name': list.map(([name]) => name),
      'recipients.address': list.map(([, address]) => address),
      'recipients.email': list.map(() => ''),
    });
    const fields = mergeDraft(
      rows(['A', ''], ['B', 'Jl. 1'], ['', '']),
      rows(['A', ''], ['B', 'Jl. 1'], ['C', '']),
      rows(['A!', ''], ['B', 'Jl. 1']),
    );
    expect(fields.map((field) => withMerged({}, field, never))).toEqual([rows(['A!', ''], ['B', 'Jl. 1'], ['C', ''])]);
  });

  it('takes text that cannot be read yet by its blank lines', () => {
    expect(settled('{salah}\n\ndua', '{salah}\n\ndua!', 'satu\n\n{salah}\n\ndua')).toBe('satu\n\n{salah}\n\ndua!');
    expect(joinUnits(textUnits('1. a\n\n   lagi\n2. b\n\n\\\n\n1. c'))).toBe('1. a\n\n  lagi\n2. b\n\n\\\n\n1. c');
  });

  it('loses nothing that either wrote', () => {
    const unit = fc.constantFrom('a', 'b', 'c', 'd', 'e');
    const text = fc.array(unit, { maxLength: 8 });
    fc.assert(
      fc.property(text, text, text, (base, mine, theirs) => {
        const chunks = mergeUnits(base, mine, theirs);
        const all = chunks.flatMap((chunk) => ('settled' in chunk ? chunk.settled : [...chunk.mine, ...chunk.theirs]));
        const count = (list: readonly string[], one: string) => list.filter((each) => each === one).length;
        for (const one of new Set([...mine, ...theirs])) {
          const added = Math.max(0, count(mine, one) - count(base, one), count(theirs, one) - count(base, one));
          expect(count(all, one)).toBeGreaterThanOrEqual(added);
        }
        if (JSON.stringify(base) === JSON.stringify(theirs)) expect(all).toEqual(mine);
        if (JSON.stringify(base) === JSON.stringify(mine)) expect(all).toEqual(theirs);
      }),
      { numRuns: 2_000 },
    );
  });
});
