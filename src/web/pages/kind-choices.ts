import type { LetterKind } from '../../letters/letter-kind.ts';
import type { WordKey } from '../words.ts';

/** What a writer looks for, most used first: the groups of Permendagri 1/2023 put most kinds under "khusus". */
const KIND_USES = ['correspondence', 'assignment', 'announcement', 'statement', 'record', 'report', 'decree'] as const;
export type KindUse = (typeof KIND_USES)[number];

const USE_OF_TEMPLATE = new Map<string, KindUse>([
  ['surat-tugas', 'assignment'],
  ['edaran', 'announcement'],
  ['pengumuman', 'announcement'],
  ['berita-acara', 'record'],
  ['perjanjian', 'record'],
  ['laporan', 'report'],
  ['keputusan', 'decree'],
]);

/** An office's own kinds too: by their group where it says enough, otherwise by the template that sets them. */
function useOfKind({ kindGroup, template }: Pick<LetterKind, 'kindGroup' | 'template'>): KindUse {
  if (kindGroup === 'korespondensi') return 'correspondence';
  if (kindGroup === 'penugasan') return 'assignment';
  if (kindGroup === 'penetapan' || kindGroup === 'pengaturan') return 'decree';
  return USE_OF_TEMPLATE.get(template) ?? 'statement';
}

/** The kinds under the headings of the page that begins a letter, each heading only where it has some. */
export function kindChoices(
  kinds: readonly LetterKind[],
  language: 'id' | 'en',
): { use: KindUse; heading: WordKey; choices: { value: string; text: string }[] }[] {
  return KIND_USES.map((use) => ({
    use,
    heading: `write.use.${use}` as const,
    choices: kinds
      .filter((kind) => useOfKind(kind) === use)
      .map(({ code, name, nameEn }) => ({ value: code, text: language === 'id' ? name : nameEn })),
  })).filter(({ choices }) => choices.length > 0);
}
