import type { WebDeps } from '../deps.ts';
import type { Officials } from '../officials.ts';
import type { Route } from '../routes.ts';
import { accountRoutes } from './account.ts';
import { decideRoutes } from './decide.ts';
import { inboxRoutes } from './inbox.ts';
import { letterRoutes } from './letters.ts';
import { letterEditRoutes } from './letters-edit.ts';
import { letterFileRoutes } from './letters-files.ts';
import { letterStatusRoutes } from './letters-status.ts';
import { letterSubmitRoutes } from './letters-submit.ts';
import { officeRoutes } from './office.ts';
import { peopleRoutes } from './people.ts';
import { personRoutes } from './person.ts';
import { registerRoutes } from './registers.ts';
import { setUpRoutes } from './set-up.ts';
import { signInRoutes } from './sign-in.ts';
import { unitRoutes } from './units.ts';
import { welcomeRoutes } from './welcome.ts';

/** The pages of the officials' origin, in the order in which they are tried. */
export function officialRoutes(deps: WebDeps, door: Officials): Route[] {
  return [
    ...inboxRoutes(deps),
    ...letterRoutes(deps),
    ...letterEditRoutes(deps),
    ...letterSubmitRoutes(deps),
    ...letterFileRoutes(deps),
    ...letterStatusRoutes(deps),
    ...decideRoutes(deps),
    ...registerRoutes(deps),
    ...signInRoutes(deps, door),
    ...welcomeRoutes(deps),
    ...setUpRoutes(deps),
    ...peopleRoutes(deps),
    ...personRoutes(deps),
    ...officeRoutes(deps),
    ...unitRoutes(deps),
    ...accountRoutes(deps, door),
  ];
}
