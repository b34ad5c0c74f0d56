import type { PublicRoute } from '../../routes.ts';

/** The pages by which anybody checks a letter. */
export function checkRoutes(_deps: object): PublicRoute[] {
  return [];
}
