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
  /** Null: the site's default role. */
  readonly fallbackRoleId: number | null;
  /** Days after which payloads are deleted; the facts stay. */
  readonly payloadRetentionDays: number;
  /** Days after which log lines are deleted. */
  readonly logRetentionDays: number;
  readonly welcomeMail: WelcomeMail;
  readonly alerts: Alerts;
}

export interface Connection {
  readonly state: ConnectionState;
  /** ISO 8601; null before it was first enabled. */
  readonly stateSince: string | null;
  /** Null while off for the first time, or without the permission for secrets. */
  readonly webhookUrl: string | null;
  /** Where the address came from: the server's `url`, or the browser's address. */
  readonly webhookUrlSource: 'config' | 'browser';
  /** While a rotated URL still works: until when, and its last use. */
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
}

export interface UpdateConnectionBody {
  readonly ipnSecrets?: readonly string[];
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
