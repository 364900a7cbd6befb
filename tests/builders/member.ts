/** Members to decide about: a test says what is special about one, and reads what becomes of them. */
import type { Holding } from '../../server/src/core/access/holdings';
import {
  decideMember,
  type MemberPlan,
  type MemberWorld,
} from '../../server/src/core/access/decide-member';
import type { Override } from '../../server/src/core/access/overrides';
import type { MappingRule } from '../../server/src/core/rules/mappings';
import { GUIDE_POLICY } from '../../server/src/core/rules/policy';
import type { Rules } from '../../server/src/core/rules/rules';

export const [GOLD, SILVER, KETO, DEFAULT, PUBLIC, STAFF, FORMER] = [11, 12, 13, 1, 2, 20, 30];
export const NOW = 1_000_000;
export const [ANN, BEN] = [1, 2];
export const USER = 500;

const role = (id: number, name: string) => ({ id, name, type: name.toLowerCase() });

/** Gold above Silver above Keto; product P gives Gold. */
export const RULES: Rules = {
  connectionId: 1,
  fallbackRoleId: null,
  roles: {
    all: [
      role(DEFAULT, 'Authenticated'),
      role(PUBLIC, 'Public'),
      role(GOLD, 'Gold'),
      role(SILVER, 'Silver'),
      role(KETO, 'Keto'),
      role(STAFF, 'Editor'),
      role(FORMER, 'Former'),
    ],
    defaultRoleId: DEFAULT,
    publicRoleId: PUBLIC,
    requiresConfirmation: false,
  },
  mappings: [],
  levels: [
    { roleId: GOLD, rank: 1 },
    { roleId: SILVER, rank: 2 },
    { roleId: KETO, rank: 3 },
  ],
  existingAccounts: 'give',
  ignoredOffers: [],
};

export const mapping = (
  roleIds: readonly number[],
  told: Partial<MappingRule> = {}
): MappingRule => ({
  ...GUIDE_POLICY,
  id: 7,
  productId: 'P',
  pricePoint: null,
  version: 1,
  roleIds,
  ...told,
});

/** Of Ann, live, and gives these levels. */
export const holding = (
  roleIds: readonly number[],
  told: Partial<Holding> = {}
): Holding & { mappingId: number | null; history: null } => ({
  memberId: ANN,
  purchaseKey: 'purchase',
  productId: 'P',
  pricePoint: null,
  roleIds,
  state: 'active',
  reason: null,
  mappingId: null,
  history: null,
  ...told,
});

/** Given to Ann by hand, without an end. */
export const grant = (roleId: number | null, told: Partial<Override> = {}): Override => ({
  id: 1,
  memberId: ANN,
  effect: 'grant',
  source: 'manual',
  roleId,
  userId: null,
  until: null,
  ...told,
});

export const denial = (roleId: number | null, told: Partial<Override> = {}): Override =>
  grant(roleId, { effect: 'deny', ...told });

/** Had by the account before the first webhook. */
export const heldBefore = (roleId: number, told: Partial<Override> = {}): Override =>
  grant(roleId, { source: 'held-before', userId: USER, ...told });

/** An account in this role. */
export const accountIn = (
  roleId: number | null,
  told: Partial<MemberWorld['account']> = {}
): MemberWorld['account'] => ({
  status: 'ready',
  user: { id: USER, roleId, hasSeveralRoles: false },
  created: false,
  ...told,
});

export const noAccount = (status: MemberWorld['account']['status']): MemberWorld['account'] => ({
  status,
  user: null,
  created: false,
});

/** Ann, in the default role, of whom nothing is known. */
export const decide = (told: Partial<MemberWorld>): MemberPlan =>
  decideMember({
    member: { id: ANN, lastGivenRoleId: null },
    others: [],
    account: accountIn(DEFAULT),
    entitlements: [],
    overrides: [],
    rules: RULES,
    now: NOW,
    ...told,
  });
