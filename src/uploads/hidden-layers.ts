import { isKind } from '../pdf/objects.ts';
import type { PdfDocument } from '../pdf/reader.ts';

/**
 * Whether some layer is not simply shown (ISO 32000-2, 8.11.4.3): off, off by default, or shown on the screen and not on
 * paper. What one reader sees and another does not is nothing to sign.
 */
export function hidesLayers(document: PdfDocument): boolean {
  const properties = document.dict(document.catalog, 'OCProperties');
  const standard = properties && document.dict(properties, 'D');
  if (properties === undefined || standard === undefined) return false;
  if (document.name(standard, 'BaseState') === 'OFF') return true;
  if ((document.array(standard, 'OFF')?.items.length ?? 0) > 0) return true;
  // Automatic states by event: View, Print, Export.
  return (document.array(standard, 'AS')?.items ?? []).some((item) => {
    const usage = document.resolve(item);
    return isKind(usage, 'dict') && (document.array(usage, 'OCGs')?.items.length ?? 0) > 0;
  });
}
