/** What one webhook did, seen from everything known now: state, reason and sentence (DESIGN section 5). */
import type { AccountStatus } from '../../../server/src/core/access/account';
import type { RoleChange } from '../../../server/src/core/access/decide';
import type { EventKind } from '../../../server/src/core/kartra/event';
import type { Term } from '../../../server/src/core/entitlements/term';
import type { Case } from '../../../server/src/core/inbox/case';
import { judge } from '../../../server/src/core/inbox/judge';
import {
  ACTIVE,
  caseOf,
  codeOf,
  COMPLETED,
  event,
  GOLD,
  purchase,
  term,
} from '../../builders/judgement';

const [SILVER, KETO] = [2, 3];
const because = { type: 'fallback' } as const;
const STAFF: RoleChange = { kind: 'keep', reason: 'protected-role', level: GOLD, because };
const CHANGED: RoleChange = { kind: 'change', to: 9, level: null, because };

const CANCELLED = term('ended', { reason: 'cancelled' });
const PAST_DUE = term('past-due', { endsBecause: 'failed' });
const SUSPENDED = term('past-due', { reason: 'suspended' });
const LEAVING = term('leaving', { endsBecause: 'cancelled' });

type Rule = [rule: string, told: Partial<Case>, before: Term | null, code: string];

const ruled =
  (kind: EventKind) => (_rule: string, told: Partial<Case>, before: Term | null, code: string) => {
    expect(codeOf(kind, told, before)).toBe(code);
  };

describe('before anything else', () => {
  const twice = { duplicateOf: 7 };

  it('a repeated event counts once, whatever it tells', () => {
    for (const kind of ['sale', 'cancellation', 'failed'] as const) {
      expect(codeOf(kind, { ...twice, mappedLevels: [], purchase: null })).toBe(
        'ignored.duplicate'
      );
    }
  });

  it.each<[string, EventKind, Partial<Case>, string]>([
    ['a live payment of it waits', 'sale', {}, 'held.unmapped-product'],
    [
      'a payment that is over does not',
      'sale',
      { term: CANCELLED },
      'applied.no-change.not-mapped',
    ],
    [
      'a payment of no purchase does not',
      'rebill',
      { term: null, purchase: null },
      'applied.no-change.not-mapped',
    ],
    ['an ending does not', 'refund', {}, 'applied.no-change.not-mapped'],
    ['an ignored offer is ignored', 'sale', { offerIgnored: true }, 'ignored.offer-ignored'],
  ])('a product without a level: %s', (_rule, kind, told, code) => {
    expect(codeOf(kind, { mappedLevels: [], ...told })).toBe(code);
  });

  it('an ignored offer that has a mapping is not ignored', () => {
    expect(codeOf('sale', { offerIgnored: true }, null)).toBe('applied.granted');
  });
});

describe('a first payment', () => {
  it.each<Rule>([
    ['gives the level', {}, null, 'applied.granted'],
    ['makes the account', { accountCreated: true }, null, 'applied.granted.account-created'],
    [
      'came too late: the purchase has ended since',
      { term: CANCELLED },
      null,
      'applied.no-change.late',
    ],
    [
      'came when its time was over',
      { term: term('ended', { reason: 'expired' }) },
      null,
      'applied.no-change.time-over',
    ],
    [
      'gives less than there is',
      { mappedLevels: [SILVER], levels: [GOLD, SILVER] },
      null,
      'applied.no-change.higher-anyway',
    ],
    ['gives what is denied', { levels: [], isDenied: true }, null, 'applied.no-change.denied'],
    ['is the first of a plan', { term: COMPLETED }, null, 'applied.granted'],
  ])('%s', ruled('sale'));

  it.each<[AccountStatus, string]>([
    ['deleted', 'held.account-deleted'],
    ['vetoed', 'held.account-vetoed'],
    ['address-in-the-way', 'held.address-in-the-way'],
    ['two-people', 'held.two-people'],
    ['unclaimed', 'held.unclaimed-account'],
    ['unconfirmed', 'held.unconfirmed-account'],
    ['none', 'held.incomplete.email'],
    ['no-address', 'held.incomplete.email'],
    ['untrusted-address', 'held.incomplete.untrusted-email'],
    ['ready', 'applied.granted'],
  ])('of an account that is %s', (account, code) => {
    expect(codeOf('sale', { account }, null)).toBe(code);
  });

  it('of staff waits; of staff that have the role already it does not', () => {
    expect(codeOf('sale', { roleChange: STAFF }, null)).toBe('held.protected-role');
    expect(codeOf('sale', { roleChange: null }, null)).toBe('applied.granted');
    expect(codeOf('sale', { roleChange: { ...STAFF, reason: 'already-right' } }, null)).toBe(
      'applied.granted'
    );
  });
});

