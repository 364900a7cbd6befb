import type { Core } from '@strapi/strapi';
import type { PurchaseEvent } from '../../../contracts/member';
import { explainAccess } from '../core/access/explain';
import type { ExplainedPurchase, Line } from '../core/access/explain-sources';
import { mayBeMoved } from '../core/access/decide';
import { byRank } from '../core/access/level-sets';
import { mappingFor } from '../core/access/mappings';
import { GUIDE_POLICY } from '../core/access/policy';
import { nameProduct } from '../core/activity/sentences';
import { entitlementOf } from '../core/entitlements/entitlement';
import type { LedgerEvent, Purchase } from '../core/entitlements/fact';
import { foldProduct } from '../core/entitlements/fold';
import { termOf } from '../core/entitlements/term';
import type { Database } from '../repositories/database';
import {
  findNeighbourhood,
  findProductsOfMembers,
  toFacts,
  toSettlements,
} from '../repositories/events';
import type { MemberRow } from '../repositories/members';
import type { OverrideRow } from '../repositories/overrides';
import type { SiteUser } from '../repositories/users';
import { isoOrNull } from '../utils/iso';
import { readRules, roleName, type Rules } from './rules';
import type { ConnectionRules } from './recompute';

export interface Explained {
  readonly lines: readonly Line[];
  /** What happened to one of the purchases, in the ledger's order. */
  readonly eventsOf: (productId: string, purchaseKey: string) => readonly PurchaseEvent[];
}

/** Why this member has the level they have, and what came of each purchase, from the ledger as it stands now. */
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
    readonly seesPersonalData: boolean;
    readonly now: number;
  }
): Promise<Explained> {
  const { connection, member, user, now } = asked;
  const rules = await readRules(strapi, db, connection);
  const purchases: ExplainedPurchase[] = [];
  const events = new Map<string, readonly PurchaseEvent[]>();
  const memberIds = [member, ...asked.others].map(({ id }) => id);
  for (const productId of await findProductsOfMembers(db, memberIds)) {
    const seed = { memberIds, factHashes: [] };
    const found = await findNeighbourhood(db, connection.id, productId, seed);
    const ledger = foldProduct(toFacts(found.rows), toSettlements(found.rows));
    for (const purchase of ledger.purchases) {
      if (purchase.memberId === null || !memberIds.includes(purchase.memberId)) continue;
      purchases.push(toldOf(purchase, productId, rules, now));
      events.set(`${productId} ${purchase.key}`, purchase.events.map(showEvent));
    }
  }
  const fallbackRoleId = rules.fallbackRoleId ?? rules.roles.defaultRoleId;
  const isMovable = mayBeMoved({
    levels: rules.levels,
    currentRole: user?.roleId ?? null,
    site: { ...rules.roles, fallbackRoleId: rules.fallbackRoleId },
    lastGivenRoleId: member.lastGivenRoleId,
  });
  const lines = explainAccess({
    purchases: purchases.sort((a, b) => ((a.boughtAt ?? '') < (b.boughtAt ?? '') ? -1 : 1)),
    overrides: asked.overrides
      .filter(({ until }) => until === null || until > now)
      .filter(
        ({ source, roleId }) =>
          source !== 'held-before' ||
          roleId === null ||
          !purchases.some(({ roleIds }) => roleIds.includes(roleId))
      )
      .map((override) => ({
        effect: override.effect === 'deny' ? 'deny' : 'grant',
        source: override.source,
        roleId: override.roleId,
        until: isoOrNull(override.until),
        reason: override.reason,
        author: override.author,
        givenAt: new Date(override.givenAt).toISOString(),
      })),
    levels: rules.levels.map(({ roleId }) => ({ roleId, name: roleName(rules, roleId) ?? '' })),
    fallback: roleName(rules, fallbackRoleId),
    name: asked.seesPersonalData ? member.firstName : null,
    user: user && {
      roleId: user.roleId,
      roleName: roleName(rules, user.roleId),
      blocked: user.blocked,
    },
    changedByHandAt: isoOrNull(member.driftSince),
    userGoneAt: isoOrNull(member.userGoneAt),
    isProtected: user !== null && !isMovable,
    heldReason: member.heldReason,
  });
  return { lines, eventsOf: (product, key) => events.get(`${product} ${key}`) ?? [] };
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

function toldOf(
  purchase: Purchase,
  productId: string,
  rules: Rules,
  now: number
): ExplainedPurchase {
  const entitlement = entitlementOf(purchase, productId, rules.mappings, now);
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
    webhookLogIds: [
      ...new Set(purchase.events.flatMap(({ facts }) => facts.map((fact) => fact.webhookLogId))),
    ].sort((a, b) => a - b),
  };
}
