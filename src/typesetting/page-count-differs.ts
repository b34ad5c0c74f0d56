import { Refusal } from '../errors.ts';

/** The letter has another number of pages than page symbols were drawn for: draw them again for `pages` and set it once more. */
export class PageCountDiffers extends Refusal {
  readonly pages: number;

  constructor(pages: number, expected: number) {
    super('conflict', 'page-count-differs', {
      id: `Surat ini menjadi ${pages} halaman, bukan ${expected}.`,
      en: `The letter has ${pages} pages, not ${expected}.`,
    });
    this.pages = pages;
  }
}
