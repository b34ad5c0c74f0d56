import { drawKey } from '../browser/draw-key.ts';
import { sendFiles } from './desk-server.ts';
import type { KeptParcel, KeptParcels, Parcel } from './kept-parcels.ts';
import { nowHere } from './now-there.ts';
import type { Source, Waiting } from './waiting.ts';
import { say } from './words.ts';

/** What the proxy before the server takes at once (`docs/operating/nginx.conf`): of more many browsers learn only that the line broke. */
export const MOST_AT_ONCE_BYTES = 200 * 1024 * 1024;

interface Held extends Parcel {
  at: number;
  state: 'keeping' | 'waiting' | 'refused';
  why: string;
}

/**
 * Chosen files on their way: kept in the browser before they are sent, or, where that cannot be, held by this tab, which then
 * asks before it is closed. `changed` is called whenever there is something new to see or to send.
 */
export function parcels(kept: KeptParcels, changed: () => void) {
  const held = new Map<string, Held>();
  addEventListener('beforeunload', (event) => {
    if ([...held.values()].some(({ state }) => state !== 'refused')) event.preventDefault();
  });

  const act = (word: 'kept.again' | 'kept.throw', name: string, work: () => Promise<void>) => ({
    text: say(word, { name }),
    run: () => work().then(changed),
  });

  function waitingHeld([key, parcel]: [string, Held]): Waiting {
    const title = titleOf(parcel.files);
    const stand = async (state: Held['state'], why: string) => {
      Object.assign(parcel, { state, why });
    };
    const forget = async () => {
      held.delete(key);
    };
    const { state, why } = parcel;
    return {
      ...{ key, title, state, why, forget },
      fleeting: state === 'waiting',
      acts: state === 'refused' ? [act('kept.throw', title, forget)] : [],
      send: (sender, progress) => sendFiles({ key, ...parcel }, sender, progress),
      refuse: (message) => stand('refused', message),
    };
  }

  function waitingKept(parcel: KeptParcel): Waiting {
    const { key, label } = parcel;
    const title = titleOf(label.files);
    const forget = () => kept.forget(key);
    return {
      ...{ key, title, forget, why: label.why },
      state: label.why === '' ? 'waiting' : 'refused',
      fleeting: false,
      acts:
        label.why === ''
          ? []
          : [act('kept.again', title, () => kept.mark(parcel, '')), act('kept.throw', title, forget)],
      async send(sender, progress) {
        const files = await kept.files(parcel).catch(() => undefined);
        if (files === undefined) return { kind: 'refused', message: say('kept.damaged') };
        return sendFiles({ key, unitId: label.unitId, files }, sender, progress);
      },
      refuse: (message) => kept.mark(parcel, message || say('kept.unknown')),
    };
  }

  const source: Source = async () => {
    const found = await kept.list();
    // Kept a moment ago and still held: it is one.
    const rest = [...held].filter(([key]) => !found.some((each) => each.key === key));
    return [...found.map(waitingKept), ...rest.map(waitingHeld)];
  };

  return {
    source,
    /** Each parcel becomes one item of the desk, in this order. */
    async add(all: readonly Parcel[]): Promise<void> {
      const fresh = all.map((parcel, n): [string, Held] => {
        // Equal times would leave their order to chance.
        return [drawKey(), { ...parcel, at: nowHere() + n, state: 'keeping', why: '' }];
      });
      for (const [key, parcel] of fresh) held.set(key, parcel);
      changed();
      for (const [key, parcel] of fresh) {
        const bytes = parcel.files.reduce((sum, { size }) => sum + size, 0);
        const outcome = bytes > MOST_AT_ONCE_BYTES ? 'too-large' : await kept.keep(key, parcel, parcel.at);
        if (outcome === 'kept') held.delete(key);
        else if (outcome === 'no-room') parcel.state = 'waiting';
        else Object.assign(parcel, { state: 'refused', why: say(`kept.${outcome}`) });
        changed();
      }
    },
  };
}
export type Parcels = ReturnType<typeof parcels>;

function titleOf(files: readonly { name: string }[]): string {
  const name = files[0]?.name ?? '';
  return files.length > 1 ? say('kept.together', { name, count: files.length - 1 }) : name;
}