describe('a further payment', () => {
  it.each<Rule>([
    ['renews', {}, ACTIVE, 'applied.renewed'],
    ['renews what was past due', {}, PAST_DUE, 'applied.renewed'],
    ['recovers what had ended', {}, CANCELLED, 'applied.recovered'],
    ['recovers what was suspended', {}, SUSPENDED, 'applied.recovered'],
    [
      'recovers nothing that is denied',
      { levels: [], isDenied: true },
      CANCELLED,
      'applied.no-change.denied',
    ],
    [
      'recovers nothing where more is held anyway',
      { mappedLevels: [SILVER] },
      CANCELLED,
      'applied.no-change.higher-anyway',
    ],
    [
      'that is waited for by its account waits',
      { account: 'deleted' },
      ACTIVE,
      'held.account-deleted',
    ],
  ])('%s', ruled('rebill'));

  it('a sale told after its own renewal says nothing new; another sale of the subscription renews', () => {
    const own = { ...event('sale'), key: purchase.firstPayment.key };
    expect(codeOf('sale', { event: own })).toBe('applied.no-change.late');
    expect(codeOf('sale', {})).toBe('applied.renewed');
    expect(codeOf('rebill', { event: { ...own, kind: 'rebill' } })).toBe('applied.renewed');
  });
});

describe('a purchase of several levels', () => {
  const family = { mappedLevels: [SILVER, KETO] };

  it.each<[string, Partial<Case>, string]>([
    [
      'gives one that nothing else gives',
      { levels: [GOLD, SILVER, KETO], levelsWithout: [GOLD, SILVER] },
      'applied.granted',
    ],
    [
      'gives what is there anyway',
      { levels: [GOLD, SILVER, KETO], levelsWithout: [GOLD, SILVER, KETO] },
      'applied.no-change.higher-anyway',
    ],
    [
      'gives the highest',
      { levels: [SILVER, KETO], levelsWithout: [SILVER, KETO] },
      'applied.granted',
    ],
  ])('%s', (_rule, told, code) => {
    expect(codeOf('sale', { ...family, ...told }, null)).toBe(code);
  });

  it('a lower level of a single one is not told as given', () => {
    const told = { mappedLevels: [KETO], levels: [GOLD, KETO], levelsWithout: [GOLD] };
    expect(codeOf('sale', told, null)).toBe('applied.no-change.higher-anyway');
  });

  it.each<[string, Partial<Case>, string]>([
    [
      'loses one beneath the highest',
      { levels: [GOLD, SILVER], levelsIfLive: [GOLD, SILVER, KETO] },
      'applied.fell-back.cancelled',
    ],
    [
      'loses none, as something else gives them',
      { levels: [GOLD, SILVER], levelsIfLive: [GOLD, SILVER] },
      'applied.no-change.higher-anyway',
    ],
  ])('that ended %s', (_rule, told, code) => {
    expect(codeOf('cancellation', { ...family, term: CANCELLED, ...told })).toBe(code);
  });
});

