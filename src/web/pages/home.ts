import { may } from '../../people/permissions.ts';
import type { Route } from '../routes.ts';

/** The first page after sign-in. */
export function homeRoutes(): Route[] {
  return [
    {
      method: 'GET',
      path: '/',
      access: 'signed-in',
      handler: (visit) => visit.redirect(may(visit.actor, 'people.manage') ? '/people' : '/account'),
    },
  ];
}
