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
import { one } from '../forms.ts';
import type { OfficialVisit } from '../visit.ts';
import type { WordKey } from '../words.ts';
import { MOST_SECTIONS, sectionsOf } from './kind-form.ts';
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
    codes,
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
    fieldNames: fieldNames(visit, sectionsOf(typed).length),
  };
}

/** What the summary of errors calls each field. */
function fieldNames({ t }: OfficialVisit, sections: number): Record<string, string> {
  const margin = (side: 'top' | 'bottom' | 'left' | 'right') => `${t('kinds.margins')}, ${t(`kinds.margin.${side}`)}`;
  const ofSections = Array.from({ length: sections }, (_, at) => {
    const within = (field: string, key: WordKey) => [
      `sections.${at}.${field}`,
      `${t('kinds.section', { n: at + 1 })}, ${t(key)}`,
    ];
    return [
      within('label', 'kinds.section.label'),
      within('labelEn', 'kinds.section.label-en'),
      within('printed', 'kinds.section.printed'),
      within('before', 'kinds.section.before'),
      within('starter', 'kinds.section.starter'),
    ];
  });
  return {
    name: t('kinds.name'),
    nameEn: t('kinds.name-en'),
    kindGroup: t('kinds.group'),
    shape: t('kinds.shape'),
    template: t('kinds.template'),
    title: t('kinds.printed-title'),
    registerCode: t('kinds.register'),
    numberFormat: t('kinds.format'),
    sections: t('kinds.sections'),
    source: t('kinds.source'),
    'profile.fontSize': t('kinds.font-size'),
    'profile.lineSpacing': t('kinds.line-spacing'),
    'profile.margin.top': margin('top'),
    'profile.margin.bottom': margin('bottom'),
    'profile.margin.left': margin('left'),
    'profile.margin.right': margin('right'),
    ...Object.fromEntries(ofSections.flat()),
  };
}
