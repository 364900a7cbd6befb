import type { MessageValue } from './sentence';

/** Why a request is refused, in English; the panel says the same in its own language, by the code. */
const REFUSALS = {
  'role-missing': 'There is no such role.',
  'role-public':
    'Public is the role of visitors who are not signed in; it cannot be an access level.',
  'role-manages-users':
    'This role may manage users, roles or permissions, so it is never given by a purchase.',
  'role-name-taken': 'There is a role named {name} already.',
  'level-mapped': '{name} is given by a mapping, so it cannot be left out.',
  'level-needed': 'Choose an access level.',
  'level-none': 'This role is not an access level.',
  'time-past': 'Choose a time in the future.',
  'offer-missing': 'There is no such offer.',
  'mapping-exists': 'This product has a mapping already.',
  'mapping-incomplete': 'A mapping needs a product and a level.',
  'mapping-stale': 'Somebody changed this mapping meanwhile.',
  'settings-stale': 'Somebody changed the settings meanwhile.',
  'never-enabled': 'The integration was never enabled.',
  'not-enabled': 'Enable the integration first.',
  'mail-test-member': 'A test member gets no mail.',
  'mail-no-account': 'There is no account that a mail could be sent to.',
  'link-test-member': 'A test member has no account but the one made for it.',
  'link-erased': 'The personal data of this member was erased.',
  'link-same': 'The member has this account already.',
  'link-no-user': 'There is no such user.',
  'link-test-account': 'This account was made for a test member and goes away with it.',
  'link-stale': 'Somebody linked one of these accounts meanwhile. Nothing was changed.',
  'link-none': 'Nobody linked this member to an account.',
  'account-not-deleted': 'Only an account that was deleted is created again.',
  'role-not-by-hand': 'This role was not changed by hand.',
  'role-not-kept': 'Only an access level that is not denied, or the fallback, can be kept.',
  'settle-other': 'Only an event that names no purchase, or someone else’s, is settled.',
  'settle-no-end': 'Only a cancellation whose paid period is unknown gets another end.',
  'settle-no-purchase': 'This event can’t belong to that purchase.',
  'renewals-not-theirs': 'Choose purchases of this member, each once.',
  'renewals-of-subscription': 'Only purchases without renewals can be kept apart.',
  'accept-not-waiting': 'This webhook does not wait for anybody.',
  'replay-refused': 'This webhook was refused, so there is nothing to replay.',
  'replay-running': 'This webhook is being processed already.',
  'replay-gone': 'The payload was deleted, and it left nothing that could be replayed.',
  'job-nobody-left': 'No member of this job is left to try.',
  'new-rules-none': 'No member waits for the new rules.',
  'test-address-taken':
    'Somebody has this address already, and a test touches nobody. Choose one that no member and no user has.',
} as const;

export type RefusalCode = keyof typeof REFUSALS;
export type RefusalValues = Readonly<Record<string, MessageValue>>;

export const REFUSAL_CODES = Object.keys(REFUSALS) as RefusalCode[];

export const sayRefusal = (code: RefusalCode, values: RefusalValues = {}): string =>
  REFUSALS[code].replace(/\{(\w+)\}/g, (_whole, name: string) => String(values[name] ?? ''));
