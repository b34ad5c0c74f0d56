import { createTransport } from 'nodemailer';

/** Where mail is handed over, from SMTP_URL and MAIL_FROM. `url` holds a password: never logged. */
export interface MailSettings {
  url: string;
  from: string;
}

export interface Message {
  /** Without angle brackets; the same at every try. */
  messageId: string;
  to: { address: string; name: string };
  subject: string;
  text: string;
  attachments: { name: string; mediaType: string; bytes: Buffer }[];
}

export interface MailServer {
  /** Resolves once the server has taken the message; otherwise throws what `judgeFailure` reads. */
  send(message: Message): Promise<void>;
}

export interface OpenMailServer extends MailServer {
  /** Connects, signs in and sends nothing; throws what `judgeFailure` reads. */
  greet(): Promise<void>;
}

const SECOND = 1_000;

/**
 * A mail server by its address: `smtps://` speaks TLS from the first byte; `smtp://` changes to TLS where the server offers it,
 * and must where a password is sent, except to this machine. One connection a message: none is left open to go stale.
 */
export function openMailServer({ url, from }: MailSettings): OpenMailServer {
  const { protocol, hostname, port, username, password } = new URL(url);
  const secure = protocol === 'smtps:';
  const here = hostname === 'localhost' || hostname === '[::1]' || hostname.startsWith('127.');
  const transport = createTransport({
    host: hostname.replace(/^\[|\]$/g, ''),
    port: Number(port) || (secure ? 465 : username === '' ? 25 : 587),
    secure,
    requireTLS: !secure && username !== '' && !here,
    ...(username === '' ? {} : { auth: { user: decodeURIComponent(username), pass: decodeURIComponent(password) } }),
    connectionTimeout: 20 * SECOND,
    greetingTimeout: 20 * SECOND,
    socketTimeout: 120 * SECOND,
    // A message is made of what is given here, never of a file or an address that a text names.
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  const domain = from.slice(from.lastIndexOf('@') + 1).replace(/>$/, '');
  return {
    async greet() {
      await transport.verify();
    },
    async send(message) {
      await transport.sendMail({
        from,
        to: message.to,
        subject: message.subject,
        text: message.text,
        messageId: `<${message.messageId}@${domain}>`,
        // RFC 3834: no answering machine replies to this.
        headers: { 'Auto-Submitted': 'auto-generated' },
        attachments: message.attachments.map(({ name, mediaType, bytes }) => ({
          filename: name,
          contentType: mediaType,
          content: bytes,
        })),
      });
    },
  };
}
