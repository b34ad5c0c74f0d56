import { gzipSync } from 'node:zlib';
import type { Views } from './views.ts';

const MOST = 300;

export interface RememberedPages extends Views {
  /** The page compressed, made once as well; undefined for HTML that is not (or no longer) remembered. */
  gzipOf(html: string): Buffer | undefined;
}

/**
 * Views that keep the HTML of the last pages by everything that went into them. Only for pages that show no age (`now` is left
 * out of what is compared) and hold no secret, which is also why they may be compressed: the check page of a letter that a
 * thousand people scan is made once.
 */
export function rememberPages(views: Views): RememberedPages {
  const kept = new Map<string, string>();
  const compressed = new Map<string, Buffer>();
  return {
    render(view, context) {
      const key = `${view} ${JSON.stringify({ ...context, now: undefined })}`;
      const known = kept.get(key);
      const html = known ?? views.render(view, context);
      if (known === undefined) compressed.set(html, gzipSync(html));
      // The oldest leaves first; a page that is asked for again is young again.
      kept.delete(key);
      kept.set(key, html);
      const [oldest] = kept.entries();
      if (kept.size > MOST && oldest !== undefined) {
        kept.delete(oldest[0]);
        compressed.delete(oldest[1]);
      }
      return html;
    },
    gzipOf: (html) => compressed.get(html),
  };
}
