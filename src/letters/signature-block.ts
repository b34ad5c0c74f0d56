import { type AppointmentForm, orderForms } from '../people/capacity.ts';
import { fullName } from '../people/full-name.ts';
import type { KindGroup } from './letter-kind.ts';

export type OfficeKind = 'head_of_region' | 'deputy_head' | 'secretary' | 'other';

/** On whose authority: own; `a.n.` the superior one level up; `u.b.` after a.n., two levels up with one between. */
export type Authority =
  | { form: 'own' }
  | { form: 'an'; principal: string }
  | { form: 'ub'; principal: string; intermediate: string };

export interface BlockPerson {
  name: string;
  titleBefore: string;
  titleAfter: string;
  nip: string;
  rank: string;
}

export interface BlockInput {
  kindGroup: KindGroup;
  /** False for piagam, sertifikat, STTPP, which never show titles (Pasal 44), and for kinds an office sets so. */
  titlesInBlock: boolean;
  officeKind: OfficeKind;
  position: string;
  /** Acting forms as they stack: `['Plh.', 'Pj.']`. */
  forms: readonly AppointmentForm[];
  authority: Authority;
  person: BlockPerson;
}

/** The block as printed, top to bottom: the QR stands between `office` and `name`. */
export interface SignatureBlock {
  office: string[];
  name: string;
  /** Rank, then NIP; empty where Pasal 44 shows neither. */
  under: string[];
}

/**
 * Permendagri 1/2023 Pasal 44(5) names Pj. and Plh. for the regional secretary and is silent on Plt. (and Pjs.), which occur in
 * practice: as Plh. unless an office decides otherwise here.
 */
export const PLAIN_ACTING_SECRETARY: readonly string[] = ['Pj.', 'Plh.', 'Plt.', 'Pjs.'];
const PLAIN_ACTING_HEAD: readonly string[] = ['Pj.', 'Pjs.', 'Plt.', 'Plh.'];

/**
 * What Pasal 44 shows of the person. Two questions that the article answers apart: the kind's group decides on titles
 * (pengaturan and penetapan: none), the office decides on rank and NIP (all but head of region, deputy and secretary);
 * an acting head or secretary shows the bare name.
 */
export function shownOfPerson(
  input: Pick<BlockInput, 'kindGroup' | 'titlesInBlock' | 'officeKind' | 'forms'>,
  plainActingSecretary: readonly string[] = PLAIN_ACTING_SECRETARY,
): { titles: boolean; rankAndNip: boolean } {
  const acting = (plain: readonly string[]) => input.forms.some((form) => plain.includes(form));
  if (input.officeKind === 'head_of_region' && acting(PLAIN_ACTING_HEAD)) return { titles: false, rankAndNip: false };
  if (input.officeKind === 'secretary' && acting(plainActingSecretary)) return { titles: false, rankAndNip: false };
  const titles = input.titlesInBlock && input.kindGroup !== 'pengaturan' && input.kindGroup !== 'penetapan';
  return { titles, rankAndNip: input.officeKind === 'other' };
}

/** The person's name as this letter prints it, with or without titles: what the paper is compared with. */
export function nameInBlock(
  { kind, signatory }: { kind: { group: KindGroup; titlesInBlock: boolean }; signatory: { officeKind: OfficeKind } },
  person: BlockPerson & { forms: readonly AppointmentForm[] },
): string {
  const { group: kindGroup, titlesInBlock } = kind;
  const { officeKind } = signatory;
  return shownOfPerson({ kindGroup, titlesInBlock, officeKind, forms: person.forms }).titles
    ? fullName(person)
    : person.name;
}

/** The block's lines by Pasal 44 and the authority forms; the last line of `office` ends with the comma. */
export function signatureBlock(input: BlockInput, plainActingSecretary?: readonly string[]): SignatureBlock {
  const shown = shownOfPerson(input, plainActingSecretary);
  const { person } = input;
  return {
    office: officeLines(input),
    name: shown.titles ? fullName(person) : person.name,
    under: shown.rankAndNip
      ? [person.rank, person.nip === '' ? '' : `NIP ${person.nip}`].filter((line) => line !== '')
      : [],
  };
}

function officeLines({ authority, forms, position }: BlockInput): string[] {
  const signer = `${[...orderForms(forms), capitals(position)].join(' ')},`;
  if (authority.form === 'own') return [signer];
  const principal = `a.n. ${capitals(authority.principal)}`;
  if (authority.form === 'an') return [principal, signer];
  return [principal, capitals(authority.intermediate), 'u.b.', signer];
}

/** As offices are printed: "KEPALA DINAS PENDIDIKAN". */
export function capitals(text: string): string {
  return text.toLocaleUpperCase('id');
}
