import type { TypedForm } from '../../letters/kind-drafts-store.ts';
import type { KindDefinition, KindSection } from '../../letters/letter-kind.ts';
import { NUMBER_PRESETS } from '../../registers/letter-number.ts';
import { many, one } from '../forms.ts';

/** Of several fields of one name, those of one part of the letter stand at its place. */
const SECTION_FIELDS = [
  'key',
  'label',
  'labelEn',
  'required',
  'kind',
  'layout',
  'printed',
  'before',
  'starter',
] as const;
type SectionField = (typeof SECTION_FIELDS)[number];
/** A part as typed. */
export type TypedSection = Record<SectionField, string>;

export const MOST_SECTIONS = 20;

const NEW_SECTION: TypedSection = {
  key: '',
  label: '',
  labelEn: '',
  required: 'no',
  kind: 'text',
  layout: '',
  printed: '',
  before: '',
  starter: '',
};

/** A definition as the form shows it; `definitionOf` reads the same one back. */
export function formOf(definition: KindDefinition): TypedForm {
  const { profile, sections } = definition;
  const preset = NUMBER_PRESETS.find(({ format }) => format === definition.numberFormat);
  const number = (value: number) => value.toLocaleString('id-ID', { maximumFractionDigits: 3, useGrouping: false });
  return {
    name: definition.name,
    nameEn: definition.nameEn,
    kindGroup: definition.kindGroup,
    shape: definition.shape,
    template: definition.template,
    title: definition.title,
    registerCode: definition.registerCode,
    preset: preset?.code ?? 'own',
    numberFormat: definition.numberFormat,
    titlesInBlock: definition.titlesInBlock ? 'yes' : 'no',
    namesPersons: definition.namesPersons ? 'yes' : 'no',
    'profile.paper': profile.paper,
    'profile.font': profile.font,
    'profile.fontSize': number(profile.fontSize),
    'profile.lineSpacing': number(profile.lineSpacing),
    'profile.margin.top': number(profile.margin.top),
    'profile.margin.bottom': number(profile.margin.bottom),
    'profile.margin.left': number(profile.margin.left),
    'profile.margin.right': number(profile.margin.right),
    'profile.catchword': profile.catchword ? 'yes' : 'no',
    'profile.pageNumbers': profile.pageNumbers,
    ownSource: definition.source === null ? 'no' : 'yes',
    source: definition.source ?? '',
    ...sectionColumns(sections.map(typedSection)),
  };
}

function typedSection(section: KindSection): TypedSection {
  return {
    key: section.key,
    label: section.label,
    labelEn: section.labelEn,
    required: section.required ? 'yes' : 'no',
    kind: section.kind,
    layout: section.layout ?? '',
    printed: section.printed ?? '',
    before: section.before ?? '',
    starter: section.starter,
  };
}

/** What was typed, as a definition: not yet looked at. */
export function definitionOf(form: TypedForm): unknown {
  const preset = NUMBER_PRESETS.find(({ code }) => code === one(form.preset));
  const yes = (field: string) => one(form[field]) === 'yes';
  const line = (field: string) => asLine(one(form[field]));
  return {
    name: line('name'),
    nameEn: line('nameEn'),
    kindGroup: one(form.kindGroup),
    shape: one(form.shape),
    template: one(form.template),
    title: line('title'),
    registerCode: line('registerCode'),
    numberFormat: preset?.format ?? line('numberFormat'),
    titlesInBlock: yes('titlesInBlock'),
    namesPersons: yes('namesPersons'),
    sections: withKeys(sectionsOf(form)).map((section) => ({
      key: section.key,
      label: asLine(section.label),
      labelEn: asLine(section.labelEn),
      required: section.required === 'yes',
      kind: section.kind,
      starter: asText(section.starter),
      ...some('layout', section.layout),
      ...some('printed', asLine(section.printed)),
      ...some('before', asLine(section.before)),
    })),
    profile: {
      paper: one(form['profile.paper']),
      margin: Object.fromEntries(
        ['top', 'bottom', 'left', 'right'].map((side) => [side, asNumber(one(form[`profile.margin.${side}`]))]),
      ),
      font: one(form['profile.font']),
      fontSize: asNumber(one(form['profile.fontSize'])),
      lineSpacing: asNumber(one(form['profile.lineSpacing'])),
      catchword: yes('profile.catchword'),
      pageNumbers: one(form['profile.pageNumbers']),
    },
    source: yes('ownSource') ? asText(one(form.source)) : null,
  };
}

