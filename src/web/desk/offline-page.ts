import { drawKey } from '../browser/draw-key.ts';
import { element } from '../editor/elements.ts';
import { askToken } from './desk-server.ts';
import { type KeptDesk, keptDesks } from './kept-desk.ts';
import { dayThere, isClockWrong, timeThere } from './now-there.ts';
import { say } from './words.ts';

const AGAIN_MS = 5_000;

/**
 * The registration page that this browser kept (`views/incoming/offline.njk`): made the page of whoever is signed in, or of nobody. True
 * where it is one to register on; what follows then finds in it what it finds in the server's.
 */
export async function openOffline(open: HTMLElement): Promise<boolean> {
  const desks = keptDesks();
  const desk = await desks.open().catch(() => undefined);
  const form = open.querySelector('form');
  const locked = document.getElementById('offline-locked');
  if (desk === undefined || form === null) {
    open.remove();
    locked?.removeAttribute('hidden');
    watch('', () => {});
    return false;
  }
  locked?.remove();
  fill(form, desk);
  const { person, key, zone, name } = desk;
  Object.assign(document.getElementById('unsent')?.dataset ?? {}, { person, key });
  Object.assign(document.getElementById('desk')?.dataset ?? {}, { zone });
  document.getElementById('offline-who')?.append(say('offline.who', { name }));
  document.getElementById('offline-clock')?.toggleAttribute('hidden', !isClockWrong());
  document.getElementById('offline-lock')?.addEventListener('click', async () => {
    await desks.lock();
    location.reload();
  });
  // With its token what cannot be kept here, for want of room, is sent as from any page.
  watch(person, (token) => setValue(form, '_csrf', token));
  open.hidden = false;
  form.querySelector<HTMLInputElement>('[name=senderName]')?.focus();
  return true;
}

function fill(form: HTMLFormElement, { units, unitId, posts, channel, zone }: KeptDesk): void {
  const unit = form.elements.namedItem('unitId');
  if (unit instanceof HTMLSelectElement)
    unit.replaceChildren(...units.map(({ id, name }) => new Option(name, id, false, id === unitId)));
  document.getElementById('posts')?.replaceChildren(...posts.map((value) => element('option', { value })));
  setValue(form, 'channel', channel);
  setValue(form, 'submissionKey', drawKey());
  setValue(form, 'receivedOn', dayThere(zone));
  setValue(form, 'receivedTime', timeThere(zone));
}

function setValue(form: HTMLFormElement, name: string, value: string): void {
  const field = form.elements.namedItem(name);
  if (field instanceof HTMLInputElement || field instanceof HTMLSelectElement) field.value = value;
}

/** Looks whether Layang answers until it does; not after that, for a session must be able to end for want of requests. */
function watch(person: string, connected: (token: string) => void): void {
  const place = document.getElementById('offline-back');
  let later: ReturnType<typeof setTimeout> | undefined;

  function show(isBack: boolean): void {
    for (const each of document.querySelectorAll<HTMLElement>('[data-away]')) each.hidden = isBack;
    if (!isBack) {
      place?.replaceChildren();
      return;
    }
    // By this address the worker waits for it (`public/registration-worker.js`).
    const link = element('a', { class: 'govuk-link', href: '/incoming/new?complete=yes' }, say('offline.back.link'));
    const said = say(person === '' ? 'offline.back.locked' : 'offline.back');
    place?.replaceChildren(element('p', { class: 'layang-flash' }, element('span', {}, `${said} `, link)));
  }

  async function look(): Promise<void> {
    clearTimeout(later);
    const token = await askToken(person);
    clearTimeout(later);
    if (token === undefined) later = setTimeout(look, AGAIN_MS);
    else {
      show(true);
      if (token !== 'stranger') connected(token);
    }
  }

  addEventListener('online', () => void look());
  addEventListener('offline', () => {
    show(false);
    void look();
  });
  void look();
}
