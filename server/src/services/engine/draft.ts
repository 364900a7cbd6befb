import type { KartraEvents } from '../../../../contracts/hooks';
import type { NormalizedEmail } from '../../core/members/email';
import type { NewActivity } from '../../repositories/activities';
import type { StoredEntitlement } from '../../repositories/entitlements';
import type { MemberRow } from '../../repositories/members';
import type { NewOverride, OverrideRow } from '../../repositories/overrides';
import type { NewSiteUser, SiteUser } from '../../repositories/users';
import type { AccessWorld } from './access-world';

/** Ids from here on stand for rows that are not written yet; no database gives out ids as high as these. */
const FIRST_DRAFT_ID = 2 ** 52;

export type MemberChanges = Partial<Omit<MemberRow, 'id' | 'connectionId'>>;

type TopicWithUser = 'kartra.member.created' | 'kartra.access.changed';

/** An event for the site about one account, whose id is put in when it is known. */
export type NewEvent = {
  readonly [Topic in TopicWithUser]: {
    readonly topic: Topic;
    readonly memberId: number;
    readonly userId: number;
    readonly payload: Omit<KartraEvents[Topic], 'messageId' | 'memberId' | 'userId'>;
  };
}[TopicWithUser];

/** What has to be written so that the database is as it was decided: plain data. */
export interface AccessPlan {
  readonly entitlements: readonly StoredEntitlement[];
  readonly newUsers: readonly NewSiteUser[];
  /** Accounts that there were already, and the only role that each is to have. */
  readonly roles: readonly { readonly user: SiteUser; readonly roleId: number }[];
  readonly members: ReadonlyMap<number, MemberChanges>;
  readonly newOverrides: readonly NewOverride[];
  readonly activities: readonly NewActivity[];
  readonly events: readonly NewEvent[];
  /** Members who are mailed a link by which the account that was there before becomes provably theirs. */
  readonly claims: readonly { readonly memberId: number; readonly userId: number }[];
  /** Members whose new account gets its mail. */
  readonly welcomes: readonly { readonly memberId: number; readonly userId: number }[];
}

/** The world while it is decided about: each turn sees what those before it made of it, and nothing is written. */
export class Draft {
  private nextId = FIRST_DRAFT_ID;
  private readonly memberById: Map<number, MemberRow>;
  private readonly entitlementById: Map<number, StoredEntitlement>;
  private readonly userById: Map<number, SiteUser>;
  private readonly userIdsAlike: Map<NormalizedEmail, readonly number[]>;
  private readonly membersOfAccount: Map<number, readonly number[]>;
  private readonly overrides: OverrideRow[];
  private readonly changedEntitlements = new Map<number, StoredEntitlement>();
  private readonly newUserById = new Map<number, NewSiteUser>();
  private readonly roleByUser = new Map<number, number>();
  private readonly changedMembers = new Map<number, MemberChanges>();
  private readonly newOverrides: NewOverride[] = [];
  private readonly activities: NewActivity[] = [];
  private readonly events: NewEvent[] = [];
  private readonly welcomes: AccessPlan['welcomes'][number][] = [];
  private readonly claims: AccessPlan['claims'][number][] = [];

  constructor(readonly world: AccessWorld) {
    this.memberById = byId(world.members);
    this.entitlementById = byId(world.entitlements);
    this.userById = byId(world.users);
    this.userIdsAlike = new Map(world.accountsAlike);
    this.membersOfAccount = new Map(world.membersOfAccount);
    this.overrides = [...world.overrides];
  }

  member(id: number): MemberRow {
    const member = this.memberById.get(id);
    if (!member) throw new Error(`Member ${id} is not held.`);
    return member;
  }

  /** Oldest first. */
  membersOf(userId: number): MemberRow[] {
    return [...this.memberById.values()]
      .filter((member) => member.userId === userId)
      .sort((a, b) => a.id - b.id);
  }

