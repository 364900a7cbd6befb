import { kartraDate } from '../server/src/core/entitlements/calendar';
import {
  composeIpn,
  composeOutbound,
  madeUpId,
  type ComposedTransaction,
} from '../server/src/core/kartra/compose';
import type { SendOptions } from './options';

export interface Request {
  readonly contentType: string;
  readonly body: string;
}

const PATIENCE_MS = 30_000;

/** The same options give the same bytes at the same moment. */
export function composeRequest(options: SendOptions, now: number): Request {
  const transaction = transactionOf(options, now);
  return options.surface === 'ipn'
    ? {
        contentType: 'application/x-www-form-urlencoded',
        body: composeIpn(transaction, options.secretKey),
      }
    : { contentType: 'application/json', body: composeOutbound(transaction) };
}

function transactionOf(options: SendOptions, now: number): ComposedTransaction {
  const { kind, email, productId } = options;
  const date = options.date ?? kartraDate(now);
  const first = options.order ?? madeUpId('order', productId, email);
  const isReversal = ['refund', 'partial-refund', 'chargeback'].includes(kind);
  return {
    kind,
    email,
    firstName: options.firstName,
    lastName: options.lastName,
    leadId: madeUpId('lead', email),
    orderId:
      kind === 'sale' ? first : madeUpId('entry', productId, email, String(first), kind, date),
    parentId: isReversal ? first : 0,
    productId,
    productName: options.productName,
    pricePoint: options.pricePoint,
    date,
    subscription: options.isOneTime ? null : subscriptionOf(options, first),
  };
}

function subscriptionOf({ kind, email, productId, ...options }: SendOptions, first: number) {
  const id = options.subscription ?? madeUpId('subscription', productId, email, String(first));
  return {
    id,
    processorId: `sub_test${id}`,
    firstOrderId: first,
    payNumber: options.payNumber ?? (kind === 'rebill' || kind === 'failed' ? 2 : 1),
  };
}

export interface Told {
  readonly isReceived: boolean;
  readonly text: string;
}

/** Posts it, and says in a sentence what came of it. The URL holds a secret: only its host is ever named. */
export async function send(url: URL, { contentType, body }: Request): Promise<Told> {
  try {
    const response = await fetch(url, {
      method: 'POST',
      headers: { 'content-type': contentType, 'user-agent': 'strapi-plugin-kartra' },
      body,
      redirect: 'manual',
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    return tell(response.status, await response.text());
  } catch (error) {
    return { isReceived: false, text: `${url.host} could not be reached: ${reasonOf(error)}.` };
  }
}

const ANSWERS: Readonly<Record<number, string>> = {
  400: 'The site could not read it.',
  403: 'The site asks for another IPN secret: pass with --secret-key one of those set in the panel under Settings.',
  404: 'No webhook URL is known there: it was mistyped or replaced, or the integration is off. Copy it anew from the panel, under Setup.',
  408: 'The site waited too long for it.',
  413: 'The site takes no more than 1 MB.',
  503: 'The site could not store it: its database does not answer. It is not received.',
};

function tell(status: number, answer: string): Told {
  if (status === 200) {
    return answer.includes('duplicate')
      ? { isReceived: true, text: 'Received before: the same bytes count once.' }
      : {
          isReceived: true,
          text: 'Received. What came of it is in the panel, under Webhook logs.',
        };
  }
  const why = ANSWERS[status] ?? 'That is no answer of this plugin: is it the webhook URL?';
  return { isReceived: false, text: `${why} (${status})` };
}

/** `fetch failed` says nothing; its cause does. */
function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  if (error.name === 'TimeoutError') return 'no answer within 30 seconds';
  const { cause } = error as { cause?: { code?: string; message?: string } };
  return cause?.code ?? cause?.message ?? error.message;
}
