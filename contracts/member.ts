import type { MemberState } from '../server/src/core/access/member-state';
import type { SuggestionReason } from '../server/src/core/members/likely';
import type { PageQuery, Sentence } from './common';
import type { NamedLevel } from './mapping';

/** What happened to a purchase, as Kartra told it. */
export interface PurchaseEvent {
  readonly kind: string;
  /** Kartra's date, as Kartra wrote it; null when it sent none. */
  readonly date: string | null;
  /** The same may have come over both surfaces, or twice. */
  readonly webhooks: readonly {
    readonly id: number;
    readonly surface: 'outbound' | 'ipn';
  }[];
}

/** What the payments of a running subscription let expect; all null where there is nothing to expect. */
export interface PaymentOutlook {
  /** End of what is paid for; null: not known. */
  readonly paidUntil: string | null;
  /** When the next payment is due; null: none will come, or it is not known when. */
  readonly nextPaymentAt: string | null;
  /** When a payment was due that has not come for ten days; null: none is overdue, or renewals are never told. */
  readonly overdueSince: string | null;
}

/** The owner changed the product of a running subscription in Kartra. */
export interface PurchaseChange {
  /** Names where Kartra sent any, else ids. */
  readonly from: string;
  readonly to: string;
  /** Kartra's date of the first payment of the new product; null when it sent none. */
  readonly at: string | null;
}

export interface MemberEntitlement {
  readonly id: number;
  /** `completed`: paid in full. */
  readonly state: 'active' | 'past-due' | 'leaving' | 'completed' | 'ended';
  /** Why it ended, or why it gives nothing; null when it simply gives its level. */
  readonly reason: string | null;
  /** The first of `levels`; null: no mapping covers it. */
  readonly roleId: number | null;
  readonly roleName: string | null;
  /** Roles that its mapping gives, highest first; whether they count, `state` and overrides say. */
  readonly levels: readonly number[];
  /** The same with their names. */
  readonly roles: readonly NamedLevel[];
  readonly productId: string;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly orderIds: readonly string[];
  readonly subscriptionId: string | null;
  /** Kartra's date of the first payment, as Kartra wrote it; null when it sent none. */
  readonly startedAt: string | null;
  readonly endsAt: string | null;
  readonly payments: PaymentOutlook;
  /** Oldest first. */
  readonly changes: readonly PurchaseChange[];
  /** In the order in which they count. */
  readonly events: readonly PurchaseEvent[];
}

/** A purchase whose subscription was cancelled, and others without ids that look like its renewals. */
export interface RenewalQuestion {
  /** Ids of entitlements; the others oldest first. */
  readonly purchase: number;
  readonly purchases: readonly number[];
}

/** Purchases of a member that were renewals of another of theirs: from then on they are one. */
export interface SettleRenewalsBody {
  readonly purchase: number;
  readonly purchases: readonly number[];
  /** False: they were not, and the member page asks no more. */
  readonly areRenewals?: boolean;
  /** Only tell what it would do. */
  readonly dryRun?: boolean;
}

export interface MemberOverride {
  readonly id: number;
  readonly effect: 'grant' | 'deny';
  readonly source: 'manual' | 'held-before';
  readonly roleId: number | null;
  readonly roleName: string | null;
  readonly until: string | null;
  readonly reason: string | null;
  readonly author: string | null;
  readonly givenAt: string;
}

export interface TimelineEntry extends Sentence {
  readonly id: number;
  readonly at: string;
  readonly webhookLogId: number | null;
  readonly actor: string | null;
}

export interface ExplanationLine extends Sentence {
  readonly webhookLogIds: readonly number[];
}

/** A role that somebody gave the user by hand, other than purchases and overrides say. */
export interface Drift {
  readonly roleId: number | null;
  readonly roleName: string | null;
  /** Since when it is known. */
  readonly since: string;
  /** What purchases and overrides give. */
  readonly due: { readonly roleId: number | null; readonly name: string | null };
  /** It can be made an override: only an access level, or the fallback. */
  readonly canKeep: boolean;
}

export interface KeepDriftBody {
  readonly reason: string;
}

export type { MemberState };

