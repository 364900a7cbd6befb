import { parseArgs } from 'node:util';
import { isIpnOnly } from '../server/src/core/kartra/compose';
import { EVENT_KINDS, type EventKind } from '../server/src/core/kartra/event';
import { readDate } from '../server/src/core/kartra/fields';
import { normaliseEmail } from '../server/src/core/members/email';
import { readProductId } from '../server/src/core/offers/product-id';

export const KINDS = 'sale|rebill|failed|refund|partial-refund|chargeback|cancellation';

export interface SendOptions {
  readonly kind: EventKind;
  readonly url: URL | null;
  readonly productId: string;
  readonly email: string;
  readonly surface: 'outbound' | 'ipn';
  readonly secretKey: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly productName: string;
  readonly pricePoint: string;
  readonly isOneTime: boolean;
  /** Order of the purchase's first payment; null: made up from product and address. */
  readonly order: number | null;
  readonly subscription: number | null;
  readonly payNumber: number | null;
  /** Kartra's own text; null: now. */
  readonly date: string | null;
  readonly isDryRun: boolean;
}

/** The command was typed wrongly: told with a hint, and nothing is sent. */
export class UsageError extends Error {}

export const OPTIONS = {
  url: { type: 'string' },
  product: { type: 'string' },
  email: { type: 'string' },
  ipn: { type: 'boolean', default: false },
  'secret-key': { type: 'string', default: '' },
  name: { type: 'string', default: 'Test Buyer' },
  'product-name': { type: 'string', default: 'Test product' },
  'price-point': { type: 'string', default: '1' },
  'one-time': { type: 'boolean', default: false },
  order: { type: 'string' },
  subscription: { type: 'string' },
  'pay-number': { type: 'string' },
  date: { type: 'string' },
  'dry-run': { type: 'boolean', default: false },
  help: { type: 'boolean', short: 'h', default: false },
} as const;

export function readOptions(args: readonly string[]): SendOptions | 'help' {
  const { values, positionals } = parse(args);
  if (values.help || positionals.length === 0) return 'help';
  const [command, word = '', ...more] = positionals;
  if (command !== 'send') throw new UsageError(`There is no command “${command}”, only “send”.`);
  const kind = EVENT_KINDS.find((known) => known === word);
  if (!kind || more.length > 0) throw new UsageError(`“send” needs one of ${KINDS}.`);

  const isOneTime = values['one-time'];
  if (isOneTime && ['rebill', 'failed', 'cancellation'].includes(kind)) {
    throw new UsageError(`A one-time purchase knows no ${kind}.`);
  }
  const isDryRun = values['dry-run'];
  const [firstName = '', ...lastNames] = values.name.trim().split(/\s+/);
  return {
    kind,
    url: isDryRun && values.url === undefined ? null : readUrl(values.url),
    productId: readProduct(values.product),
    email: readEmail(values.email),
    surface: values.ipn || isIpnOnly(kind) ? 'ipn' : 'outbound',
    secretKey: values['secret-key'],
    firstName,
    lastName: lastNames.join(' '),
    productName: values['product-name'],
    pricePoint: values['price-point'],
    isOneTime,
    order: readNumber('order', values.order),
    subscription: readNumber('subscription', values.subscription),
    payNumber: readNumber('pay-number', values['pay-number']),
    date: readMoment(values.date),
    isDryRun,
  };
}

function parse(args: readonly string[]) {
  try {
    return parseArgs({ args: [...args], options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(error instanceof Error ? error.message : String(error));
  }
}

function readUrl(text: string | undefined): URL {
  const url = text !== undefined && URL.canParse(text) ? new URL(text) : null;
  if (url && /^https?:$/.test(url.protocol)) return url;
  throw new UsageError('--url needs the webhook URL, as the panel shows it under Setup.');
}

function readProduct(text: string | undefined): string {
  const id = text === undefined ? null : readProductId(text);
  if (id !== null) return id;
  throw new UsageError('--product needs the number of the product, or its address in Kartra.');
}

function readEmail(text: string | undefined): string {
  const checked = normaliseEmail(text ?? null);
  if (checked.ok) return checked.email;
  throw new UsageError('--email needs an e-mail address.');
}

function readNumber(name: string, text: string | undefined): number | null {
  if (text === undefined) return null;
  const number = Number(text);
  if (/^[1-9]\d*$/.test(text) && Number.isSafeInteger(number)) return number;
  throw new UsageError(`--${name} needs a whole number, as all of Kartra's ids are.`);
}

function readMoment(text: string | undefined): string | null {
  if (text === undefined) return null;
  const date = readDate(text);
  if (date !== null) return date;
  throw new UsageError('--date needs YYYY-MM-DD HH:MM:SS, in Kartra’s time (US Eastern).');
}
