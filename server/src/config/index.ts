import { z } from 'zod';

const HOUR_MS = 3_600_000;

const schema = z.strictObject({
  /** How long one worker may hold a webhook; after that another takes it over. */
  leaseMs: z.int().min(100).max(60_000).default(60_000),
  /** How often each instance looks for what is due. */
  sweepMs: z.int().min(50).max(60_000).default(5_000),
  /** Wait after the first failure; it doubles with each. */
  backoffMs: z.int().min(1).max(HOUR_MS).default(30_000),
  backoffMaxMs: z
    .int()
    .min(1)
    .max(24 * HOUR_MS)
    .default(6 * HOUR_MS),
  /** Failures after which a webhook is given up; 21 are about three days. */
  maxFailures: z.int().min(1).max(100).default(21),
  /** Bytes of payloads that are kept of one day; beyond them, those of webhooks that are done with are deleted. */
  payloadBytesPerDay: z
    .int()
    .min(1024 * 1024)
    .default(200 * 1024 * 1024),
  /** How often retention and the ends of overrides are looked after. */
  housekeepingMs: z.int().min(100).max(HOUR_MS).default(30_000),
  /** How often one of the instances looks through a batch of members for roles changed by hand. */
  driftMs: z.int().min(100).max(HOUR_MS).default(60_000),
  /** How long a listener to an event, or the mail server, may take for one message. Shorter than a lease. */
  deliveryTimeoutMs: z.int().min(100).max(60_000).default(30_000),
  /** How long a mail is tried for before it is given up. */
  mailGiveUpMs: z
    .int()
    .min(1)
    .max(90 * 24 * HOUR_MS)
    .default(14 * 24 * HOUR_MS),
  /**
   * The site’s own page on which a buyer takes over an account that was there before; mails link to it with `?code=…`.
   * Null: a page of the plugin’s.
   */
  claimPage: z
    .url({ protocol: /^https?$/ })
    .nullable()
    .default(null),
  /** Webhooks processed at once by one instance; kept below the database pool, so that the site keeps connections. */
  concurrency: z.int().min(1).max(32).default(4),
});

export type KartraConfig = z.output<typeof schema>;

export default {
  default: schema.parse({}),
  validator(config: unknown): void {
    const result = schema.safeParse(config);
    if (!result.success) {
      const problems = result.error.issues.map(
        ({ path, message }) => `${path.join('.') || 'config'}: ${message}`
      );
      throw new Error(`The configuration of the plugin kartra is not valid. ${problems.join(' ')}`);
    }
  },
};
