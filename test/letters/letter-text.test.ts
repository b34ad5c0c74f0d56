import { checkLine, checkParagraphs } from '../../src/letters/letter-text.ts';

describe('text from a form', () => {
  it('is kept in NFC with single spaces, a line as one line', () => {
    expect(checkLine('  Rapat\t\n Cafe\u0301\u00a0dua ', 50)).toEqual({ text: 'Rapat Caf\u00e9 dua' });
    expect(checkParagraphs('\n\nsatu  \r\ndua\u2028tiga\n', 50)).toEqual({ text: 'satu\ndua\ntiga' });
  });

  it('stays text, whatever script or markup it holds', () => {
    const text = '<script>alert(1)</script> {{ 7*7 }} #set text(red) $x$ \\u{202e} %s';
    expect(checkLine(text, 200)).toEqual({ text });
    expect(checkParagraphs(text, 200)).toEqual({ text });
  });

  it('may be Arabic with its joiners and number signs, or Javanese', () => {
    for (const text of ['بسم الله الرحمن الرحيم', 'می\u200cخواهم', '\u0600١٢', 'ꦱꦸꦫꦠ꧀ꦝꦶꦤꦱ꧀', 'क\u094d\u200dष']) {
      expect(checkLine(text, 100)).toEqual({ text: text.normalize('NFC') });
    }
  });

  it('is refused with anything that changes the direction of reading', () => {
    for (const bidi of [
      '\u061c',
      '\u200e',
      '\u200f',
      '\u202a',
      '\u202b',
      '\u202c',
      '\u202d',
      '\u202e',
      '\u2066',
      '\u2069',
    ]) {
      for (const check of [checkLine, checkParagraphs]) {
        expect(check(`Rp 10${bidi}0`, 100)).toMatchObject({ problem: { id: expect.stringContaining('arah tulisan') } });
      }
    }
  });

  it('is refused with other characters that nobody sees, and when it is too long', () => {
    for (const hidden of ['\u0000', '\u0007', '\u00ad', '\u200b', '\ufeff', '\ue000', '\ud800', '\u{e0041}']) {
      expect(checkParagraphs(`a${hidden}b`, 100)).toHaveProperty('problem');
    }
    expect(checkLine('𝒳'.repeat(10), 10)).toHaveProperty('text');
    expect(checkLine('x'.repeat(11), 10)).toHaveProperty('problem');
  });
});
