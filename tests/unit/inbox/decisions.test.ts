/** How many answers a person has to give: the number beside "Held". */
import {
  countAnswers,
  mayBeAccepted,
  PART_REFUNDED,
  type Waiting,
} from '../../../server/src/core/inbox/decisions';

const waiting = (reason: Waiting['reason'], state: Waiting['state'] = 'held') =>
  countAnswers({ state, reason, webhooks: 9, members: 4, ofNobody: 2 });

it('a partial refund that leaves access is asked about', () => {
  expect(PART_REFUNDED).toBe('applied.no-change.part-refunded');
  // Whatever the reason that is stored with it.
  expect(waiting('account-deleted', 'part-refunded')).toBe(9);
});

it.each([
  ['an error that gave up is answered once', 'internal', 'dead', 1],
  ['also where a member is meant', 'account-deleted', 'dead', 1],
  ['each partial refund is a question of its own', null, 'part-refunded', 9],
  ['a pause is answered once', 'paused', 'held', 1],
  ['an unmapped product is counted by its offers', 'unmapped-product', 'held', 0],
  ['an ending that names nothing is a question of its own', 'unmatched-purchase', 'held', 9],
  ['an unknown period is a question of its own', 'unknown-period', 'held', 9],
] as const)('%s', (_rule, reason, state, answers) => {
  expect(waiting(reason, state)).toBe(answers);
});

it.each([
  'unconfirmed-account',
  'account-deleted',
  'account-vetoed',
  'address-in-the-way',
  'two-people',
  'unclaimed-account',
  'protected-role',
] as const)('%s: one for each member, and webhooks of nobody count as decisions', (reason) => {
  expect(waiting(reason)).toBe(6);
});

describe('what a person may leave as it is', () => {
  type Row = Parameters<typeof mayBeAccepted>[0];
  const accept = (state: Row['state'], reason: Row['reason'], code: Row['code'] = null) =>
    mayBeAccepted({ state, reason, code });

  it('what is held', () => {
    expect(accept('held', 'unmatched-purchase')).toBe(true);
    expect(accept('held', null)).toBe(true);
  });

  it('accepting a webhook held by a pause is refused: it comes to its turn', () => {
    expect(accept('held', 'paused')).toBe(false);
  });

  it('access that stayed after a partial refund, as long as nothing else came of it', () => {
    expect(accept('applied', 'no-change', PART_REFUNDED)).toBe(true);
    expect(accept('applied', 'no-change', 'applied.no-change.late')).toBe(false);
  });

  it.each(['applied', 'ignored', 'failed', 'dead', 'rejected'] as const)(
    'not what is %s',
    (state) => {
      expect(accept(state, 'internal')).toBe(false);
    }
  );
});
