/**
 * What our reading of rows relies on, said by every connection: a server of an office may be set to write dates the way the
 * office does (`22/11/2026`), bytes escaped, or to begin every transaction serializable. And that no query is compiled: where the
 * planner thinks one dear that reads fifty rows, that alone would take longer than the page.
 */
export const sessionSettings = Object.entries({
  datestyle: 'ISO',
  timezone: 'UTC',
  bytea_output: 'hex',
  default_transaction_isolation: 'read committed',
  jit: 'off',
})
  .map(([name, value]) => `-c ${name}=${value.replaceAll(' ', '\\ ')}`)
  .join(' ');
