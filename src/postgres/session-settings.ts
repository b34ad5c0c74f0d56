/**
 * What our reading of rows relies on, said by every connection: a server of an office may be set to write dates the way the
 * office does (`22/11/2026`), bytes escaped, or to begin every transaction serializable.
 */
export const sessionSettings = Object.entries({
  datestyle: 'ISO',
  timezone: 'UTC',
  bytea_output: 'hex',
  default_transaction_isolation: 'read committed',
})
  .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  .join(' ');
