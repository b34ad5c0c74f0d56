import type { WebDeps } from '../deps.ts';
import type { Officials } from '../officials.ts';
import type { Route } from '../routes.ts';
import { accountRoutes } from './account.ts';
import { homeRoutes } from './home.ts';
import { peopleRoutes } from './people.ts';
import { personRoutes } from './person.ts';
import { setUpRoutes } from './set-up.ts';
import { signInRoutes } from './sign-in.ts';
import { unitRoutes } from './units.ts';
import { welcomeRoutes } from './welcome.ts';

/** The pages of the officials' origin, in the order in which they are tried. */
export function officialRoutes(deps: WebDeps, door: Officials): Route[] {
  return [
    ...homeRoutes(),
    ...signInRoutes(deps, door),
    ...welcomeRoutes(deps),
    ...setUpRoutes(deps),
    ...peopleRoutes(deps),
    ...personRoutes(deps),
    ...unitRoutes(deps),
    ...accountRoutes(deps),
  ];
}
