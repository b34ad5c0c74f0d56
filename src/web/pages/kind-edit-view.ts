import type { Words } from '../../errors.ts';
import type { TypedForm } from '../../letters/kind-drafts-store.ts';
import {
  FONT_WORDS,
  GROUP_CONSEQUENCE,
  GROUP_WORDS,
  LAYOUT_WORDS,
  PAGE_NUMBER_WORDS,
  PAPER_WORDS,
  SECTION_KIND_WORDS,
  SHAPE_WORDS,
  templateWords,
} from '../../letters/kind-words.ts';
import { KIND_GROUPS } from '../../letters/letter-kind.ts';
import { NUMBER_PRESETS } from '../../registers/letter-number.ts';
import { TEMPLATES } from '../../typesetting/letter-page.ts';
import type { WebDeps } from '../deps.ts';
import type { OfficialVisit } from '../visit.ts';
import { MOST_SECTIONS, one, sectionsOf } from './kind-form.ts';
import { exampleCodes, shown } from './settings-numbers.ts';

/** Everything that the form of a kind offers, in the reader's language, and what was typed of its parts. */
export async function kindEditView(
  deps: Pick<WebDeps, 'kinds' | 'people'>,
  visit: OfficialVisit,
  typed: TypedForm,
): Promise<object> {
  const choices = <V extends string>(words: Readonly<Record<V, Words>>) =>
    (Object.entries(words) as [V, Words][]).map(([value, text]) => ({ value, text: visit.say(text) }));
  const codes = await exampleCodes(deps);
  const preset = NUMBER_PRESETS.find(({ code }) => code === one(typed.preset));
  const format = preset?.format ?? one(typed.numberFormat);
  return {
    sections: sectionsOf(typed),
    mostSections: MOST_SECTIONS,
    groups: KIND_GROUPS.map((group) => ({
      value: group,
      text: visit.say(GROUP_WORDS[group]),
      hint: { text: visit.say(GROUP_CONSEQUENCE[group]) },
    })),
    shapes: choices(SHAPE_WORDS),
    templates: TEMPLATES.map((value) => ({ value, text: visit.say(templateWords(value)) })),
    presets: [
      ...NUMBER_PRESETS.map(({ code, format: of, use }) => ({
        value: code,
        text: of,
        hint: { text: `${code}: ${use}` },
      })),
      { value: 'own', text: visit.t('kinds.format.own') },
    ],
    registerCodes: await deps.kinds.registerCodes(visit.actor),
    examples: format.trim() === '' ? null : shown(format.trim(), codes),
    layouts: choices(LAYOUT_WORDS),
    sectionKinds: choices(SECTION_KIND_WORDS),
    papers: choices(PAPER_WORDS),
    fonts: choices(FONT_WORDS),
    pageNumbers: choices(PAGE_NUMBER_WORDS),
  };
}
