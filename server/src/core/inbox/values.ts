import { byRank, nameSet } from '../access/level-sets';
import type { Purchase } from '../entitlements/fact';
import { isPayment } from '../entitlements/kinds';
import type { EventKind } from '../kartra/event';
import { mappingFor } from '../rules/mappings';
import { roleName, type Rules } from '../rules/rules';
import { nameProduct } from '../wording/names';
import type { MessageValues } from '../wording/sentence';
import type { Case, ReportedResult } from './case';

const KIND_NAMES: Readonly<Record<EventKind, string>> = {
  sale: 'purchase',
  rebill: 'renewal',
  failed: 'failed payment',
  'partial-refund': 'partial refund',
  cancellation: 'cancellation',
  refund: 'refund',
  chargeback: 'chargeback',
};

interface Told {
  readonly rules: Rules;
  readonly memberResult: ReportedResult | null;
  /** The change of product that the event is the first to tell of. */
  readonly change: Purchase['changes'][number] | null;
  /** Name of the role that the account had. */
  readonly before: string | null;
  readonly isDenied: (roleId: number) => boolean;
  /** Epoch ms. */
  readonly now: number;
}

/** What the sentence of an outcome names. */
export function valuesOf(asked: Case, told: Told): MessageValues {
  const { event, purchase, term } = asked;
  const { rules, memberResult, before, now } = told;
  const nameAll = (roleIds: readonly number[]) =>
    nameSet(roleIds.map((roleId) => roleName(rules, roleId)));
  const because = memberResult?.roleChange?.because;
  const other = memberResult?.entitlements.find(
    ({ purchaseKey }) => because?.type === 'entitlement' && because.id === purchaseKey
  );
  // An ending may name a product that the subscription had before.
  const meant = purchase && !isPayment(event.kind) ? purchase : event;
  return {
    product: nameProduct(
      meant.productId,
      meant.productName ?? event.productName ?? purchase?.productName ?? null
    ),
    kind: KIND_NAMES[event.kind],
    order: event.orderId,
    level: nameAll(levelsTold(asked, told)),
    current: roleName(rules, asked.levels[0] ?? null),
    before,
    after: roleName(rules, memberResult?.roleAfter ?? null),
    otherProduct: other ? nameProduct(other.productId, other.productName) : null,
    veto: memberResult?.account.veto ?? null,
    account: memberResult?.account.inTheWay ?? null,
    goneAt:
      asked.account === 'deleted'
        ? new Date(memberResult?.member.userGoneAt ?? now).toISOString()
        : null,
    n: asked.duplicateOf,
    until: term?.endsOn ?? null,
    purchaseBefore: asked.termBefore()?.state ?? null,
    purchaseAfter: term?.state ?? null,
    ...changeValues(asked, told, nameAll),
    ...(memberResult?.isByNewRules ? { newRules: true } : {}),
  };
}

/** "Changed from Family Plan to Starter on May 3; Gold → Silver." */
function changeValues(
  { event, purchase, changesProduct, isOfOldProduct }: Case,
  { rules, change }: Told,
  nameAll: (roleIds: readonly number[]) => string | null
): MessageValues {
  if (isOfOldProduct) return { refunded: event.productName ?? event.productId };
  if (!changesProduct || !change || !purchase) return {};
  const ofOld = purchase.events.filter(
    ({ kind, productId }) => isPayment(kind) && productId === change.from
  );
  const last = ofOld.findLast(({ pricePoint }) => pricePoint !== null);
  const names = ofOld.map(({ productName }) => productName);
  const mapping = mappingFor(rules.mappings, change.from, last?.pricePoint ?? null);
  return {
    fromProduct: nameProduct(change.from, names.findLast((name) => name !== null) ?? null),
    fromLevel: mapping && nameAll(byRank(mapping.roleIds, rules.levels)),
    changedAt: change.at,
  };
}

/**
 * What a sentence calls the level: of a purchase that gives the highest, all that its mapping gives and no override denies;
 * of an event of another one, the highest there is.
 */
function levelsTold(
  { event, mappedLevels, levelsIfLive, changesProduct }: Case,
  { isDenied }: Told
): readonly number[] {
  const [highest] = levelsIfLive;
  const isNew = event.kind === 'sale' || changesProduct;
  if (highest !== undefined && mappedLevels.length === 1 && !isNew) return [highest];
  const given = mappedLevels.filter((roleId) => !isDenied(roleId));
  return given.length > 0 ? given : mappedLevels;
}
