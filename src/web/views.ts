import nunjucks from 'nunjucks';
import { clockTime } from '../clock.ts';
import { projectPath } from '../project-root.ts';
import { type Assets, noAssets } from './assets.ts';
import { dateAndTime, fileSize, longDate, waitedFor } from './dates.ts';
import type { Language } from './words.ts';

export interface Views {
  /** The page as HTML. Whatever is printed and undefined is an error, not an empty place. */
  render(view: string, context: object): string;
}

/** What the filters read of the page they stand in; every page's context has it. Import macros `with context`. */
interface FilterContext {
  language: Language;
  timeZone: string;
  now: Date;
}

/**
 * Filters: `date` (instant or `YYYY-MM-DD`), `time`, `dateTime`, `waited`, `size`; in the office's zone and the reader's
 * language. `asset('layang.css')` is the address of a static file under its current version.
 */
export function createViews(assets: Assets = noAssets): Views {
  const loader = new nunjucks.FileSystemLoader(
    [projectPath('views'), projectPath('node_modules', 'govuk-frontend', 'dist')],
    { noCache: false, watch: false },
  );
  const environment = new nunjucks.Environment(loader, {
    autoescape: true,
    throwOnUndefined: true,
    trimBlocks: true,
    lstripBlocks: true,
  });
  environment.addGlobal('asset', assets.address);
  const filters: Record<string, (value: never, page: FilterContext) => string> = {
    date: (value: Date | string, page) => longDate(value, page.timeZone, page.language),
    time: (value: Date, page) => clockTime(value, page.timeZone),
    dateTime: (value: Date, page) => dateAndTime(value, page.timeZone, page.language),
    waited: (value: Date, page) => waitedFor(value, page.now, page.language),
    size: (value: number, page) => fileSize(value, page.language),
  };
  for (const [name, format] of Object.entries(filters)) {
    environment.addFilter(name, function (this: { ctx: FilterContext }, value: never) {
      return format(value, this.ctx);
    });
  }
  return { render: (view, context) => environment.render(view, context) };
}
