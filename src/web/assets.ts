import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler } from 'express';

export interface Assets {
  /** `/assets/<version>/layang.css`: a new version of any file gives every file a new address. */
  address(name: string): string;
  /** Serves them under `/assets`, kept by browsers for good; an address of another version is not found. */
  handler: RequestHandler;
}

/** Before the build, and where only text is rendered. */
export const noAssets: Assets = { address: (name) => `/assets/none/${name}`, handler: (_req, _res, next) => next() };

export const builtAssets = fileURLToPath(new URL('./public', import.meta.url));

export function openAssets(directory: string = builtAssets): Assets {
  const hash = createHash('sha256');
  const names = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const name of names) hash.update(name.slice(directory.length)).update(readFileSync(name));
  const version = hash.digest('hex').slice(0, 12);
  const router = express.Router();
  router.use(
    `/${version}`,
    express.static(directory, { immutable: true, maxAge: '1y', index: false, redirect: false, fallthrough: true }),
  );
  return { address: (name) => `/assets/${version}/${name}`, handler: router };
}