describe('an ending', () => {
  const lost = { term: CANCELLED, levels: [] };

  it.each<Rule>([
    ['takes the level', lost, ACTIVE, 'applied.revoked.cancelled'],
    ['leaves a lower one', { ...lost, levels: [SILVER] }, ACTIVE, 'applied.fell-back.cancelled'],
    [
      'takes nothing that is given twice',
      { term: CANCELLED },
      ACTIVE,
      'applied.no-change.other-purchase',
    ],
    [
      'takes nothing where a higher one is',
      { term: CANCELLED, mappedLevels: [SILVER] },
      ACTIVE,
      'applied.no-change.higher-anyway',
    ],
    [
      'takes nothing where there was nothing',
      { ...lost, levelsIfLive: [] },
      ACTIVE,
      'applied.no-change.higher-anyway',
    ],
    ['of what had ended', lost, CANCELLED, 'applied.no-change.already-ended'],
    ['of what was not known', lost, null, 'applied.no-change.already-ended'],
    ['of what was suspended', lost, SUSPENDED, 'applied.no-change.already-ended'],
    ['of staff', { ...lost, roleChange: STAFF }, ACTIVE, 'applied.no-change.staff'],
    ['of no account', { ...lost, account: 'none' }, ACTIVE, 'applied.no-change.no-account'],
    [
      'of a deleted account',
      { ...lost, account: 'deleted' },
      ACTIVE,
      'applied.no-change.no-account',
    ],
    [
      'of an unconfirmed account that has nothing',
      { ...lost, account: 'unconfirmed', roleChange: null },
      ACTIVE,
      'applied.no-change.no-account',
    ],
    [
      'of an unconfirmed account that loses',
      { ...lost, account: 'unconfirmed', roleChange: CHANGED },
      ACTIVE,
      'applied.revoked.cancelled',
    ],
    [
      'of an unconfirmed account that has lost it already',
      { ...lost, account: 'unconfirmed', roleChange: null, isDoneAlready: true },
      ACTIVE,
      'applied.revoked.cancelled',
    ],
    ['that something newer decides against', {}, ACTIVE, 'applied.no-change.late'],
    ['at the end of the paid period', { term: LEAVING }, ACTIVE, 'applied.leaving'],
    ['that was known to leave', { term: LEAVING }, LEAVING, 'applied.no-change.late'],
    ['that is the first that was told', { term: LEAVING }, null, 'applied.leaving'],
    [
      'whose period is not known, told again',
      { term: term('leaving', { endsBecause: 'unknown-period' }) },
      LEAVING,
      'applied.no-change.late',
    ],
  ])('a cancellation %s', ruled('cancellation'));

  it.each<Rule>([
    [
      'takes the level',
      { term: term('ended', { reason: 'refunded' }), levels: [] },
      ACTIVE,
      'applied.revoked.refunded',
    ],
    ['that the mapping keeps', { keepsRefunded: true }, ACTIVE, 'applied.no-change.refund-kept'],
    ['that something newer decides against', {}, ACTIVE, 'applied.no-change.late'],
    ['of what leaves already', { term: LEAVING }, ACTIVE, 'applied.no-change.late'],
    ['of what is paid in full', { term: COMPLETED }, COMPLETED, 'applied.no-change.late'],
  ])('a refund %s', ruled('refund'));

  it('a chargeback is not kept by the mapping', () => {
    expect(codeOf('chargeback', { keepsRefunded: true })).toBe('applied.no-change.late');
  });

  it.each<Rule>([
    ['leaves access', {}, ACTIVE, 'applied.no-change.part-refunded'],
    [
      'that ends access by the mapping',
      { term: term('ended', { reason: 'refunded' }), levels: [] },
      ACTIVE,
      'applied.revoked.refunded',
    ],
    [
      'of the old product, of what has ended',
      { term: CANCELLED, isOfOldProduct: true },
      CANCELLED,
      'applied.no-change.already-ended',
    ],
  ])('a partial refund %s', ruled('partial-refund'));

  it('an end of which no reason is told counts as cancelled', () => {
    expect(codeOf('cancellation', { term: term('ended'), levels: [] })).toBe(
      'applied.revoked.cancelled'
    );
  });
});

describe('a failed payment', () => {
  it.each<Rule>([
    ['begins the days of grace', { term: PAST_DUE }, ACTIVE, 'applied.past-due.until'],
    ['without days of grace', { term: term('past-due') }, ACTIVE, 'applied.past-due'],
    ['after a renewal says nothing', {}, ACTIVE, 'applied.no-change.late'],
    ['of what has ended says nothing', { term: CANCELLED }, CANCELLED, 'applied.no-change.late'],
    ['suspends', { term: SUSPENDED, levels: [] }, ACTIVE, 'applied.revoked.suspended'],
    [
      'suspends, and a lower level stays',
      { term: SUSPENDED, levels: [SILVER] },
      ACTIVE,
      'applied.fell-back.suspended',
    ],
    [
      'of what was suspended moves nothing',
      { term: SUSPENDED, levels: [] },
      SUSPENDED,
      'applied.no-change.already-ended',
    ],
    [
      'of what was not known moves nothing',
      { term: SUSPENDED, levels: [] },
      null,
      'applied.no-change.already-ended',
    ],
  ])('%s', ruled('failed'));
});

it('an outcome has the state and the reason that its code begins with', () => {
  const cases: Partial<Case>[] = [
    {},
    { duplicateOf: 7 },
    { mappedLevels: [] },
    { mappedLevels: [], offerIgnored: true },
    { account: 'deleted' },
    { account: 'vetoed' },
    { account: 'unconfirmed' },
    { account: 'no-address' },
    { account: 'untrusted-address' },
    { roleChange: STAFF },
    { term: COMPLETED },
    { changesProduct: true },
    { term: CANCELLED },
    { term: CANCELLED, levels: [] },
    { term: CANCELLED, levels: [SILVER] },
    { term: LEAVING },
    { term: term('leaving', { endsBecause: 'unknown-period' }) },
    { term: PAST_DUE },
    { term: term('past-due') },
    { purchase: null, unmatched: 'unmatched' },
    { purchase: null, unmatched: 'conflicting-id' },
    { purchase: null, unmatched: 'set-aside' },
  ];
  for (const kind of ['sale', 'rebill', 'cancellation', 'failed'] as const) {
    for (const told of cases) {
      for (const before of [null, ACTIVE, CANCELLED]) {
        const { state, reason, code } = judge(caseOf(kind, told, before));
        const start = `${state}.${reason}`;
        expect(`${code}.`.slice(0, start.length + 1)).toBe(`${start}.`);
      }
    }
  }
});

it('a purchase without a term is as good as none', () => {
  expect(codeOf('cancellation', { term: null, unmatched: null })).toBe('held.unmatched-purchase');
});
