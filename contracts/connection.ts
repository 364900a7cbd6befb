import type { AlertKind } from '../server/src/core/mail/alerts';

export type ConnectionState = 'off' | 'on' | 'paused';

/** Mailed to members whose account a purchase created. */
export interface WelcomeMail {
  readonly isOn: boolean;
  /** With placeholders: {name}, {site}, {product}, {level}, {link}. */
  readonly subject: string;
  /** The same; {link} has to be there. */
  readonly text: string;
}

export type { AlertKind };

/** Who is mailed when something needs a person, and about what. */
export interface Alerts {
  readonly administratorIds: readonly number[];
  readonly kinds: readonly AlertKind[];
}

export interface ConnectionSettings {
  /** How many IPN secrets are set; the secrets themselves are never shown. */
  readonly ipnSecrets: number;
  /** Only IPNs with one of the secrets are accepted; JSON, as the Outbound API sends it, is refused. */
  readonly ipnOnly: boolean;
  /** Null: the site's default role. */
  readonly fallbackRoleId: number | null;
  /** Days after which payloads are deleted; the facts stay. */
  readonly payloadRetentionDays: number;
  /** Days after which log lines are deleted. */
  readonly logRetentionDays: number;
  readonly welcomeMail: WelcomeMail;
  readonly alerts: Alerts;
}

/** One of the URLs that Kartra may post to. */
export interface WebhookKey {
  readonly id: number;
  readonly name: string | null;
  /** The one that `webhookUrl` shows and `rotate` replaces. */
  readonly isMain: boolean;
  /** ISO 8601; null: made by an earlier version. */
  readonly createdAt: string | null;
  readonly createdBy: string | null;
  /** From then on it is refused; null: it has no end. */
  readonly endsAt: string | null;
  /** Counted within a minute on other instances. */
  readonly lastUsedAt: string | null;
  readonly uses: number;
}

/** A webhook URL that somebody asked for; null when the site's keys were changed since it was made. */
export interface ShownWebhookUrl {
  readonly webhookUrl: string | null;
  readonly webhookUrlSource: 'config' | 'browser';
}

export interface Connection {
  readonly state: ConnectionState;
  /** ISO 8601; null before it was first enabled. */
  readonly stateSince: string | null;
  /**
   * The main URL in the answers to `GET`, `enable` and `rotate`. Null in others, before the first time on, without the
   * permission for secrets, and where `webhookUrl=false` was asked for.
   */
  readonly webhookUrl: string | null;
  /** All of it but the key. */
  readonly webhookUrlStart: string;
  /** Where the address came from: the server's `url`, or the browser's address. */
  readonly webhookUrlSource: 'config' | 'browser';
  /** Those that work now, oldest first. */
  readonly keys: readonly WebhookKey[];
  /** While a rotated URL still works: until when, and its last use. Of several, the newest. */
  readonly previousUrl: {
    readonly validUntil: string;
    readonly lastUsedAt: string | null;
    readonly uses: number;
  } | null;
  /** When the present webhook URL was made. */
  readonly urlCreatedAt: string | null;
  readonly settings: ConnectionSettings;
  /** The last change of the settings. */
  readonly savedAt: string | null;
  readonly savedBy: string | null;
  readonly version: number;
}

export interface DisableConnectionBody {
  readonly mode: 'pause' | 'off';
}

/** Days for which payloads and log lines would be kept. */
export interface RetentionQuery {
  readonly payloadDays: number;
  readonly logDays: number;
}

/** How many would be deleted by the next housekeeping. */
export interface RetentionPreview {
  readonly payloads: number;
  readonly logs: number;
}

export interface RotateConnectionBody {
  /** Hours for which the old URL works beside the new one, 0 to 168; 24 by default. */
  readonly overlapHours?: number;
  /** Of the new URL; that of the old one unless another is given. */
  readonly name?: string;
  readonly version?: number;
}

/** One more URL beside the others. */
export interface CreateWebhookKeyBody {
  readonly name: string;
  readonly version?: number;
}

export type RenameWebhookKeyBody = CreateWebhookKeyBody;

export interface EndWebhookKeyBody {
  /** Hours until it ends, 0 to 168. Without it, it ends at once, unless it was used in the last 24 hours (409). */
  readonly overlapHours?: number;
  readonly version?: number;
}

export interface UpdateConnectionBody {
  readonly ipnSecrets?: readonly string[];
  /** Needs a secret, and the permission for secrets. */
  readonly ipnOnly?: boolean;
  readonly fallbackRoleId?: number | null;
  readonly payloadRetentionDays?: number;
  readonly logRetentionDays?: number;
  readonly welcomeMail?: WelcomeMail;
  readonly alerts?: Alerts;
  /** With it a stale change is refused with 409 and the current state. */
  readonly version?: number;
}

export type PreviewWelcomeBody = Pick<WelcomeMail, 'subject' | 'text'>;

/** The welcome mail as an invented buyer would get it. */
export interface WelcomePreview {
  readonly subject: string;
  readonly text: string;
}

/** Somebody whom alerts can be mailed to. */
export interface AlertRecipient {
  readonly id: number;
  readonly name: string;
}
