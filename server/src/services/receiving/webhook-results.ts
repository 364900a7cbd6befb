import type { Meaning, Mention, MoneyEvent } from '../../core/kartra/event';
import { readText } from '../../core/kartra/fields';
import { normaliseEmail } from '../../core/members/email';
import type { LogResult } from '../../repositories/webhook-log-queue';
import type { WebhookLogRow } from '../../repositories/webhook-logs';
import type { Entries, Entry } from './enter-ledger';
import { resultOfSeveral, toLogEvent, type Verdict } from '../engine';

/** What the list shows of an event; the fact itself is in the ledger. */
export const describeEvent = (event: MoneyEvent): LogResult => ({
  ...describeMention(event),
  kind: event.kind,
});

/** What says nothing that could be decided: ignored, or held for a person to read. */
export function resultOfMention(mention: Exclude<Meaning, { type: 'money' }>): LogResult {
  const { type, action } = mention;
  const told = { ...describeMention(mention), action, values: { action } };
  switch (type) {
    case 'not-money':
      return { ...told, state: 'ignored', reason: 'not-money', code: 'ignored.not-money' };
    case 'known-type':
      return {
        ...told,
        state: 'ignored',
        reason: 'not-money',
        code: 'ignored.not-money.known-type',
      };
    case 'unknown-type': {
      const code = action === null ? 'held.unknown-type.missing' : 'held.unknown-type';
      return { ...told, state: 'held', reason: 'unknown-type', code };
    }
    default:
      return type satisfies never;
  }
}

function describeMention(mention: Omit<Mention, 'action'>): LogResult {
  const { buyer, surface, productId, productName, pricePoint } = mention;
  const email = normaliseEmail(buyer.email);
  return {
    surface,
    productId,
    productName,
    pricePoint,
    email: email.ok ? email.email : buyer.email,
    buyerName: readText([buyer.firstName, buyer.lastName].filter(Boolean).join(' ')),
  };
}

/** Who sent it; noted with the row when it was made. */
export const valuesOfTest = ({ values }: WebhookLogRow) => ({ name: values['name'] ?? null });

/** A test always ends as `ignored/test`; the outcome a real webhook would have had is kept in `values.outcome`. */
const resultOfVerdict = (log: WebhookLogRow, { outcome, result }: Verdict): LogResult =>
  log.isTest
    ? {
        ...result,
        state: 'ignored',
        reason: 'test',
        code: 'ignored.test',
        values: { ...result.values, ...valuesOfTest(log), outcome: outcome.code },
      }
    : result;

/** What became of one event: decided, known before, or without a product. */
function resultOfEntry(log: WebhookLogRow, { event, fact }: Entry, verdict?: Verdict): LogResult {
  const described = describeEvent(event);
  if (verdict && fact)
    return { ...described, ...resultOfVerdict(log, verdict), factHash: fact.factHash };
  if (fact) {
    return {
      ...described,
      state: 'ignored',
      reason: 'duplicate',
      code: 'ignored.duplicate',
      duplicateOf: fact.webhookLogId,
      memberId: fact.memberId,
      values: { n: fact.webhookLogId },
    };
  }
  return {
    ...described,
    state: 'held',
    reason: 'incomplete',
    code: 'held.incomplete.product',
    values: {},
  };
}

export interface Decided {
  readonly entries: Entries;
  /** Of those that were new. */
  readonly verdicts: ReadonlyMap<Entry, Verdict>;
  /** Epoch ms. */
  readonly now: number;
}

/** What the row says: of one event all there is; of several what the most telling one says, and each beside it. */
export function resultOfEntries(
  log: WebhookLogRow,
  { entries, verdicts, now }: Decided
): LogResult {
  const resultOf = (entry: Entry) => resultOfEntry(log, entry, verdicts.get(entry));
  const [first, ...others] = entries;
  if (others.length === 0) return resultOf(first);
  const decided = (entry: Entry) => toLogEvent(resultOf(entry), now);
  return {
    ...describeEvent(first.event),
    ...resultOfSeveral([decided(first), ...others.map(decided)]),
  };
}
