import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

const require = createRequire(import.meta.url);

interface Face {
  package: string;
  faces: string[];
  prefix: string;
}

/** Arimo and Tinos have the measures of Arial and Times; the Noto faces set Arabic and Javanese inside either. All OFL. */
const FAMILIES: Record<string, Face> = {
  Arimo: { package: 'arimo', prefix: 'Arimo', faces: ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'] },
  Tinos: { package: 'tinos', prefix: 'Tinos', faces: ['400Regular', '400Regular_Italic', '700Bold', '700Bold_Italic'] },
  'Noto Naskh Arabic': { package: 'noto-naskh-arabic', prefix: 'NotoNaskhArabic', faces: ['400Regular', '700Bold'] },
  'Noto Sans Javanese': { package: 'noto-sans-javanese', prefix: 'NotoSansJavanese', faces: ['400Regular', '700Bold'] },
};

/** The families tried for every character, in this order; there is no other fallback. */
export function familiesFor(font: 'Arimo' | 'Tinos'): string[] {
  return [font, 'Noto Naskh Arabic', 'Noto Sans Javanese'];
}

/** The TrueType files of a family, out of its npm package. */
export function fontFiles(family: string): string[] {
  const face = FAMILIES[family];
  if (face === undefined) throw new RangeError(`no such typeface: ${family}`);
  const directory = dirname(require.resolve(`@expo-google-fonts/${face.package}/package.json`));
  return face.faces.map((name) => join(directory, name, `${face.prefix}_${name}.ttf`));
}

export function allFontFiles(): string[] {
  return Object.keys(FAMILIES).flatMap(fontFiles);
}
