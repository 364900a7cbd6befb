import type { Core } from '@strapi/strapi';
import type { PurchaseChange, PurchaseEvent } from '../../../../contracts/purchase';
import { explainAccess } from '../../core/access/explain';
import type { ExplainedPurchase, Line } from '../../core/access/explain-sources';
import { holdingsOf } from '../../core/access/holdings';
import { mayBeMoved } from '../../core/access/decide';
import { byRank } from '../../core/access/level-sets';
import { isInForce } from '../../core/access/overrides';
import { startRole } from '../../core/rules/roles';
import { roleName, siteOf, type Rules } from '../../core/rules/rules';
import { mappingFor } from '../../core/rules/mappings';
import { GUIDE_POLICY } from '../../core/rules/policy';
import { nameProduct } from '../../core/wording/names';
import { entitlementOf } from '../../core/entitlements/entitlement';
import type { LedgerEvent, Purchase } from '../../core/entitlements/fact';
import { likelyRenewals, type RenewalQuestion } from '../../core/entitlements/likely-renewals';
import { outlookOf } from '../../core/entitlements/outlook';
import { termOf } from '../../core/entitlements/term';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import { findProductsOfMembers, toFacts, toSettlements } from '../../repositories/events';
import type { MemberRow } from '../../repositories/members';
import { findNeighborhood } from '../../repositories/neighborhoods';
import type { OverrideRow } from '../../repositories/overrides';
import type { SiteUser } from '../../repositories/users';
import { isoOrNull } from '../../utils/iso';
import { foldPatiently, readRules, type ConnectionRules } from '../engine';
import { readStuck } from '../catalogue';

export interface Explained {
  readonly lines: readonly Line[];
  /** About purchases of this member. */
  readonly questions: readonly RenewalQuestion[];
  /** What happened to one of the purchases, in the ledger's order. */
  readonly changesOf: (productId: string, purchaseKey: string) => readonly PurchaseChange[];
  readonly eventsOf: (productId: string, purchaseKey: string) => readonly PurchaseEvent[];
}

/** Why this member has the level they have, and what became of each purchase, from the current ledger. */
export async function explainMember(
  strapi: Core.Strapi,
  db: Database,
  asked: {
    readonly connection: ConnectionRules;
    readonly member: MemberRow;
    readonly user: SiteUser | null;
    readonly overrides: readonly OverrideRow[];
    /** Members whose purchases count for the same account. */
    readonly others: readonly MemberRow[];
    readonly now: number;
  }
): Promise<Explained> {
  const { connection, member, user, now } = asked;
  const rules = await readRules(strapi, db, connection);
  const purchases: ExplainedPurchase[] = [];
  const events = new Map<string, readonly PurchaseEvent[]>();
  const changes = new Map<string, readonly PurchaseChange[]>();
  const memberIds = [member, ...asked.others].map(({ id }) => id);
  const productIds = await findProductsOfMembers(db, memberIds);
  const seed = { productIds, memberIds, factHashes: [] };
  const { rows } = await findNeighborhood(db, connection.id, seed);
  const settlements = toSettlements(rows);
  const ledger = await foldPatiently(toFacts(rows), settlements);
  const theirs = ledger.purchases.filter(
    ({ memberId }) => memberId !== null && memberIds.includes(memberId)
  );
  const stored = await findEntitlementsOf(db, memberIds);
  const stuckOf = await readStuck(db, rules, { purchases: theirs, stored, now });
  for (const purchase of theirs) {
    purchases.push({ ...toldOf(purchase, rules, now), stuck: stuckOf(purchase) });
    const key = `${purchase.productId} ${purchase.key}`;
    events.set(key, purchase.events.map(showEvent));
    changes.set(key, changesOf(purchase));
  }
  const holdings = holdingsOf({
    entitlements: theirs.flatMap((purchase) =>
      purchase.memberId === null
        ? []
        : { ...entitlementOf(purchase, rules.mappings, now), memberId: purchase.memberId }
    ),
    overrides: asked.overrides,
    user,
    lastGiven: [member, ...asked.others].map(({ lastGivenRoleId }) => lastGivenRoleId),
    rules,
    now,
  });
  const lines = explainAccess({
    purchases: purchases.sort((a, b) => ((a.boughtAt ?? '') < (b.boughtAt ?? '') ? -1 : 1)),
    overrides: holdings.overrides.filter(isInForce(now)).map((override) => ({
      effect: override.effect,
      source: override.source,
      roleId: override.roleId,
      until: isoOrNull(override.until),
      reason: override.reason,
      author: override.author,
      givenAt: new Date(override.givenAt).toISOString(),
    })),
    levels: rules.levels.map(({ roleId }) => ({ roleId, name: roleName(rules, roleId) ?? '' })),
    fallback: roleName(rules, startRole(siteOf(rules))),
    user: user && {
      roleId: user.roleId,
      roleName: roleName(rules, user.roleId),
      blocked: user.blocked,
    },
    changedByHandAt: isoOrNull(member.driftSince),
    userGoneAt: isoOrNull(member.userGoneAt),
    isProtected: user !== null && !mayBeMoved(holdings.input),
    heldReason: member.heldReason,
  });
  const own = ledger.purchases.filter(({ memberId }) => memberId === member.id);
  return {
    lines,
    questions: likelyRenewals(own, settlements),
    changesOf: (product, key) => changes.get(`${product} ${key}`) ?? [],
    eventsOf: (product, key) => events.get(`${product} ${key}`) ?? [],
  };
}

