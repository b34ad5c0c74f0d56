import type { AddressInfo } from 'node:net';
import type { Readable } from 'node:stream';
import PostalMime, { type Email } from 'postal-mime';
import { SMTPServer, type SMTPServerOptions } from 'smtp-server';
import { certificateForHere } from './tls-certificate.ts';

export interface Taken {
  from: string;
  to: string[];
  /** Whether the connection was encrypted when the message came. */
  secure: boolean;
  user: string | undefined;
  raw: string;
  mail: Email;
}

/** A real SMTP server on a port of its own; what it took, and what it is told to answer. */
export interface PostOffice {
  url: string;
  port: number;
  taken: Taken[];
  /** How often somebody tried to sign in. */
  signIns: number;
  /** Throw an error with `responseCode` to refuse. */
  onRecipient: (address: string) => void;
  /** After the message was read, before it is acknowledged. */
  onTaken: () => Promise<void> | void;
  close(): Promise<void>;
}

export async function openPostOffice(
  options: Pick<SMTPServerOptions, 'secure' | 'hideSTARTTLS'> & { password?: string; port?: number } = {},
): Promise<PostOffice> {
  const { password, port, ...more } = options;
  const office: PostOffice = {
    url: '',
    port: 0,
    taken: [],
    signIns: 0,
    onRecipient: () => {},
    onTaken: () => {},
    close: () => new Promise((resolve) => server.close(() => resolve())),
  };
  const server = new SMTPServer({
    ...certificateForHere(),
    authOptional: password === undefined,
    disabledCommands: [
      ...(password === undefined ? ['AUTH'] : []),
      ...(more.hideSTARTTLS === true ? ['STARTTLS'] : []),
    ],
    onAuth: (auth, _session, done) => {
      office.signIns++;
      if (auth.password === password) done(null, { user: auth.username });
      else done(refusal(535, 'no such account'));
    },
    onRcptTo: ({ address }, _session, done) => {
      try {
        office.onRecipient(address);
        done();
      } catch (error) {
        done(error as Error);
      }
    },
    onData: (stream, session, done) => {
      read(stream)
        .then(async (raw) => {
          office.taken.push({
            from: session.envelope.mailFrom === false ? '' : session.envelope.mailFrom.address,
            to: session.envelope.rcptTo.map(({ address }) => address),
            secure: session.secure,
            user: session.user,
            raw: raw.toString('latin1'),
            mail: await PostalMime.parse(raw),
          });
          await office.onTaken();
          done();
        })
        .catch((error: Error) => done(error));
    },
    closeTimeout: 100,
    ...more,
  });
  server.on('error', () => {});
  await new Promise<void>((resolve) => server.listen(port ?? 0, '127.0.0.1', () => resolve()));
  office.port = (server.server.address() as AddressInfo).port;
  office.url = `${more.secure === true ? 'smtps' : 'smtp'}://127.0.0.1:${office.port}`;
  return office;
}

export function refusal(responseCode: number, words = 'refused'): Error {
  return Object.assign(new Error(words), { responseCode });
}

async function read(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}
