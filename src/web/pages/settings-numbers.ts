import { isRefusal } from '../../errors.ts';
import type { KeptKind } from '../../letters/kinds-kept-store.ts';
import { commonNumber } from '../../letters/number-formats-collide.ts';
import { NUMBER_PRESETS, type NumberFormat, parseNumberFormat } from '../../registers/letter-number.ts';
import { type ExampleCodes, examplesOf } from '../../registers/number-examples.ts';
import type { WebDeps } from '../deps.ts';
import { freshForm } from '../forms.ts';
import type { Route } from '../routes.ts';

/** The usual number formats with their numbers, one to be tried, and which kind counts by which. */
export function settingsNumberRoutes(deps: Pick<WebDeps, 'kinds' | 'people'>): Route[] {
  return [
    {
      method: 'GET',
      path: '/settings/numbers',
      access: 'administrator',
      async handler(visit) {
        const codes = await exampleCodes(deps);
        const tried = String(visit.req.query.format ?? '').slice(0, 100);
        const kinds = await deps.kinds.list(visit.actor);
        const offered = kinds.filter(({ retiredAt }) => retiredAt === null);
        visit.render('settings/numbers.njk', {
          codes,
          form: freshForm({ format: tried }),
          tried: tried === '' ? null : { ...shown(tried, codes), alike: alike(tried, offered) },
          presets: NUMBER_PRESETS.map((preset) => ({
            ...preset,
            ...shown(preset.format, codes),
            kinds: offered.filter((kind) => kind.numberFormat === preset.format),
          })),
          own: offered.filter(({ numberFormat }) => NUMBER_PRESETS.every(({ format }) => format !== numberFormat)),
        });
      },
    },
  ];
}

/** Kinds that could print the same number as this format, each with one: a register of its own would not do for it. */
function alike(format: string, kinds: readonly KeptKind[]) {
  const parsed = parsedOrNone(format);
  if (parsed === undefined) return [];
  return kinds.flatMap((kind) => {
    const example = commonNumber(parsed, parseNumberFormat(kind.numberFormat));
    return example === undefined ? [] : [{ ...kind, example }];
  });
}

function parsedOrNone(format: string): NumberFormat | undefined {
  try {
    return parseNumberFormat(format);
  } catch (error) {
    if (!isRefusal(error)) throw error;
    return undefined;
  }
}

/** `problem` is null, not undefined: a view prints nothing that is undefined. */
export function shown(format: string, codes: ExampleCodes) {
  const { examples, problem } = examplesOf(format, codes);
  return { examples: examples.map((each) => ({ ...each, problem: each.problem ?? null })), problem: problem ?? null };
}

/** Codes as this office has them; made up where it has none yet. */
export async function exampleCodes({ people }: Pick<WebDeps, 'people'>): Promise<ExampleCodes> {
  const units = (await people.listUnits()).map(({ code }) => code).filter((code) => code !== '');
  const positions = (await people.listPositions())
    .filter(({ code, closedAt }) => code !== '' && closedAt === null)
    .map(({ code }) => code);
  return {
    unit: units.at(-1) ?? 'Disdik',
    position: positions.at(-1) ?? 'Kadisdik',
    longestUnit: longest(units) ?? 'Disdik',
    longestPosition: longest(positions) ?? 'Kadisdik',
  };
}

function longest(codes: readonly string[]): string | undefined {
  return codes.toSorted((a, b) => Buffer.byteLength(b) - Buffer.byteLength(a))[0];
}
