import { randomUUID } from 'node:crypto';
import { request } from 'node:http';
import { unixSeconds } from '../../src/clock.ts';
import { openServiceKeys } from '../../src/custody/service-keys.ts';
import { Manifest } from '../../src/exchange/manifest.ts';
import { type MessageKind, signMessage } from '../../src/exchange/signed-message.ts';
import { findIssued } from '../../src/letters/letters-store.ts';
import { canonicalJson } from '../../src/seal/canonical-json.ts';
import type { KeyPair } from '../../src/seal/ensure-trust.ts';
import { getTrust } from '../../src/seal/trust-store.ts';
import { BUPATI, type Installation } from './two-offices.ts';

/** A delivery as its own job would make it, to be changed by a test before it leaves. */
export interface Raw {
  from: string;
  to: string;
  at: Date;
  manifest: Manifest;
  pdf: Buffer;
  key: { stateVkey: string; pair: KeyPair };
}

export async function rawDelivery(from: Installation, to: Installation, letterId: number): Promise<Raw> {
  const { layang, db, config } = from;
  const issued = await findIssued(db, letterId);
  if (issued === undefined) throw new Error('the letter is not issued');
  const pdf = await layang.documents.read(issued.documentSha256);
  const { trust } = await getTrust(db);
  const manifest = Manifest.parse({
    v: 1,
    key: randomUUID(),
    createdAt: unixSeconds(from.time.now),
    letter: {
      host: issued.host,
      token: issued.token,
      number: issued.number,
      date: issued.letterDate,
      subject: 'Undangan',
      security: 'B',
      urgency: 'BIASA',
      classification: '',
    },
    sender: { office: 'Pemerintah Kabupaten Sagara Asri', unit: '', address: '' },
    recipient: { part: 'to', name: BUPATI, address: '', desk: '' },
    pdf: { sha256: issued.documentSha256.toString('hex'), length: pdf.length, pages: issued.pages },
  });
  const keys = await openServiceKeys(config.dataDir, { databaseIsNew: false });
  return {
    from: from.host,
    to: to.host,
    at: from.time.now,
    manifest,
    pdf,
    key: { stateVkey: trust.state, pair: keys.state },
  };
}

export async function noteOf({ from, to, at, manifest, key }: Raw, kind: MessageKind = 'delivery'): Promise<string> {
  return signMessage({ kind, from, to, time: unixSeconds(at), body: manifest }, key);
}

export interface Answered {
  status: number;
  text: string;
  /** The code of a refusal. */
  code: string | undefined;
  sentence: string;
}

/** Posts to another office as any program may; `length` and `pause` lie about it and take their time. */
export function post(
  to: { host: string },
  path: string,
  body: Buffer,
  { length = body.length, pauseAfter = body.length }: { length?: number | null; pauseAfter?: number } = {},
): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const [hostname, port] = to.host.split(':');
    const headers = length === null ? { 'Transfer-Encoding': 'chunked' } : { 'Content-Length': length };
    const req = request({ hostname, port, path, method: 'POST', headers }, (res) => {
      let text = '';
      res.on('data', (chunk) => {
        text += String(chunk);
      });
      res.on('end', () => {
        const refused = text.startsWith('{') ? JSON.parse(text).refused : undefined;
        resolve({ status: res.statusCode ?? 0, text, code: refused?.code, sentence: refused?.id ?? '' });
        req.destroy();
      });
    });
    req.on('error', reject);
    req.write(body.subarray(0, pauseAfter));
    if (pauseAfter >= body.length) req.end();
  });
}

export function changed(raw: Raw, change: { letter?: object; pdf?: object; recipient?: object; key?: string }): Raw {
  const { manifest } = raw;
  const next = {
    ...manifest,
    ...(change.key === undefined ? {} : { key: change.key }),
    letter: { ...manifest.letter, ...change.letter },
    pdf: { ...manifest.pdf, ...change.pdf },
    recipient: { ...manifest.recipient, ...change.recipient },
  };
  return { ...raw, manifest: JSON.parse(canonicalJson(next)) };
}
