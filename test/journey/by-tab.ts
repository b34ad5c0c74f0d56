import { expect } from '@jest/globals';
import type { Page } from 'playwright-core';

/** On by the Tab key alone, as somebody without a mouse; every stop on the way shows that it has the focus. */
export async function tabTo(page: Page, selector: string): Promise<void> {
  for (let stops = 0; stops < 120; stops++) {
    await page.keyboard.press('Tab');
    const { there, seen, what } = await page.evaluate((wanted) => {
      const element = document.activeElement as HTMLElement;
      // A radio's own field is invisible: what is drawn beside it shows the focus; around the text its frame does.
      const styles = [element, element.nextElementSibling, element.closest('.layang-section')].flatMap((one) =>
        one === null ? [] : [getComputedStyle(one), getComputedStyle(one, '::before')],
      );
      const marked = ({ outlineStyle, boxShadow }: CSSStyleDeclaration) =>
        outlineStyle !== 'none' || boxShadow !== 'none';
      return {
        there: element.matches(wanted),
        seen: element === document.body || styles.some(marked),
        what: element.outerHTML.slice(0, 120),
      };
    }, selector);
    expect([what, seen]).toEqual([what, true]);
    if (there) return;
  }
  throw new Error(`the Tab key does not lead to ${selector}`);
}