/** The parts as typed, in their order. */
export function sectionsOf(form: TypedForm): TypedSection[] {
  const labels = many(form['section.label']);
  return labels.slice(0, MOST_SECTIONS).map((_, at) => {
    const section = { ...NEW_SECTION };
    for (const field of SECTION_FIELDS) section[field] = many(form[`section.${field}`])[at] ?? '';
    return section;
  });
}

function sectionColumns(sections: readonly TypedSection[]): TypedForm {
  return Object.fromEntries(SECTION_FIELDS.map((field) => [`section.${field}`, sections.map((each) => each[field])]));
}

/**
 * The form after one of the buttons beside a part (`up:2`, `down:2`, `remove:2`, counted from 0) or `add`; unchanged for any other
 * button. Where the reader should be led to then.
 */
export function pressed(form: TypedForm, button: string): { form: TypedForm; at: string | undefined } {
  const sections = sectionsOf(form);
  const [what = '', place = ''] = button.split(':');
  const at = /^[0-9]{1,2}$/.test(place) ? Number(place) : -1;
  const section = sections[at];
  const withSections = (changed: TypedSection[], to: number) => ({
    form: { ...form, ...sectionColumns(changed) },
    at: `section-${Math.max(0, Math.min(to, changed.length - 1))}`,
  });
  if (what === 'add' && sections.length < MOST_SECTIONS) {
    return withSections([...sections, { ...NEW_SECTION }], sections.length);
  }
  if (section === undefined) return { form, at: undefined };
  const others = sections.toSpliced(at, 1);
  if (what === 'remove' && others.length > 0) return withSections(others, at - 1);
  if (what === 'up' && at > 0) return withSections(others.toSpliced(at - 1, 0, section), at - 1);
  if (what === 'down' && at < others.length) return withSections(others.toSpliced(at + 1, 0, section), at + 1);
  return { form, at: undefined };
}

/** A part keeps its key for good, so that versions can be compared; a new one gets it from its label. */
function withKeys(sections: readonly TypedSection[]): TypedSection[] {
  const taken = new Set(sections.map(({ key }) => key));
  return sections.map((section) => {
    if (section.key !== '') return section;
    const wanted = keyOf(section.label);
    let key = wanted;
    for (let n = 2; taken.has(key); n++) key = `${wanted.slice(0, 28)}_${n}`;
    taken.add(key);
    return { ...section, key };
  });
}

function keyOf(label: string): string {
  const key = label
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '_')
    .replace(/^[^a-z]+|_+$/g, '')
    .slice(0, 32);
  return key === '' ? 'bagian' : key;
}

function some<N extends string>(name: N, text: string): Partial<Record<N, string>> {
  return (text === '' ? {} : { [name]: text }) as Partial<Record<N, string>>;
}

function asLine(text: string): string {
  return text.normalize('NFC').replace(/\s+/g, ' ').trim();
}

function asText(text: string): string {
  return text.normalize('NFC').replace(/\r\n?/g, '\n').replace(/\s+$/g, '');
}

/** `1,25` as well as `1.25`; what is no number is 0, which no measure may be. */
function asNumber(text: string): number {
  const plain = text.trim().replace(',', '.');
  return /^[0-9]{1,4}(\.[0-9]{1,3})?$/.test(plain) ? Number(plain) : 0;
}
