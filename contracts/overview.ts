import type { NOTICES } from './lists';
import type { ConnectionState } from './connection';
import type { NewRules } from './new-rules';

export interface LostSpan {
  readonly from: string;
  readonly to: string;
  readonly count: number;
}

export type NoticeName = (typeof NOTICES)[number];

/** `order` also stands for original and parent orders. Of a lead, its addresses are counted. */
export type SharedIdKind = 'order' | 'internal-subscription' | 'processor-subscription' | 'lead';

/** An id that several people's webhooks name, so that it proves nothing about any of them. No personal data. */
export interface SharedIdFound {
  readonly id: number;
  readonly kind: SharedIdKind;
  /** The id as Kartra sends it. */
  readonly value: string;
  /** Different buyers whose payments name it; of a lead, the different addresses that bought under it. */
  readonly buyers: number;
  readonly firstSeenAt: string;
  /** When the number last grew. */
  readonly lastSeenAt: string;
  /** A webhook that names it; null: its log line was deleted. */
  readonly webhookLogId: number | null;
}

/** Whether the welcome mail can reach anybody. */
export interface MailFacts {
  readonly isOn: boolean;
  /** Strapi sends by a mail server of the site's own, not by its default that few receivers accept. */
  readonly hasProvider: boolean;
  /** The site has a page where a password is chosen. */
  readonly hasResetPage: boolean;
  /** Welcome mails that have not left yet. */
  readonly waiting: number;
  /** Welcome mails that were given up. */
  readonly failed: number;
}

export interface Overview {
  readonly state: ConnectionState;
  readonly stateSince: string | null;
  /** Facts by which the set-up steps tick themselves. */
  readonly facts: {
    readonly enabledAt: string | null;
    readonly enabledBy: string | null;
    readonly firstWebhookAt: string | null;
    readonly lastWebhookAt: string | null;
    readonly seen: Readonly<Record<string, boolean>>;
    readonly mappings: number;
    readonly firstMemberAt: string | null;
  };
  /** Webhooks that came within the last 24 hours. */
  readonly lastDay: number;
  /** Received or processing, not yet decided. */
  readonly waiting: number;
  readonly oldestWaitingAt: string | null;
  readonly failing: number;
  readonly nextAttemptAt: string | null;
  readonly oldestFailingAt: string | null;
  readonly dead: number;
  /** What waits for a person; one decision may be about many webhooks, or about none. */
  readonly decisions: {
    readonly count: number;
    readonly webhooks: number;
    readonly oldestAt: string | null;
  };
  /** Held for a person. */
  readonly held: number;
  readonly heldByReason: Readonly<Record<string, number>>;
  /** Members whose role somebody changed by hand. */
  readonly drift: number;
  /** Buyers who may have another account, and nobody has said yet whether it is theirs. */
  readonly secondAddresses: number;
  /** Whom the rules of this version would change; null: nobody waits for the answer. */
  readonly newRules: NewRules | null;
  /** Partial refunds after which the mapping kept access, and nobody has said yet that this is right. */
  readonly partRefunds: number;
  readonly waitingBuyers: number;
  /** The products they bought, most buyers first, up to three. */
  readonly waitingProducts: readonly {
    readonly productId: string;
    readonly productName: string | null;
    readonly buyers: number;
  }[];
  /** Discovered offers without an access level, the ignored ones not counted. */
  readonly unmappedOffers: number;
  /** Many purchases and not one ending, which somebody has not called right yet; null: nothing to doubt. */
  readonly onlyPurchases: { readonly count: number; readonly since: string } | null;
  /** Ids that different buyers share and that were not put away, or have twice as many buyers since. */
  readonly sharedIds: {
    readonly count: number;
    /** Most buyers first, up to three. */
    readonly ids: readonly SharedIdFound[];
  };
  /** No webhook for much longer than usual; null: not so. */
  readonly silence: { readonly since: string; readonly usualMs: number } | null;
  /** Requests for the webhook URL with a wrong key, most likely an old URL; today is that of UTC. */
  readonly wrongKeys: { readonly today: number; readonly lastAt: string | null };
  /** Those that nobody has checked yet. */
  readonly lost: { readonly count: number; readonly spans: readonly LostSpan[] };
  readonly byState: Readonly<Record<string, number>>;
  /** The last 14 days, oldest first; `day` is `YYYY-MM-DD` in UTC. */
  readonly byDay: readonly {
    readonly day: string;
    readonly well: number;
    readonly held: number;
    readonly failed: number;
  }[];
  /** By access level, highest first. */
  readonly members: readonly {
    readonly roleId: number;
    readonly name: string;
    readonly count: number;
  }[];
  readonly mail: MailFacts;
  readonly storage: { readonly logs: number; readonly payloadBytes: number };
}