  entitlementsOf(memberIds: readonly number[]): StoredEntitlement[] {
    return [...this.entitlementById.values()].filter(({ memberId }) =>
      memberIds.includes(memberId)
    );
  }

  /** Of these members and of this account. */
  overridesOf(memberIds: readonly number[], userId: number | null): OverrideRow[] {
    return this.overrides.filter(
      (override) =>
        memberIds.includes(override.memberId) || (userId !== null && override.userId === userId)
    );
  }

  user(id: number): SiteUser | null {
    return this.userById.get(id) ?? null;
  }

  /** Every account that answers to this address, oldest first. */
  usersAlike(address: NormalizedEmail): SiteUser[] {
    return (this.userIdsAlike.get(address) ?? []).flatMap((id) => this.user(id) ?? []);
  }

  /** It is some other member's account, whether that member is held or not. */
  isAnothers(userId: number, memberId: number): boolean {
    const held = this.membersOf(userId).map(({ id }) => id);
    const isTied = (id: number) => !this.memberById.has(id) || held.includes(id);
    const known = (this.membersOfAccount.get(userId) ?? []).filter(isTied);
    return [...known, ...held].some((id) => id !== memberId);
  }

  changeMember(id: number, changes: MemberChanges): void {
    this.memberById.set(id, { ...this.member(id), ...changes });
    this.changedMembers.set(id, { ...this.changedMembers.get(id), ...changes });
  }

  changeEntitlement(row: StoredEntitlement): void {
    this.entitlementById.set(row.id, row);
    this.changedEntitlements.set(row.id, row);
  }

  createUser(asked: Omit<NewSiteUser, 'id'>): SiteUser {
    const { email, roleId } = asked;
    const user: SiteUser = {
      id: this.newId(),
      username: email,
      email,
      provider: 'local',
      confirmed: true,
      blocked: false,
      roleId,
      hasSeveralRoles: false,
    };
    this.userById.set(user.id, user);
    this.userIdsAlike.set(email, [...(this.userIdsAlike.get(email) ?? []), user.id]);
    this.newUserById.set(user.id, { ...asked, id: user.id });
    return user;
  }

  /** This role, and no other. */
  giveRole(userId: number, roleId: number): void {
    const user = this.user(userId);
    if (!user) throw new Error(`User ${userId} is not held.`);
    this.userById.set(userId, { ...user, roleId, hasSeveralRoles: false });
    const isNew = this.newUserById.get(userId);
    if (isNew) this.newUserById.set(userId, { ...isNew, roleId });
    else this.roleByUser.set(userId, roleId);
  }

  addOverride(override: NewOverride): void {
    this.newOverrides.push(override);
    this.overrides.push({ ...override, id: this.newId(), removedAt: null, removedBy: null });
  }

  /** A line about a member is the member's last change. */
  note(activity: NewActivity): void {
    this.activities.push(activity);
    if (activity.memberId != null) {
      this.changeMember(activity.memberId, { changedAt: activity.happenedAt });
    }
  }

  tell(event: NewEvent): void {
    this.events.push(event);
  }

  welcome(memberId: number, userId: number): void {
    this.welcomes.push({ memberId, userId });
  }

  askToClaim(memberId: number, userId: number): void {
    this.claims.push({ memberId, userId });
  }

  plan(): AccessPlan {
    const before = byId(this.world.users);
    return {
      entitlements: [...this.changedEntitlements.values()],
      newUsers: [...this.newUserById.values()],
      roles: [...this.roleByUser].flatMap(([id, roleId]) => {
        const user = before.get(id);
        return user ? { user, roleId } : [];
      }),
      members: this.changedMembers,
      newOverrides: this.newOverrides,
      activities: this.activities,
      events: this.events,
      claims: this.claims,
      welcomes: this.welcomes,
    };
  }

  private newId(): number {
    this.nextId += 1;
    return this.nextId;
  }
}

const byId = <Row extends { readonly id: number }>(rows: readonly Row[]): Map<number, Row> =>
  new Map(rows.map((row) => [row.id, row]));
