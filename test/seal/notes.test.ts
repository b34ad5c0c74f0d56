import { type Directory, directoryText, forbiddenChanges, parseDirectoryText } from '../../src/seal/key-directory.ts';
import { keyId } from '../../src/seal/key-id.ts';
import { decodeVkey, encodeVkey, type NoteSigner, openNote, signNote } from '../../src/seal/signed-note.ts';
import { parseStateText, stateText } from '../../src/seal/state-note.ts';
import { openTrustNote, parseTrustText, policyWithoutWitnesses, trustText } from '../../src/seal/trust-note.ts';
import { keyFromSeed, vectors } from './vectors.ts';

const { notes, host } = vectors;
const signer = (name: string, seed: string): NoteSigner => ({ name: `${host}/${name}`, ...keyFromSeed(seed) });
const root = signer('trust-1', notes.seeds.root);
const directoryKey = signer('keys', notes.seeds.directory);
const stateKey = signer('state', notes.seeds.state);
const logKey = signer('log', notes.seeds.log);
const textOf = (note: string) => note.slice(0, note.lastIndexOf('\n\n') + 1);

function present<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('expected a value');
  return value;
}

const written: [string, string, NoteSigner, (text: string) => string | undefined][] = [
  ['trust', notes.trust, root, (t) => trustText(present(parseTrustText(t)))],
  ['directory', notes.directory, directoryKey, (t) => directoryText(present(parseDirectoryText(t)))],
  [
    'state before the first checkpoint',
    notes.stateBeforeFirstCheckpoint,
    stateKey,
    (t) => stateText(present(parseStateText(t))),
  ],
  ['state with one recalled', notes.stateWithOneRecalled, stateKey, (t) => stateText(present(parseStateText(t)))],
  ['checkpoint', notes.checkpoint, logKey, (t) => t],
];

test.each(written)(
  'the %s note of the vectors is read, written and signed again to the same bytes',
  async (_, note, key, rewrite) => {
    const opened = present(openNote(note, [key]));
    expect(opened.signedBy).toEqual([encodeVkey(key)]);
    const text = present(rewrite(opened.text));
    expect(await signNote(text, [key])).toBe(note);
  },
);

test('the trust note names the keys by their vkeys and the log by its policy', () => {
  const { trust } = present(openTrustNote(notes.trust));
  expect(trust.directory).toBe(encodeVkey(directoryKey));
  expect(trust.policy).toBe(policyWithoutWitnesses(encodeVkey(logKey)));
  expect(decodeVkey(trust.roots[0] ?? '')).toEqual({ name: root.name, publicKey: root.publicKey });
});

test('a vkey with a wrong id, type or form is no key', () => {
  const good = encodeVkey(root);
  expect(decodeVkey(good.replace('+a2', '+a3'))).toBeUndefined();
  expect(decodeVkey(`${good}=`)).toBeUndefined();
  expect(decodeVkey(good.replace('/trust', ' /trust'))).toBeUndefined();
});

test('a changed text, a changed signature, or another key opens nothing', () => {
  expect(openNote(notes.trust.replace('Contoh', 'Cantoh'), [root])).toBeUndefined();
  expect(openNote(notes.trust.replace('ohmYLN7F', 'ohmYLN7G'), [root])).toBeUndefined();
  expect(openNote(notes.trust, [stateKey])).toBeUndefined();
  expect(openNote(textOf(notes.trust), [root])).toBeUndefined();
  expect(openNote(`${notes.trust}rest`, [root])).toBeUndefined();
});

test('signatures of unknown keys are passed over', async () => {
  const note = await signNote('hello\n', [stateKey, root]);
  expect(openNote(note, [root])).toEqual({ text: 'hello\n', signedBy: [encodeVkey(root)] });
});

test('a text with control characters or without its last newline is not signed', async () => {
  await expect(signNote('a\tb\n', [root])).rejects.toThrow(TypeError);
  await expect(signNote('a', [root])).rejects.toThrow(TypeError);
});

test('a second trust note needs the roots of the first', async () => {
  const first = present(openTrustNote(notes.trust));
  const next = { version: 2, time: first.time + 1, trust: { ...first.trust, hosts: ['baru.example', host] } };
  expect(openTrustNote(await signNote(trustText(next), [root]), first)).toEqual(next);
  const taken = { ...next, trust: { ...next.trust, roots: [encodeVkey(stateKey)] } };
  expect(openTrustNote(await signNote(trustText(taken), [stateKey]), first)).toBeUndefined();
  expect(openTrustNote(await signNote(trustText(taken), [root]), first)).toBeUndefined();
  expect(openTrustNote(await signNote(trustText(taken), [root, stateKey]), first)).toEqual(taken);
  expect(openTrustNote(await signNote(trustText({ ...next, version: 3 }), [root]), first)).toBeUndefined();
});

