import { type EmblemsDeps, openEmblems } from '../people/change-emblems.ts';
import { openReasons } from './change-reasons.ts';
import { type KindPreviewsDeps, openKindPreviews } from './kind-previews.ts';
import { openKinds } from './kinds.ts';

/** Everything of this room that administrators set: kinds with their previews, reasons of withdrawal; and the emblems they show. */
export function openOfficeSettings(deps: KindPreviewsDeps & EmblemsDeps) {
  const kindPreviews = openKindPreviews(deps);
  return {
    kindPreviews,
    kinds: openKinds({ ...deps, trySample: kindPreviews.trySample }),
    reasons: openReasons(deps),
    emblems: openEmblems(deps),
  };
}
