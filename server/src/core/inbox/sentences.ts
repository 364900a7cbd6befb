import type { MessageValue } from '../wording/sentence';
import type { OutcomeCode } from './judge';
import { sayDay } from '../wording/days';

export type Values = Readonly<Record<string, MessageValue>>;

/** Codes a webhook log can carry besides those of `judge`. */
export type LogCode =
  | OutcomeCode
  | 'received'
  | 'processing'
  | 'ignored.not-money'
  | 'ignored.not-money.known-type'
  | 'ignored.test'
  | 'held.incomplete.product'
  | 'held.unknown-type'
  | 'held.unknown-type.missing'
  | 'held.paused'
  | 'failed.role-missing'
  | 'failed.role-refused'
  | 'failed.hook-failed'
  | 'failed.internal'
  | 'dead.role-missing'
  | 'dead.role-refused'
  | 'dead.hook-failed'
  | 'dead.internal'
  | 'rejected.unreadable'
  | 'rejected.too-large'
  | 'rejected.bad-ipn-secret';

const say = (value: MessageValue | undefined, otherwise = ''): string =>
  value === null || value === undefined || value === '' ? otherwise : String(value);

/** `values.buyer` is put in when the sentence is read: it is personal data and may have to be masked. */
const buyer = (values: Values): string => say(values['buyer'], 'the buyer');
const product = (values: Values): string => say(values['product'], 'The product');
const level = (values: Values): string => say(values['level'], 'the access level');
const after = (values: Values): string => say(values['after'], 'no role');
const kind = (values: Values): string => say(values['kind'], 'event');
const capitalised = (text: string): string => text.charAt(0).toUpperCase() + text.slice(1);

const goneOn = (values: Values): string =>
  values['goneAt'] ? ` on ${sayDay(say(values['goneAt']))}` : '';
const until = (values: Values): string => sayDay(say(values['until']));
const revoked = (what: string) => (values: Values) =>
  `${product(values)} was ${what}; ${level(values)} ended, now ${after(values)}.`;
const fellBack = (what: string) => (values: Values) =>
  `${product(values)} was ${what}; ${after(values)} remains because of ${say(values['otherProduct'], 'another grant')}.`;
/** `values.nextAt` and `values.triedUntil` are put in when the sentence is read, from the row itself. */
const failed = (sentence: (values: Values) => string) => (values: Values) =>
  `${sentence(values)} Attempt ${say(values['attempts'])} failed; ${
    values['nextAt']
      ? `the next one is at ${sayTime(values['nextAt'])}`
      : 'it is tried again by itself'
  }.`;
const dead = (sentence: (values: Values) => string) => (values: Values) =>
  `Tried ${say(values['attempts'])} times${
    values['triedUntil'] ? ` until ${sayDay(say(values['triedUntil']))}` : ''
  }. The last error: ${sentence(values)}`;
/** "14:20 UTC": the server does not know where its reader is. */
const sayTime = (at: MessageValue): string => `${say(at).slice(11, 16)} UTC`;

const roleMissing = (values: Values) => `The role that ${product(values)} gives was deleted.`;
const roleRefused = (values: Values) =>
  `The role that ${product(values)} gives may manage users or is the public one, so it is not given.`;
const hookFailed = (values: Values) =>
  `The site’s own code for new accounts failed (${say(values['hook'], 'unknown error')}).`;
/** Earlier versions stored the whole sentence. */
const internal = (values: Values) =>
  values['error']
    ? `Something unexpected went wrong (${say(values['error'])}).`
    : say(values['sentence'], 'Something unexpected went wrong.');

