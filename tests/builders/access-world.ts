/** A world to decide about, made by hand: a test says what is special about it. */
import type { NormalizedEmail } from '../../server/src/core/members/email';
import type { StoredEntitlement } from '../../server/src/repositories/entitlements';
import type { MemberRow } from '../../server/src/repositories/members';
import type { SiteUser } from '../../server/src/repositories/users';
import type { AccessWorld } from '../../server/src/services/engine/access-world';
import { ANN, DEFAULT, GOLD, mapping, NOW, RULES, USER } from './member';

export const at = (address: string) => address as NormalizedEmail;

export const memberRow = (told: Partial<MemberRow> = {}): MemberRow => ({
  id: ANN,
  connectionId: 1,
  originKey: `origin-${told.id ?? ANN}`,
  userId: null,
  userGoneAt: null,
  linkedFrom: null,
  lastGivenRoleId: null,
  standingRoleId: null,
  driftRoleId: null,
  driftSince: null,
  levelRoleId: null,
  levels: null,
  levelReason: null,
  firstName: 'Ann',
  lastName: null,
  nameKey: null,
  lookForOthersAt: null,
  email: null,
  accessState: 'none',
  heldReason: null,
  heldBeforeChecked: false,
  isAccountUnproved: false,
  firstSeenAt: 0,
  updatedAtMs: null,
  changedAt: null,
  rulesVersion: 2,
  rulesEffect: null,
  rulesLevels: null,
  isTest: false,
  erasedAt: null,
  ...told,
});

/** Live, of a product that gives Gold. */
export const entitlementRow = (told: Partial<StoredEntitlement> = {}): StoredEntitlement => ({
  id: 70,
  connectionId: 1,
  memberId: ANN,
  productId: 'P',
  purchaseKey: 'purchase',
  productName: 'Baking',
  pricePoint: '1',
  type: 'one-time',
  state: 'active',
  reason: null,
  roleIds: [GOLD],
  mappingId: 7,
  orderIds: [],
  subscriptionId: null,
  startedAt: null,
  lastPaidAt: null,
  endedAt: null,
  endsAt: null,
  history: null,
  changedAt: NOW,
  derivedAt: NOW,
  ...told,
});

export const siteUser = (told: Partial<SiteUser> = {}): SiteUser => ({
  id: USER,
  username: 'ann',
  email: 'ann@example.com',
  provider: 'local',
  confirmed: true,
  blocked: false,
  roleId: DEFAULT,
  hasSeveralRoles: false,
  ...told,
});

/** Ann bought Gold and has no account yet; product P gives Gold. */
export const accessWorld = (told: Partial<AccessWorld> = {}): AccessWorld => ({
  rules: { ...RULES, mappings: [mapping([GOLD])] },
  now: NOW,
  members: [memberRow()],
  entitlements: [entitlementRow()],
  derived: new Set(),
  overrides: [],
  users: [],
  addresses: new Map([[ANN, at('ann@example.com')]]),
  accountsAlike: new Map(),
  proofs: new Map(),
  addressSince: new Map(),
  membersOfAccount: new Map(),
  refusals: new Map(),
  sendsWelcome: true,
  answers: null,
  ...told,
});
