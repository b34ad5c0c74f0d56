import { describe, expect, it } from '@jest/globals';
import { NUMBER_PRESETS } from '../../src/registers/letter-number.ts';
import { type ExampleCodes, examplesOf } from '../../src/registers/number-examples.ts';

const codes: ExampleCodes = { unit: 'OR', position: 'IJ', longestUnit: 'DISKOMINFO', longestPosition: 'KADISKOMINFO' };
const texts = (format: string) => examplesOf(format, codes).examples.map(({ text }) => text);

describe('The examples of a number format', () => {
  it('are numbers as the presets of practice print them', () => {
    const second = Object.fromEntries(NUMBER_PRESETS.map(({ code, format }) => [code, texts(format)[1]]));
    expect(second).toEqual({
      P1: '400.3.5/127/OR',
      P2: '127/400.3.5/IJ',
      P3: 'B-127/IJ/400.3.5/11/2026',
      P4: '127/IJ/400.3.5/11/2026',
      P5: '127/IJ/11/2026',
      P6: 'NOMOR 127 TAHUN 2026',
      P7: '127/400.3.5/OR/XI/2026',
    });
  });

  it('show the first of a year, the class of a secret letter, an inserted number and the longest codes', () => {
    expect(texts('{keamanan}-{urut:3}/{unit}')).toEqual([
      'B-001/OR',
      'B-127/OR',
      'R-128/OR',
      'B-127.a/OR',
      'SR-12345/DISKOMINFO',
    ]);
    expect(texts('{urut}{sub}/{unit}')[3]).toBe('127a/OR');
  });

  it('say where a number would be longer than the seal can carry', () => {
    const { examples, problem } = examplesOf(
      '{keamanan}-{urut}/{jabatan}/{unit}/{klasifikasi}/{bulanRomawi}/{tahun}',
      codes,
    );
    expect(problem).toBeUndefined();
    expect(examples.map((each) => each.problem?.id.slice(0, 5))).toEqual([
      undefined,
      undefined,
      undefined,
      undefined,
      'Nomor',
    ]);
  });

  it('of what is no format say what is wrong with it', () => {
    expect(examplesOf('{urut}/{rahasia}', codes)).toMatchObject({
      examples: [],
      problem: { en: 'The number format is wrong: "{rahasia}" is unknown.' },
    });
  });
});