export interface MemberSummary {
  readonly id: number;
  /** Masked without the personal-data permission. */
  readonly email: string | null;
  readonly name: string | null;
  readonly leadIds: readonly string[];
  readonly user: {
    readonly id: number;
    readonly username: string;
    readonly email: string | null;
    readonly roleName: string | null;
    readonly blocked: boolean;
    readonly confirmed: boolean;
  } | null;
  /** Since when it is known that the account was deleted. */
  readonly userGoneAt: string | null;
  /** The highest level that purchases and overrides give, or the fallback. */
  readonly level: { readonly roleId: number | null; readonly name: string | null };
  /** Every level that they give now, highest first; none: only the fallback. */
  readonly levels: readonly { readonly roleId: number; readonly name: string | null }[];
  /** Made by test events only: gets no mail, counts nowhere. */
  readonly isTest: boolean;
  readonly heldReason: string | null;
  /** Null while the user stands where purchases and overrides put them. */
  readonly drift: Drift | null;
  readonly state: MemberState;
  /** When that ends by itself; null: not, or nobody knows. */
  readonly until: string | null;
  /** The member's own purchases that have not ended. */
  readonly livePurchases: number;
  readonly lastChangedAt: string;
}

export interface WelcomeMailState {
  /** `skipped`: there was nobody to send it to any more. */
  readonly state: 'queued' | 'sent' | 'gave-up' | 'skipped';
  readonly queuedAt: string;
  readonly sentAt: string | null;
  readonly attempts: number;
  readonly nextAttemptAt: string | null;
  /** What the last attempt said, like `reset-page-missing` or `Error ECONNREFUSED`. */
  readonly error: string | null;
}

export type { SuggestionReason };

/** Another account that may be the same person's. */
export interface AccountSuggestion {
  readonly user: {
    readonly id: number;
    /** Both masked without the personal-data permission. */
    readonly username: string;
    readonly email: string | null;
    readonly roleName: string | null;
  };
  readonly reason: SuggestionReason;
}

/** One that waits for a person to say whether it is. */
export interface OpenSuggestion extends AccountSuggestion {
  readonly id: number;
  readonly foundAt: string;
  readonly member: {
    readonly id: number;
    readonly name: string | null;
    readonly email: string | null;
  };
}

/** Somebody linked the member to the account they have now; it can be undone. */
export interface AccountLink {
  readonly at: string;
  readonly by: string;
  /** The account before; null: there was none, or it is deleted. */
  readonly from: { readonly id: number; readonly username: string } | null;
}

export interface Member extends MemberSummary {
  /** Other addresses known for this member. */
  readonly otherEmails: readonly string[];
  readonly erasedAt: string | null;
  /** Null once the line that tells it is older than log lines are kept. */
  readonly erasedBy: string | null;
  readonly link: AccountLink | null;
  /** Others whose purchases count for the same account. */
  readonly sharedWith: readonly {
    readonly id: number;
    readonly name: string | null;
    readonly email: string | null;
  }[];
  /** The last welcome mail; null when there never was one. */
  readonly welcomeMail: WelcomeMailState | null;
  readonly entitlements: readonly MemberEntitlement[];
  /** What a person has to say about them. */
  readonly renewalQuestions: readonly RenewalQuestion[];
  readonly overrides: readonly MemberOverride[];
  /** The newest lines; `GET /kartra/activity?memberId=…&beforeId=…` has the older ones. */
  readonly timeline: readonly TimelineEntry[];
  readonly timelineTotal: number;
  readonly explanation: readonly ExplanationLine[];
}

export interface MemberQuery extends PageQuery {
  readonly email?: string;
  readonly search?: string;
  readonly roleId?: number;
  /** A member's state, or `waiting` (held or staff), or `drifted` (the role was changed by hand). */
  readonly state?: string;
  readonly userId?: number;
  /** Up to a hundred, joined by commas. */
  readonly ids?: string;
}

interface Override {
  readonly effect: 'grant' | 'deny';
  /** Null: every level, which can only be denied. */
  readonly roleId?: number | null;
  readonly until?: string | null;
}

export interface CreateOverrideBody extends Override {
  readonly reason: string;
  readonly dryRun?: false;
}

/** Only told what it would do: nobody has to say why yet. */
export interface TryOverrideBody extends Override {
  readonly reason?: string;
  readonly dryRun: true;
}

/** A user of the site for whom the purchases are to count, or a new one in place of one that was deleted. */
export type LinkMemberBody = { readonly userId: number } | { readonly createUser: true };

export interface RecomputeMemberBody {
  /** Only tell the difference. */
  readonly dryRun?: boolean;
}