function changesOf({ events, changes }: Purchase): PurchaseChange[] {
  const nameOf = (productId: string) =>
    events.findLast((event) => event.productId === productId && event.productName !== null)
      ?.productName ?? productId;
  return changes.map(({ from, to, at }) => ({ from: nameOf(from), to: nameOf(to), at }));
}

/** Each webhook once: what it brought may count as several facts. */
function showEvent({ kind, date, facts }: LedgerEvent): PurchaseEvent {
  const webhooks = new Map(facts.map((fact) => [fact.webhookLogId, fact.surface]));
  return {
    kind,
    date,
    webhooks: [...webhooks]
      .map(([id, surface]) => ({ id, surface }))
      .sort((one, other) => one.id - other.id),
  };
}

function toldOf(purchase: Purchase, rules: Rules, now: number): Omit<ExplainedPurchase, 'stuck'> {
  const { productId } = purchase;
  const entitlement = entitlementOf(purchase, rules.mappings, now);
  const policy = mappingFor(rules.mappings, productId, purchase.pricePoint) ?? GUIDE_POLICY;
  const term = termOf(entitlement.history, policy, now);
  const { durationDays } = policy;
  return {
    state: entitlement.state,
    endReason: entitlement.reason,
    roleIds: byRank(entitlement.roleIds, rules.levels),
    productId,
    product: nameProduct(productId, purchase.productName).replace(` (${productId})`, ''),
    order: purchase.firstPayment.orderId,
    boughtAt: entitlement.startedAt,
    renewedAt: purchase.events
      .filter((event) => event.kind === 'rebill' && event !== purchase.firstPayment)
      .flatMap(({ date }) => date ?? []),
    endedAt: entitlement.endedAt,
    cancelledAt: term.state === 'leaving' ? term.since : null,
    failedAt: term.state === 'past-due' ? term.since : null,
    end:
      term.endsAt === null || term.endsOn === null
        ? null
        : {
            at: term.endsAt,
            on: term.endsOn,
            because: term.endsBecause,
            days: term.endsBecause === 'duration' ? durationDays : null,
            from: term.endsBecause === 'duration' ? entitlement.lastPaidAt : null,
          },
    outlook: outlookOf(entitlement.history, policy, now),
    webhookLogIds: [
      ...new Set(purchase.events.flatMap(({ facts }) => facts.map((fact) => fact.webhookLogId))),
    ].sort((a, b) => a - b),
  };
}
