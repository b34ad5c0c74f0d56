import {
  foldNumber,
  isClassification,
  NUMBER_PRESETS,
  type NumberValues,
  numberPattern,
  parseNumberFormat,
  renderNumber,
} from '../../src/registers/letter-number.ts';
import fc from '../support/draws.ts';

const values: NumberValues = {
  urut: 15,
  klasifikasi: '000.8.3.3',
  unit: 'OR',
  jabatan: 'DISKOMINFO',
  keamanan: 'R',
  date: '2026-08-04',
};

describe('a letter number', () => {
  it.each([
    ['P1', {}, '000.8.3.3/15/OR'],
    ['P2', { urut: 123, klasifikasi: 'KP.01' }, '123/KP.01/DISKOMINFO'],
    ['P3', { urut: 99, klasifikasi: 'KP.07.6', jabatan: 'IJ', date: '2020-04-01' }, 'R-99/IJ/KP.07.6/04/2020'],
    ['P4', { urut: 124, jabatan: 'D-IV', klasifikasi: 'KK', date: '2012-02-29' }, '124/D-IV/KK/02/2012'],
    ['P5', { urut: 5, jabatan: 'IJ', date: '2016-04-01' }, '5/IJ/04/2016'],
    ['P6', { urut: 23, date: '2020-01-01' }, 'NOMOR 23 TAHUN 2020'],
    ['P7', { urut: 470, klasifikasi: '627', unit: 'KL-LMP' }, '470/627/KL-LMP/VIII/2026'],
  ])('of preset %s prints as offices print it', (code, changes, expected) => {
    const preset = NUMBER_PRESETS.find((one) => one.code === code);
    expect(renderNumber(parseNumberFormat(preset?.format ?? ''), { ...values, ...changes })).toBe(expected);
  });

  it('pads the counter where the format says how wide', () => {
    expect(renderNumber(parseNumberFormat('{urut:3}/{unit}'), values)).toBe('015/OR');
    expect(renderNumber(parseNumberFormat('{urut:3}/{unit}'), { ...values, urut: 1234 })).toBe('1234/OR');
  });

  it('takes a recorded correction as a suffix and nothing where there is none', () => {
    expect(renderNumber(parseNumberFormat('{urut}{sub}/{unit}'), { ...values, sub: 'A' })).toBe('15A/OR');
    expect(renderNumber(parseNumberFormat('{urut}{sub}/{unit}'), values)).toBe('15/OR');
  });

  it('shows in a draft what is known and an ellipsis for what the signing decides', () => {
    expect(numberPattern(parseNumberFormat('{urut}/{klasifikasi}/{jabatan}/{bulan2}/{tahun}'), values)).toBe(
      '…/000.8.3.3/DISKOMINFO/…/…',
    );
  });

  it.each([
    ['', 'number-format'],
    ['{klasifikasi}', 'number-format'],
    ['{urut}/{urut}', 'number-format'],
    ['{urut', 'number-format'],
    ['urut}', 'number-format'],
    ['{nomor}/{urut}', 'number-format'],
    ['{urut:0}', 'number-format'],
    ['{unit:3}/{urut}', 'number-format'],
    ['{urut}{tahun}', 'number-format'],
    ['2026{urut}', 'number-format'],
    ['{urut}/\u202e{unit}', 'number-format'],
  ])('is refused for the format %j', (format, code) => {
    expect(() => parseNumberFormat(format)).toThrow(expect.objectContaining({ code }));
  });

  it('is refused while one of its parts is missing or it is longer than the seal can hold', () => {
    const format = parseNumberFormat('{klasifikasi}/{urut}/{unit}');
    for (const bad of [{ klasifikasi: '' }, { klasifikasi: '8' }, { unit: '' }, { urut: 0 }, { urut: 1.5 }]) {
      expect(() => renderNumber(format, { ...values, ...bad })).toThrow(
        expect.objectContaining({ code: 'number-values' }),
      );
    }
    expect(() => renderNumber(format, { ...values, unit: 'X'.repeat(29) })).toThrow(
      expect.objectContaining({ code: 'number-too-long' }),
    );
  });

  it('tells any two letters of a register and year apart, in every preset', () => {
    const counter = fc.integer({ min: 1, max: 99_999 });
    fc.assert(
      fc.property(fc.constantFrom(...NUMBER_PRESETS), counter, counter, (preset, a, b) => {
        const format = parseNumberFormat(preset.format);
        const [first, second] = [a, b].map((urut) => renderNumber(format, { ...values, urut, jabatan: 'IJ' }));
        expect(first === second).toBe(a === b);
      }),
    );
  });

  it('parses any text into a format or refuses it, and never loses a letter of it', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: fc.constantFrom('{', '}', 'urut', ':', '3', '/', 'tahun', 'x', 'é') }),
        (source) => {
          try {
            const { parts } = parseNumberFormat(source);
            const again = parts.map((p) =>
              'literal' in p ? p.literal : `{${p.token}${p.width ? `:${p.width}` : ''}}`,
            );
            expect(again.join('')).toBe(source);
          } catch (error) {
            expect(error).toMatchObject({ code: 'number-format' });
          }
        },
      ),
    );
  });

  it('is found whatever case and spaces are typed', () => {
    expect(foldNumber(' 000.8.3.3 / 15 / or ')).toBe(foldNumber('000.8.3.3/15/OR'));
  });

  it('knows classification codes of regions and of ministries', () => {
    for (const code of ['000', '000.8.3.3', '800.1.11.1', 'KP.07.6', 'KP']) expect(isClassification(code)).toBe(true);
    for (const code of ['', '00', '000.', '000.1.2.3.4.5', 'kp.1', '000 .1', '000/1'])
      expect(isClassification(code)).toBe(false);
  });
});
