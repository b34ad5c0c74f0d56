import { type Agent, request } from 'node:http';

export interface Answer {
  status: number;
  location: string | undefined;
  type: string;
  bytes: Buffer;
  ms: number;
}

/** One person with a browser that has no script: keeps cookies, follows where a form leads, sends what the page put into it. */
export interface Visitor {
  ask(path: string, sent?: Sent): Promise<Answer>;
  /** Fetches the page, fills the form that goes to `action` and sends it; both answers, the page's twice where there is none. */
  fill(path: string, action: string, fields: Record<string, string>): Promise<{ page: Answer; sent: Answer }>;
}

interface Sent {
  method: 'POST';
  type: string;
  body: Buffer;
}

/**
 * `port` may be one of several processes behind the one `origin`; `address` is whom the proxy would have named, so that a
 * crowd on the loopback is a crowd to whoever counts addresses.
 */
export function visitor(to: { port: number; host: string; address: string; agent: Agent }): Visitor {
  const cookies = new Map<string, string>();

  function ask(path: string, sent?: Sent): Promise<Answer> {
    const cookie = [...cookies].map((pair) => pair.join('=')).join('; ');
    const headers = {
      host: to.host,
      'x-forwarded-for': to.address,
      'accept-encoding': 'gzip',
      ...(cookie === '' ? {} : { cookie }),
      ...(sent === undefined ? {} : { 'content-type': sent.type, 'content-length': String(sent.body.length) }),
    };
    const start = performance.now();
    return new Promise((resolve, reject) => {
      const going = request(
        { port: to.port, host: 'localhost', path, method: sent?.method ?? 'GET', headers, agent: to.agent },
        (response) => {
          const parts: Buffer[] = [];
          response.on('data', (part: Buffer) => parts.push(part));
          response.once('error', reject);
          response.once('end', () => {
            for (const line of response.headers['set-cookie'] ?? []) {
              const [pair = ''] = line.split(';');
              const at = pair.indexOf('=');
              cookies.set(pair.slice(0, at), pair.slice(at + 1));
            }
            resolve({
              status: response.statusCode ?? 0,
              location: response.headers.location,
              type: response.headers['content-type'] ?? '',
              bytes: Buffer.concat(parts),
              ms: performance.now() - start,
            });
          });
        },
      );
      going.once('error', reject);
      going.end(sent?.body);
    });
  }

  return {
    ask,
    async fill(path, action, fields) {
      const page = await ask(path);
      if (page.status !== 200) return { page, sent: page };
      const body = new URLSearchParams([...fieldsOf(page.bytes.toString('utf8'), action)]);
      for (const [name, value] of Object.entries(fields)) body.set(name, value);
      const type = 'application/x-www-form-urlencoded';
      return { page, sent: await ask(action, { method: 'POST', type, body: Buffer.from(body.toString()) }) };
    },
  };
}

/** What a browser would send of the page's form with this action if nothing were typed. */
function fieldsOf(html: string, action: string): [string, string][] {
  const forms = html.match(/<form[\s\S]*?<\/form>/g) ?? [];
  const form = forms.find((each) => new RegExp(`action="${action}["?]`).test(each)) ?? '';
  const fields: [string, string][] = [];
  for (const [tag] of form.matchAll(/<input\b[^>]*>/g)) {
    const { name, value = '', type = 'text' } = attributesOf(tag);
    const chosen = !['checkbox', 'radio'].includes(type) || /\schecked\b/.test(tag);
    if (name !== undefined && chosen && type !== 'submit' && type !== 'file') fields.push([name, value]);
  }
  for (const [, tag = '', text = ''] of form.matchAll(/<textarea\b([^>]*)>([\s\S]*?)<\/textarea>/g)) {
    const { name } = attributesOf(tag);
    if (name !== undefined) fields.push([name, unescaped(text.replace(/^\n/, ''))]);
  }
  for (const [, tag = '', options = ''] of form.matchAll(/<select\b([^>]*)>([\s\S]*?)<\/select>/g)) {
    const { name } = attributesOf(tag);
    const all = [...options.matchAll(/<option\b[^>]*>/g)].map(([option]) => option);
    const chosen = all.find((option) => /\sselected\b/.test(option)) ?? all[0] ?? '';
    if (name !== undefined) fields.push([name, attributesOf(chosen).value ?? '']);
  }
  return fields;
}

function attributesOf(tag: string): Record<string, string> {
  return Object.fromEntries(
    [...tag.matchAll(/([\w.-]+)="([^"]*)"/g)].map(([, name = '', value = '']) => [name, unescaped(value)]),
  );
}

function unescaped(text: string): string {
  const known: Record<string, string> = { lt: '<', gt: '>', quot: '"', amp: '&', '#39': "'" };
  return text.replace(/&(lt|gt|quot|amp|#39);/g, (_, name: string) => known[name] ?? '');
}

export async function signIn(who: Visitor, username: string, password: string): Promise<Answer> {
  const { sent } = await who.fill('/sign-in', '/sign-in', { username, password });
  if (sent.status !== 302 && sent.status !== 303) throw new Error(`${username} was not let in: ${sent.status}`);
  return sent;
}
