import type { Core } from '@strapi/strapi';
import type { SaveOfferMappingsBody } from '../../../contracts/offer';
import { GUIDE_POLICY, type Policy } from '../core/access/policy';
import { database } from '../repositories/database';
import { findOffers } from '../repositories/discovered-offers';
import { findMapping, type StoredMapping } from '../repositories/mappings';
import { notFound } from '../utils/errors';
import { refuse } from '../utils/validate';
import { readConnectionRules } from './connection-rules';
import type { Rules } from './rules';
import { pricePointOf } from './offers';
import { roleRefusal } from './roles';

/** A change of the rules that is not saved yet, and the products it concerns; null: everybody. */
export interface RuleChange {
  readonly productIds: readonly string[] | null;
  readonly change: (rules: Rules) => Rules;
}

export interface MappingProposal extends Partial<Policy> {
  readonly id?: number | undefined;
  readonly remove?: true | undefined;
  readonly productId?: string | undefined;
  readonly pricePoint?: string | null | undefined;
  readonly roleId?: number | undefined;
}

/** Not stored yet, so no id; ids only have to differ. */
const PROPOSED_ID = 0;

/** Changes as an administrator proposes them, refused for the same reasons as when they are saved. */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  const refuseRole = async (roleId: number, path: readonly string[]): Promise<void> => {
    const refusal = await roleRefusal(strapi, roleId);
    if (refusal) throw refuse(path, `role-${refusal}`);
  };

  return {
    async mapping(proposal: MappingProposal): Promise<RuleChange> {
      const { id, remove, ...asked } = proposal;
      const before = id === undefined ? null : await findMapping(database(strapi), id);
      if (id !== undefined && !before) throw notFound('There is no such mapping.');
      if (asked.roleId !== undefined) await refuseRole(asked.roleId, ['roleId']);
      const proposed = remove ? [] : [proposedMapping({ ...before, ...asked })];
      const productIds = [before, ...proposed].flatMap((mapping) => mapping?.productId ?? []);
      return {
        productIds,
        change: (rules) => replaceMappings(rules, before ? [before] : [], proposed),
      };
    },

    async offers({ mappings }: SaveOfferMappingsBody): Promise<RuleChange> {
      const { id } = await readConnectionRules(strapi);
      const offers = await findOffers(database(strapi), id);
      const proposed: StoredMapping[] = [];
      for (const [index, { offerId, roleId }] of mappings.entries()) {
        const offer = offers.find((row) => row.id === offerId);
        const path = ['mappings', String(index)];
        if (!offer) throw refuse(path, 'offer-missing');
        await refuseRole(roleId, [...path, 'roleId']);
        const { productId } = offer;
        proposed.push(proposedMapping({ productId, pricePoint: pricePointOf(offer), roleId }));
      }
      return {
        productIds: proposed.map(({ productId }) => productId),
        change: (rules) => replaceMappings(rules, [], withPoliciesOf(rules, proposed)),
      };
    },

    async order(roleIds: readonly number[]): Promise<RuleChange> {
      for (const roleId of roleIds) await refuseRole(roleId, ['roleIds']);
      return {
        productIds: null,
        change: (rules) => ({
          ...rules,
          levels: roleIds.map((roleId, index) => ({ roleId, rank: index + 1 })),
        }),
      };
    },

    async fallback(fallbackRoleId: number | null): Promise<RuleChange> {
      if (fallbackRoleId !== null) await refuseRole(fallbackRoleId, ['fallbackRoleId']);
      return { productIds: null, change: (rules) => ({ ...rules, fallbackRoleId }) };
    },
  };
};

function proposedMapping(proposal: Omit<MappingProposal, 'id' | 'remove'>): StoredMapping {
  const { productId, pricePoint = null, roleId } = proposal;
  if (productId === undefined || roleId === undefined) {
    throw refuse(['productId'], 'mapping-incomplete');
  }
  return {
    ...GUIDE_POLICY,
    ...proposal,
    id: PROPOSED_ID,
    connectionId: 0,
    productId,
    pricePoint,
    roleId,
    roleName: null,
    version: 0,
    savedAt: 0,
    savedBy: null,
  };
}

/** Choosing a level leaves the policies of a mapping as they are. */
const withPoliciesOf = (rules: Rules, proposed: readonly StoredMapping[]): StoredMapping[] =>
  proposed.map((mapping) => {
    const before = rules.mappings.find(
      ({ productId, pricePoint }) =>
        productId === mapping.productId && pricePoint === mapping.pricePoint
    );
    return before ? { ...before, roleId: mapping.roleId } : mapping;
  });

/** Proposed ones take the place of those for the same product and price point; a new role is a level, lowest. */
function replaceMappings(
  rules: Rules,
  gone: readonly StoredMapping[],
  proposed: readonly StoredMapping[]
): Rules {
  const isKept = (mapping: StoredMapping) =>
    !gone.some(({ id }) => id === mapping.id) &&
    !proposed.some(
      ({ productId, pricePoint }) =>
        productId === mapping.productId && pricePoint === mapping.pricePoint
    );
  const lowest = Math.max(0, ...rules.levels.map(({ rank }) => rank));
  const added = proposed
    .map(({ roleId }) => roleId)
    .filter((roleId) => !rules.levels.some((level) => level.roleId === roleId))
    .map((roleId, index) => ({ roleId, rank: lowest + index + 1 }));
  return {
    ...rules,
    mappings: [...rules.mappings.filter(isKept), ...proposed],
    levels: [...rules.levels, ...added],
  };
}
