import type { Actor } from '../people/actor.ts';
import type { EmblemPlace } from '../people/emblems-store.ts';
import { demand } from '../people/permissions.ts';
import { buildLetterPage } from './build-page.ts';
import type { LettersDeps } from './deps.ts';
import type { KindDefinition } from './letter-kind.ts';
import { getKind } from './letter-kind-store.ts';
import { readOfficeBook } from './resolve-content.ts';
import { SAMPLE_PERSON, type SampleOptions, sampleContent } from './sample-letter.ts';

export interface KindPreviewsDeps extends LettersDeps {
  previewer: { preview(pdf: Uint8Array, page: number, dpi: number): Promise<{ png: Buffer }> };
}

/** Legible at the width of a desk, without the weight of print. */
const DPI = 100;
const LETTERHEAD_DPI = 90;

/** What letters of a kind look like, in this office, with sample content: never a letter, so nothing of it is stored. */
export function openKindPreviews(deps: KindPreviewsDeps) {
  /** Refuses `template-invalid` what cannot be set, with the line of an own source. */
  async function sample(definition: KindDefinition, options?: SampleOptions): Promise<{ pdf: Buffer; pages: number }> {
    const content = sampleContent(await readOfficeBook(deps.db), definition, options);
    return deps.typesetter.typeset(
      buildLetterPage({ content, person: SAMPLE_PERSON, host: deps.host, at: deps.clock() }),
    );
  }

  return {
    /** For the acts, which have asked who it is. */
    trySample: (definition: KindDefinition) => sample(definition),
    sample: async (actor: Actor, definition: KindDefinition, options?: SampleOptions) => {
      demand(actor, 'office.manage');
      return sample(definition, options);
    },
    /** Page `page` (from 1) as a PNG; refuses `no-such-page`. */
    async picture(actor: Actor, definition: KindDefinition, page: number, options?: SampleOptions): Promise<Buffer> {
      demand(actor, 'office.manage');
      return (await deps.previewer.preview((await sample(definition, options)).pdf, page, DPI)).png;
    },
    /** Page 1 of an official letter, to look at its letterhead. */
    async letterhead(actor: Actor, place: EmblemPlace): Promise<Buffer> {
      demand(actor, 'office.manage');
      const { code: _, version: __, retiredAt: ___, ...definition } = await getKind(deps.db, 'surat-dinas');
      const { pdf } = await sample(definition, { signer: place === 'head' ? 'head' : 'agency' });
      return (await deps.previewer.preview(pdf, 1, LETTERHEAD_DPI)).png;
    },
  };
}
export type KindPreviews = ReturnType<typeof openKindPreviews>;
