import { join } from 'node:path';
import { builtAssets } from '../assets.ts';
import type { WebDeps } from '../deps.ts';
import type { Route } from '../routes.ts';

/**
 * The script of a service worker. Not among the assets: it works for the paths below its own address, which must stay the same, and
 * is asked for anew each time.
 */
export function workerRoute(path: `/${string}.js`, file: string, { settings }: Pick<WebDeps, 'settings'>): Route {
  return {
    method: 'GET',
    path,
    access: 'public',
    handler: ({ res }) => {
      const root = settings.publicDirectory ?? builtAssets;
      return new Promise((resolve, reject) => {
        res.sendFile(join(root, file), { cacheControl: false, lastModified: false }, (error) =>
          error ? reject(error) : resolve(),
        );
      });
    },
  };
}
