import type { ConnectionState } from './connection';

export interface LostSpan {
  readonly from: string;
  readonly to: string;
  readonly count: number;
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
  /** Received or processing, not yet decided. */
  readonly waiting: number;
  readonly oldestWaitingAt: string | null;
  readonly failing: number;
  readonly nextAttemptAt: string | null;
  readonly dead: number;
  /** Held for a person. */
  readonly held: number;
  readonly heldByReason: Readonly<Record<string, number>>;
  /** Members whose role somebody changed by hand. */
  readonly drift: number;
  /** Buyers who may have another account, and nobody has said yet whether it is theirs. */
  readonly secondAddresses: number;
  /** Partial refunds after which the mapping kept access, and nobody has said yet that this is right. */
  readonly partRefunds: number;
  readonly waitingBuyers: number;
  /** Discovered offers without an access level, the ignored ones not counted. */
  readonly unmappedOffers: number;
  readonly lost: { readonly count: number; readonly spans: readonly LostSpan[] };
  readonly byState: Readonly<Record<string, number>>;
  /** The last 14 days, oldest first; `day` is `YYYY-MM-DD` in UTC. */
  readonly byDay: readonly {
    readonly day: string;
    readonly well: number;
    readonly held: number;
    readonly failed: number;
  }[];
  readonly members: readonly {
    readonly roleId: number;
    readonly name: string;
    readonly count: number;
  }[];
  readonly mail: MailFacts;
  readonly storage: { readonly logs: number; readonly payloadBytes: number };
}
