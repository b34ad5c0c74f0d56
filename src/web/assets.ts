import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import express, { type RequestHandler, type Response } from 'express';

export interface Assets {
  /** `/assets/<version>/layang.css`: a new version of any file gives every file a new address. */
  address(name: string): string;
  /** Serves them under `/assets`, kept by browsers for good; an address of another version is not found. */
  handler: RequestHandler;
}

/** Before the build, and where only text is rendered. */
export const noAssets: Assets = { address: (name) => `/assets/none/${name}`, handler: (_req, _res, next) => next() };

export const builtAssets = fileURLToPath(new URL('./public', import.meta.url));

/** In the order in which they are offered, with the endings that the build gives them. */
const ENCODINGS = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

export function openAssets(directory: string = builtAssets): Assets {
  const hash = createHash('sha256');
  const files = readdirSync(directory, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .toSorted();
  for (const file of files) hash.update(file.slice(directory.length)).update(readFileSync(file));
  const version = hash.digest('hex').slice(0, 12);
  const router = express.Router();
  router.use(`/${version}`, compressed(new Set(files.map((file) => file.slice(directory.length)))));
  router.use(
    `/${version}`,
    express.static(directory, {
      immutable: true,
      maxAge: '1y',
      index: false,
      redirect: false,
      setHeaders: tellEncoding,
    }),
  );
  return { address: (name) => `/assets/${version}/${name}`, handler: router };
}

/** Leads whoever takes it to the smaller file beside the one asked for; only names that the build made are looked up. */
function compressed(names: ReadonlySet<string>): RequestHandler {
  return (req, res, next) => {
    const made = ENCODINGS.filter(([, ending]) => names.has(req.path + ending));
    if (made.length > 0) {
      res.vary('Accept-Encoding');
      // Whoever takes both gets the smaller one, also where a browser names it last.
      const ending = made.find(([encoding]) => req.acceptsEncodings(encoding) === encoding)?.[1];
      if (ending !== undefined) req.url = req.path + ending;
    }
    next();
  };
}

function tellEncoding(res: Response, file: string): void {
  const [encoding, ending] = ENCODINGS.find(([, each]) => file.endsWith(each)) ?? [];
  if (encoding === undefined || ending === undefined) return;
  res.type(extname(file.slice(0, -ending.length))).set('Content-Encoding', encoding);
}
