import { unixSeconds } from '../clock.ts';
import type { Sql } from '../postgres/database.ts';
import type { Json } from '../seal/canonical-json.ts';
import type { KeyPair } from '../seal/ensure-trust.ts';
import { getTrust } from '../seal/trust-store.ts';
import { type MessageKind, signMessage } from './signed-message.ts';

/** Says something in this office's name, under the key that its trust note names for that. */
export type OwnVoice = (db: Sql, message: { kind: MessageKind; to: string; body: Json }, now: Date) => Promise<string>;

/** `host` is that of PUBLIC_ORIGIN. @throws Refusal `no-trust-note` before the office is set up */
export function openOwnVoice({ host, stateKey }: { host: string; stateKey: KeyPair }): OwnVoice {
  return async (db, { kind, to, body }, now) => {
    const { trust } = await getTrust(db);
    const message = { kind, from: host, to, time: unixSeconds(now), body };
    return signMessage(message, { stateVkey: trust.state, pair: stateKey });
  };
}