const SENTENCES: Readonly<Record<LogCode, (values: Values) => string>> = {
  received: () => 'Stored; it is processed in a moment.',
  processing: () => 'Being processed now.',
  'applied.granted': (values) => `${product(values)} gives ${level(values)}.`,
  'applied.granted.account-created': (values) =>
    `${product(values)} gives ${level(values)}. The account was created.`,
  'applied.renewed': (values) => `${product(values)} was paid again; ${level(values)} stays.`,
  'applied.recovered': (values) => `${product(values)} was paid again; ${level(values)} is back.`,
  'applied.product-changed': (values) =>
    `Changed from ${say(values['fromProduct'], 'another product')} to ${product(values)}${
      values['changedAt'] ? ` on ${sayDay(say(values['changedAt']))}` : ''
    }; ${say(values['fromLevel'], 'no access level')} → ${level(values)}.`,
  'applied.completed': (values) => `${product(values)} is paid in full; ${level(values)} stays.`,
  'applied.leaving': (values) =>
    `${product(values)} was cancelled; ${level(values)} stays until ${until(values)}.`,
  'applied.past-due.until': (values) =>
    `A payment for ${product(values)} failed; ${level(values)} stays until ${until(values)}, unless a renewal comes.`,
  'applied.past-due': (values) =>
    `A payment for ${product(values)} failed; ${level(values)} stays.`,
  'applied.revoked.cancelled': revoked('cancelled'),
  'applied.revoked.refunded': revoked('refunded'),
  'applied.revoked.charged-back': revoked('charged back'),
  'applied.revoked.expired': (values) =>
    `The time of ${product(values)} is over; ${level(values)} ended, now ${after(values)}.`,
  'applied.revoked.suspended': (values) =>
    `A payment for ${product(values)} failed and no renewal came; ${level(values)} is suspended, now ${after(values)}.`,
  'applied.fell-back.expired': (values) =>
    `The time of ${product(values)} is over; ${after(values)} remains because of ${say(values['otherProduct'], 'another grant')}.`,
  'applied.fell-back.suspended': (values) =>
    `A payment for ${product(values)} failed and no renewal came; ${after(values)} remains because of ${say(values['otherProduct'], 'another grant')}.`,
  'applied.fell-back.cancelled': fellBack('cancelled'),
  'applied.fell-back.refunded': fellBack('refunded'),
  'applied.fell-back.charged-back': fellBack('charged back'),
  'applied.no-change.late': () => 'Access stays: a newer event decides.',
  'applied.no-change.already-ended': () => 'Access stays: this purchase had ended before.',
  'applied.no-change.part-refunded': () =>
    'Access stays: part was refunded and the mapping keeps access.',
  'applied.no-change.time-over': (values) => `The time of ${product(values)} is over already.`,
  'applied.no-change.refund-kept': () =>
    'Access stays: it was refunded and the mapping keeps access.',
  'applied.no-change.not-mapped': () => 'Access stays: the product is not mapped.',
  'applied.no-change.higher-anyway': (values) =>
    `Access stays: ${say(values['current'], 'the level')} is higher anyway.`,
  'applied.no-change.other-purchase': (values) =>
    `Access stays: ${say(values['otherProduct'], 'another grant')} gives ${level(values)} too.`,
  'applied.no-change.denied': (values) => `Access stays: ${level(values)} was denied by hand.`,
  'applied.no-change.staff': (values) =>
    `Access stays: ${capitalised(buyer(values))} is ${after(values)}, which the integration never changes.`,
  'applied.no-change.no-account': () => 'Nothing to take back: there is no account.',
  'applied.no-change.set-aside': () => 'Set aside by hand: it belongs to no purchase.',
  'applied.no-change.nothing-bought': (values) =>
    `Nothing changed: ${buyer(values)} hasn’t bought ${product(values)}.`,
  'applied.no-change.nothing-refunded': () =>
    'Nothing changed: the refund is 0 and matches no purchase.',
  'applied.no-change.paid-in-full': (values) =>
    `Access stays: ${product(values)} is paid in full. Nothing is left to ${
      values['kind'] === 'failed payment' ? 'pay' : 'cancel'
    }.`,
  'applied.no-change.old-product': (values) =>
    `Access stays: the ${say(values['refunded'], 'earlier')} payment was refunded.`,
  'ignored.duplicate': (values) => `The same event as webhook ${say(values['n'])}; it counts once.`,
  'ignored.not-money': (values) =>
    `“${say(values['action'], 'this webhook')}” says nothing about a payment.`,
  'ignored.not-money.known-type': (values) => `“${say(values['action'])}” changes no access.`,
  'ignored.offer-ignored': (values) => `${product(values)} is among your ignored offers.`,
  'ignored.test': (values) =>
    `A test event by ${say(values['name'], 'an administrator')}; no mail went out.`,
  'held.unmapped-product': (values) =>
    `${product(values)} has no access level yet; ${buyer(values)} waits.`,
  'held.unmatched-purchase': (values) => `This ${kind(values)} names no purchase we know.`,
  'held.conflicting-id': (values) =>
    `This ${kind(values)} names someone else’s purchase, so nothing changed.`,
  'held.unknown-period': (values) =>
    `${product(values)} was cancelled, and nothing says until when it is paid. ${level(values)} stays until ${until(values)} unless you choose another end.`,
  'held.unconfirmed-account': (values) =>
    `${capitalised(buyer(values))} has not confirmed the e-mail address, and this site asks for it; ${level(values)} waits.`,
  'held.account-deleted': (values) =>
    `The account was deleted${goneOn(values)}, but ${product(values)} was paid again.`,
  'held.account-vetoed': (values) =>
    `The site’s own code wants no account for ${buyer(values)}: “${say(values['veto'])}”. ${level(values)} waits.`,
  'held.protected-role': (values) =>
    `${capitalised(buyer(values))} is ${after(values)}, which the integration never changes; ${product(values)} would give ${level(values)}.`,
  'held.incomplete.email': () => 'It has no e-mail address.',
  'held.incomplete.product': () => 'It has no product.',
  'held.incomplete.untrusted-email': () => 'Its e-mail address cannot be trusted.',
  'held.unknown-type': (values) =>
    `We don’t know the type “${say(values['action'])}”, so nothing changed. If it should change access, give or deny the level by hand.`,
  'held.unknown-type.missing': () =>
    'It doesn’t say what happened, so nothing changed. If it should change access, give or deny the level by hand.',
  'held.paused': () => 'It came while the integration was paused.',
  'failed.role-missing': failed(roleMissing),
  'failed.role-refused': failed(roleRefused),
  'failed.hook-failed': failed(hookFailed),
  'failed.internal': failed(internal),
  'dead.role-missing': dead(roleMissing),
  'dead.role-refused': dead(roleRefused),
  'dead.hook-failed': dead(hookFailed),
  'dead.internal': dead(internal),
  'rejected.unreadable': () => 'The content is neither JSON nor a form.',
  'rejected.too-large': () => 'Above 1 MB, so it was not read. Kartra’s webhooks are far smaller.',
  'rejected.bad-ipn-secret': () => 'Its secret key is not one of yours; its content was not kept.',
};

const REASONS = {
  'role-missing': roleMissing,
  'role-refused': roleRefused,
  'hook-failed': hookFailed,
  internal,
} as const;

/** Why one attempt failed, without what becomes of it. */
export const reasonOf = (kind: keyof typeof REASONS, values: Values): string =>
  REASONS[kind](values);

const isLogCode = (code: string): code is LogCode => Object.hasOwn(SENTENCES, code);

/** The English sentence of a webhook log; an unknown code (of a newer version) stands for itself. */
export function sentenceOf(code: string, values: Values): string {
  if (!isLogCode(code)) return code;
  const sentence = SENTENCES[code](values);
  return values['newRules'] === true ? `${sentence} New rules applied.` : sentence;
}
