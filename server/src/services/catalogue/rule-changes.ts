import type { SaveOfferMappingsBody } from '../../../../contracts/offer';
import type { MappingRule } from '../../core/rules/mappings';
import { GUIDE_POLICY, type Policy } from '../../core/rules/policy';
import { withMappings, withOrder, withPoliciesOf, type Rules } from '../../core/rules/rules';
import { database } from '../../repositories/database';
import { findOffers } from '../../repositories/discovered-offers';
import { findMapping, findMappingOf, type StoredMapping } from '../../repositories/mappings';
import { perStrapi } from '../../utils/per-strapi';
import { notFound } from '../../utils/errors';
import { refuse } from '../../utils/validate';
import { readConnectionRules, roleRefusal } from '../engine';
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
        change: (rules) => withMappings(rules, before ? [before] : [], proposed),
      };
    },

    async offers({ mappings }: SaveOfferMappingsBody): Promise<RuleChange> {
      const { id } = await readConnectionRules(strapi);
      const db = database(strapi);
      const offers = await findOffers(db, id);
      const proposed: MappingRule[] = [];
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
        change: (rules) => withMappings(rules, [], withPoliciesOf(rules, proposed)),
      };
    },

    async order(roleIds: readonly number[]): Promise<RuleChange> {
      for (const roleId of roleIds) await refuseRole(roleId, ['roleIds']);
      return {
        productIds: null,
        change: (rules) => withOrder(rules, roleIds),
      };
    },

    async fallback(fallbackRoleId: number | null): Promise<RuleChange> {
      if (fallbackRoleId !== null) await refuseRole(fallbackRoleId, ['fallbackRoleId']);
      return { productIds: null, change: (rules) => ({ ...rules, fallbackRoleId }) };
    },
  };
});

function proposedMapping(
  proposal: Partial<Pick<MappingRule, 'productId' | 'pricePoint'>> &
    Partial<Policy> &
    Pick<MappingRule, 'roleIds'>
): MappingRule {
  const { productId, pricePoint = null } = proposal;
  if (productId === undefined) throw refuse(['productId'], 'mapping-incomplete');
  return { ...GUIDE_POLICY, ...proposal, id: PROPOSED_ID, productId, pricePoint, version: 0 };
}
