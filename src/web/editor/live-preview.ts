import type { DraftServer } from './draft-server.ts';
import { element, pushButton } from './elements.ts';
import { say } from './words.ts';

/** From this width on the pages stand beside the text; below it behind a button. */
const BESIDE = matchMedia('(min-width: 1100px)');

export interface LivePreviewParts {
  letter: string;
  place: HTMLElement;
  server: DraftServer;
  /** Sentences by field, where the draft cannot be set; empty where it can. */
  refused(fields: Record<string, string>): void;
}

/** The pages of the stored draft as they would print. Only a picture that has changed is fetched, and only one that is in view. */
export function livePreview({ letter, place, server, refused }: LivePreviewParts) {
  const problem = element('div', { class: 'layang-live__problem', role: 'status' });
  const sheets = element('div', {
    class: 'layang-live__sheets',
    tabindex: '0',
    role: 'region',
    'aria-label': say('live.title'),
  });
  const aside = element(
    'aside',
    { class: 'layang-live', id: 'live-preview', 'aria-label': say('live.title') },
    problem,
    sheets,
  );
  sheets.append(element('p', { class: 'govuk-hint' }, say('live.waiting')));
  place.append(aside);
  const inView = new Set<number>([1]);
  let running = false;
  let again = false;
  let open = BESIDE.matches;

  const seen = new IntersectionObserver(
    (entries) => {
      let more = false;
      for (const { target, isIntersecting } of entries) {
        const page = Number((target as HTMLElement).dataset.page);
        if (isIntersecting && !inView.has(page)) more = true;
        if (isIntersecting) inView.add(page);
        else inView.delete(page);
      }
      if (more) void refresh();
    },
    { root: sheets },
  );

  function layOut(pages: number): void {
    if (sheets.querySelector('img') === null) sheets.replaceChildren();
    const have = sheets.querySelectorAll('img').length;
    for (let page = have + 1; page <= pages; page++) {
      const picture = element('img', {
        class: 'layang-live__page',
        width: '909',
        height: '1286',
        'data-page': String(page),
        alt: '',
      });
      sheets.append(picture);
      seen.observe(picture);
    }
    for (const picture of [...sheets.querySelectorAll('img')].slice(pages)) {
      seen.unobserve(picture);
      inView.delete(Number(picture.dataset.page));
      picture.remove();
    }
    for (const [at, picture] of sheets.querySelectorAll('img').entries()) {
      picture.alt = say('live.page', { n: at + 1, count: pages });
    }
  }

  async function draw(picture: HTMLImageElement, hash: string): Promise<void> {
    if (picture.dataset.hash === hash) return;
    picture.dataset.hash = hash;
    const next = new Image();
    next.src = `/letters/${letter}/preview/${picture.dataset.page}.png?v=${hash}`;
    // Shown when it is whole: no white sheet in between, and the place in the text stays.
    await next.decode().catch(() => undefined);
    if (picture.dataset.hash === hash) picture.src = next.src;
  }

  async function refresh(): Promise<void> {
    if (!open) return;
    if (running) {
      again = true;
      return;
    }
    running = true;
    const answer = await server.pages([...(inView.size === 0 ? [1] : inView)].sort((a, b) => a - b).slice(0, 6));
    running = false;
    if (answer.kind === 'pages') {
      problem.textContent = '';
      refused({});
      layOut(answer.pages);
      await Promise.all(
        Object.entries(answer.pictures).map(async ([page, hash]) => {
          const picture = sheets.querySelector<HTMLImageElement>(`img[data-page="${page}"]`);
          if (picture !== null) await draw(picture, hash);
        }),
      );
      aside.dataset.drawn = String(Number(aside.dataset.drawn ?? 0) + 1);
    } else if (answer.kind === 'refused') {
      const sentences = Object.values(answer.fields);
      problem.textContent = `${say('live.cannot')} ${(sentences.length === 0 ? [answer.message] : sentences).join(' ')}`;
      refused(answer.fields);
    }
    if (again) {
      again = false;
      void refresh();
    }
  }

  const toggle = pushButton(say('live.open'), 'govuk-button govuk-button--secondary layang-live__toggle', () =>
    show(!open),
  );
  toggle.setAttribute('aria-controls', aside.id);
  place.prepend(toggle);

  function show(shown: boolean): void {
    open = shown;
    aside.hidden = !shown;
    place.dataset.live = shown ? 'open' : 'closed';
    toggle.setAttribute('aria-expanded', String(shown));
    toggle.textContent = say(shown ? (BESIDE.matches ? 'live.close' : 'live.write') : 'live.open');
    void refresh();
  }
  BESIDE.addEventListener('change', ({ matches }) => show(matches));
  show(open);
  return { refresh: () => void refresh() };
}
