import { recentBytes } from '../../src/letters/recent-bytes.ts';

describe('bytes made lately', () => {
  it('are made once for two who ask at the same moment, and again after they were pushed out', async () => {
    const recent = recentBytes(10);
    let made = 0;
    const make = async () => {
      made += 1;
      return Buffer.alloc(4);
    };
    await Promise.all([recent('a', make), recent('a', make)]);
    expect(made).toBe(1);
    await recent('b', make);
    await recent('a', make);
    await recent('c', make);
    expect(made).toBe(3);
    await recent('a', make);
    expect(made).toBe(3);
    await recent('b', make);
    expect(made).toBe(4);
  });

  it('forget a failure', async () => {
    const recent = recentBytes(10);
    await expect(recent('a', () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    await expect(recent('a', async () => Buffer.from('x'))).resolves.toEqual(Buffer.from('x'));
  });
});
