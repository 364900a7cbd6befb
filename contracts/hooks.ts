/** What a site's own code receives and may answer. Exported by the package for hosts in TypeScript. */

interface Told {
  /** The same when an event is sent a second time, after a crash between sending and noting it. */
  readonly messageId: string;
}

interface RoleName {
  /** Null: no role, as before the account was created. */
  readonly roleId: number | null;
  readonly name: string | null;
}

/** For a site that loads Strapi without listening: `strapi.plugin('kartra').service<Background>('background')`. */
export interface Background {
  /** Starts processing, mails and everything else that runs beside the requests. A second call does nothing. */
  start(): void;
}

/** A member's role changed, for whatever reason. */
export interface AccessChanged extends Told {
  readonly memberId: number;
  /** Id of the users-permissions user. */
  readonly userId: number;
  readonly before: RoleName;
  readonly after: RoleName;
  /** Null: no webhook did it. */
  readonly webhookLogId: number | null;
  /** Made by a test event: no person is behind it. */
  readonly isTest: boolean;
}

/** A purchase created an account. */
export interface MemberCreated extends Told {
  readonly memberId: number;
  readonly userId: number;
  readonly webhookLogId: number | null;
  readonly isTest: boolean;
}

/** Why a webhook was given up: its role was deleted, or may not be given; the site's own code failed; or anything else. */
export type DeadReason =
  | 'role-missing'
  | 'role-refused'
  | 'hook-failed'
  | 'site-code'
  | 'took-too-long'
  | 'internal';

/** A webhook was given up after many attempts; an administrator has to look at it. */
export interface WebhookDead extends Told {
  readonly webhookLogId: number;
  readonly reason: DeadReason;
  readonly attempts: number;
}

/** A product and price point was seen for the first time. */
export interface OfferDiscovered extends Told {
  readonly productId: string;
  readonly productName: string | null;
  readonly pricePoint: string | null;
  readonly webhookLogId: number;
}

/** Told on Strapi's event hub after the change is committed, at least once: `strapi.eventHub.on(name, listener)`. */
export interface KartraEvents {
  'kartra.access.changed': AccessChanged;
  'kartra.member.created': MemberCreated;
  'kartra.webhook.dead': WebhookDead;
  'kartra.offer.discovered': OfferDiscovered;
}

/** An account that is about to be created, because a live purchase needs one. */
export interface NewAccount {
  readonly memberId: number;
  readonly email: string;
  readonly firstName: string | null;
  readonly lastName: string | null;
  /** What the member has bought and still holds. */
  readonly purchases: readonly {
    readonly productId: string;
    readonly productName: string | null;
    readonly pricePoint: string | null;
  }[];
  readonly isTest: boolean;
}

/** Fields of the site's own on the new user, or why there must be no account. Nothing: as it is. */
export type NewAccountAnswer =
  | { readonly fields: Readonly<Record<string, unknown>> }
  | { readonly veto: string }
  | undefined
  | void;

export type AccountHook = (account: NewAccount) => NewAccountAnswer | Promise<NewAccountAnswer>;

/** `strapi.plugin('kartra').service('hooks')` */
export interface Hooks {
  /** To be called in the site's `register`; what it returns takes the hook away again. */
  onAccountCreate(hook: AccountHook): () => void;
}
