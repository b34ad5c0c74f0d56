/** `host:port`, or the path of a socket on this machine. */
export type ClamdAddress = { host: string; port: number } | { path: string };

/** The address as the setting has it; undefined when it is none. */
export function clamdAddress(text: string): ClamdAddress | undefined {
  if (/^\/[^\0]{1,100}$/.test(text)) return { path: text };
  const [, host = '', port = ''] = /^(\[[0-9a-fA-F:]+\]|[a-zA-Z0-9.-]+):(\d{1,5})$/.exec(text) ?? [];
  const number = Number(port);
  return host === '' || number < 1 || number > 65_535
    ? undefined
    : { host: host.replace(/^\[|\]$/g, ''), port: number };
}
