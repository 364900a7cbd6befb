import type { SaveOfferMappingsBody } from '../../../../contracts/offer';
import { GUIDE_POLICY, type Policy } from '../../core/rules/policy';
import { database } from '../../repositories/database';
import { findOffers } from '../../repositories/discovered-offers';
import { findMapping, findMappingOf, type StoredMapping } from '../../repositories/mappings';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { type Rules, readConnectionRules, roleRefusal } from '../engine';
import { pricePointOf } from './offers';
import { readLevelSet, refuseLevels, type LevelsAsked } from './mapping-levels';

/** A change of the rules that is not saved yet, and the products it concerns; null: all members. */
export interface RuleChange {
  readonly productIds: readonly string[] | null;
  readonly change: (rules: Rules) => Rules;
}

export interface MappingProposal extends Partial<Policy>, LevelsAsked {
  readonly id?: number | undefined;
  readonly remove?: true | undefined;
  readonly productId?: string | undefined;
  readonly pricePoint?: string | null | undefined;
}

/** Not stored yet, so no id; ids only have to differ. */
const PROPOSED_ID = 0;

/** Changes as an administrator proposes them, refused for the same reasons as when they are saved. */
export const ruleChangesOf = perStrapi(({ strapi }) => {
  const refuseRole = async (roleId: number, path: readonly string[]): Promise<void> => {
    const refusal = await roleRefusal(strapi, roleId);
    if (refusal) throw refuse(path, `role-${refusal}`);
  };

  const meant = (asked: LevelsAsked, before: StoredMapping | null) =>
    readLevelSet(strapi, database(strapi), asked, before);

  return {
    async mapping(proposal: MappingProposal): Promise<RuleChange> {
      const { id, remove, levels, roleId, ...asked } = proposal;
      const before = id === undefined ? null : await findMapping(database(strapi), id);
      if (id !== undefined && !before) throw notFound('There is no such mapping.');
      await refuseLevels(strapi, proposal);
      const set = remove ? null : await meant({ levels, roleId }, before);
      const proposed = set ? [proposedMapping({ ...before, ...asked, ...set })] : [];
      const productIds = [before, ...proposed].flatMap((mapping) => mapping?.productId ?? []);
      return {
        productIds,
        change: (rules) => replaceMappings(rules, before ? [before] : [], proposed),
      };
    },

    async offers({ mappings }: SaveOfferMappingsBody): Promise<RuleChange> {
      const { id } = await readConnectionRules(strapi);
      const db = database(strapi);
      const offers = await findOffers(db, id);
      const proposed: StoredMapping[] = [];
      for (const [index, { offerId, ...levels }] of mappings.entries()) {
        const offer = offers.find((row) => row.id === offerId);
        const path = ['mappings', String(index)];
        if (!offer) throw refuse(path, 'offer-missing');
        await refuseLevels(strapi, levels, path);
        const { productId } = offer;
        const pricePoint = pricePointOf(offer);
        const before = await findMappingOf(db, id, productId, pricePoint);
        proposed.push(proposedMapping({ productId, pricePoint, ...(await meant(levels, before)) }));
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
});

function proposedMapping(
  proposal: Partial<Pick<StoredMapping, 'productId' | 'pricePoint'>> &
    Partial<Policy> &
    Pick<StoredMapping, 'roleIds' | 'roleNames'>
): StoredMapping {
  const { productId, pricePoint = null } = proposal;
  if (productId === undefined) {
    throw refuse(['productId'], 'mapping-incomplete');
  }
  return {
    ...GUIDE_POLICY,
    ...proposal,
    id: PROPOSED_ID,
    connectionId: 0,
    productId,
    pricePoint,
    version: 0,
    savedAt: 0,
    savedBy: null,
  };
}

/** Choosing levels leaves the policies of a mapping as they are. */
const withPoliciesOf = (rules: Rules, proposed: readonly StoredMapping[]): StoredMapping[] =>
  proposed.map((mapping) => {
    const before = rules.mappings.find(
      ({ productId, pricePoint }) =>
        productId === mapping.productId && pricePoint === mapping.pricePoint
    );
    return before ? { ...before, roleIds: mapping.roleIds } : mapping;
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
  const added = [...new Set(proposed.flatMap(({ roleIds }) => roleIds))]
    .filter((roleId) => !rules.levels.some((level) => level.roleId === roleId))
    .map((roleId, index) => ({ roleId, rank: lowest + index + 1 }));
  return {
    ...rules,
    mappings: [...rules.mappings.filter(isKept), ...proposed],
    levels: [...rules.levels, ...added],
  };
}
