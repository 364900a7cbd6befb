import { simpleParser, type ParsedMail } from 'mailparser';
import type { AddressInfo } from 'node:net';
import { SMTPServer } from 'smtp-server';
import type { Site } from './site';
import { waitFor } from './wait-for';

/** One mail as the receiving server took it. */
export interface ReceivedMail {
  readonly to: readonly string[];
  readonly mail: ParsedMail;
  readonly raw: string;
}

/** A real mail server on loopback that keeps what it is handed. */
export interface MailServer {
  readonly port: number;
  readonly received: ReceivedMail[];
  /** Environment by which a site sends through this server. */
  readonly environment: Readonly<Record<string, string>>;
  /** Mails to this address. */
  to(address: string): ReceivedMail[];
  /** Resolves with the mails to this address once there are so many. */
  arrived(address: string, count?: number): Promise<ReceivedMail[]>;
  /** Away: nobody listens at its port. */
  stop(): Promise<void>;
  /** Back at the same port. */
  start(): Promise<void>;
}

export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedMail[] = [];
  let server: SMTPServer | null = null;
  let port = 0;

  const start = async () => {
    const started = new SMTPServer({
      authOptional: true,
      disabledCommands: ['STARTTLS', 'AUTH'],
      onData(stream, session, done) {
        const chunks: Buffer[] = [];
        stream.on('data', (chunk: Buffer) => chunks.push(chunk));
        stream.on('end', () => {
          const raw = Buffer.concat(chunks).toString();
          const to = session.envelope.rcptTo.map(({ address }) => address);
          simpleParser(raw).then((mail) => {
            received.push({ to, mail, raw });
            done();
          }, done);
        });
      },
    });
    await new Promise<void>((resolve, reject) => {
      started.on('error', reject);
      started.listen(port, '127.0.0.1', resolve);
    });
    port = (started.server.address() as AddressInfo).port;
    server = started;
  };
  await start();

  const to = (address: string) => received.filter((mail) => mail.to.includes(address));
  return {
    port,
    received,
    environment: { SMTP_HOST: '127.0.0.1', SMTP_PORT: String(port) },
    to,
    async arrived(address, count = 1) {
      await waitFor(
        () => Promise.resolve(to(address).length >= count),
        () => Promise.resolve(`${to(address).length} of ${count} mails came to ${address}.`)
      );
      return to(address);
    },
    async stop() {
      const stopping = server;
      server = null;
      if (stopping) await new Promise<void>((resolve) => stopping.close(() => resolve()));
    },
    start,
  };
}

/** The page of the site where a password is chosen, as its owner enters it in users-permissions. */
export async function setResetPage(
  { strapi }: Pick<Site, 'strapi'>,
  address: string | null
): Promise<void> {
  const store = strapi.store({ type: 'plugin', name: 'users-permissions' });
  const before = (await store.get({ key: 'advanced' })) as Record<string, unknown>;
  await store.set({ key: 'advanced', value: { ...before, email_reset_password: address } });
}