test('a threshold above the number of roots cannot be met and is refused', () => {
  const { trust, ...rest } = present(parseTrustText(textOf(notes.trust)));
  const two = trustText({ ...rest, trust: { ...trust, threshold: 2, roots: [...trust.roots, ...trust.roots] } });
  expect(parseTrustText(two)).toBeUndefined();
});

test.each([
  ['a leading zero', (t: string) => t.replace('\n1\n', '\n01\n')],
  ['another label', (t: string) => t.replace('/v1', '/v2')],
  ['a space in the JSON', (t: string) => t.replace('{"', '{ "')],
  ['an empty line', (t: string) => `${t}\n`],
])('a text with %s is refused', (_, change) => {
  expect(parseTrustText(change(textOf(notes.trust)))).toBeUndefined();
  expect(parseDirectoryText(change(textOf(notes.directory)))).toBeUndefined();
});

test.each([
  ['another order', (t: string) => t.replace(/(keys .*\n)(trust .*\n)/, '$2$1')],
  ['a size with a leading zero', (t: string) => t.replace('checkpoint 2', 'checkpoint 02')],
  ['a root of other length', (t: string) => t.replace('Egcy/', 'Egcy')],
])('a state with %s is refused', (_, change) => {
  expect(parseStateText(change(textOf(notes.stateWithOneRecalled)))).toBeUndefined();
});

describe('a new version of the directory', () => {
  const before = present(parseDirectoryText(textOf(notes.directory)));
  const [line] = before.keys;
  const official = present(line);
  const next = (change: Partial<typeof official>, more: Directory['keys'] = []): Directory => ({
    version: 2,
    time: before.time + 5,
    keys: [{ ...official, ...change }, ...more],
  });
  const line2 = (pub: Buffer) => ({
    ...official,
    id: `${host}/official/000002`,
    pub: pub.toString('hex'),
    kid: keyId(`${host}/official/000002`, pub).toString('hex'),
  });

  test.each<[string, Directory]>([
    ['nothing', next({})],
    ['a new key', next({}, [line2(stateKey.publicKey)])],
    ['an earlier end', next({ notAfter: official.notAfter - 1 })],
    ['retired', next({ status: 'retired' })],
    ['revoked', next({ status: 'revoked', revokedFromIndex: 7 })],
  ])('may bring %s', (_, after) => {
    expect(forbiddenChanges(before, after)).toEqual([]);
    expect(parseDirectoryText(directoryText(after))?.keys).toHaveLength(after.keys.length);
  });

  test.each<[string, Directory]>([
    ['a removed line', { ...next({}), keys: [] }],
    ['a later end', next({ notAfter: official.notAfter + 1 })],
    ['an earlier beginning', next({ notBefore: official.notBefore - 1 })],
    ['another name', next({ name: 'Orang Lain' })],
    ['another position', next({ position: 'Bupati' })],
    ['another key', next({ pub: stateKey.publicKey.toString('hex') })],
    ['a key of small order', next({}, [line2(Buffer.alloc(32))])],
    ['a skipped version', { ...next({}), version: 3 }],
    ['an earlier time', { ...next({}), time: before.time - 1 }],
  ])('may not bring %s', (_, after) => expect(forbiddenChanges(before, after)).not.toEqual([]));

  test('may not take back a revocation or move it later', () => {
    const revoked = next({ status: 'revoked', revokedFromIndex: 7 });
    expect(forbiddenChanges(revoked, { ...next({}), version: 3 })).not.toEqual([]);
    expect(forbiddenChanges(revoked, { ...next({ status: 'revoked', revokedFromIndex: 8 }), version: 3 })).not.toEqual(
      [],
    );
    expect(forbiddenChanges(revoked, { ...next({ status: 'revoked', revokedFromIndex: 6 }), version: 3 })).toEqual([]);
  });

  test('is refused when its lines are not sorted or one is doubled', () => {
    const two = directoryText(next({}, [line2(stateKey.publicKey)]));
    const [label, version, time, a, b] = two.trimEnd().split('\n');
    expect(parseDirectoryText(two)?.keys).toHaveLength(2);
    expect(parseDirectoryText(`${[label, version, time, b, a].join('\n')}\n`)).toBeUndefined();
    expect(parseDirectoryText(`${[label, version, time, a, a].join('\n')}\n`)).toBeUndefined();
  });
});
