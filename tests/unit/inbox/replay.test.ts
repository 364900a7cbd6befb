/** Processing a webhook once more. */
import type { WebhookLogState } from '../../../server/src/core/inbox/states';
import { effectOfReplay, triedOf, whyNoReplay } from '../../../server/src/core/inbox/replay';

const row = (
  state: WebhookLogState,
  told: { body?: string | null; factHash?: string | null } = {}
) => ({
  state,
  reason: null,
  body: '{}',
  factHash: 'hash',
  ...told,
});

describe('what can be replayed', () => {
  it.each([
    ['what was applied', row('applied'), null],
    ['what gave up', row('dead'), null],
    ['not what was rejected', row('rejected'), 'replay-refused'],
    ['not what has not come to its turn', row('received'), 'replay-running'],
    ['not what is at work', row('processing'), 'replay-running'],
    ['without its payload what the ledger has', row('held', { body: null }), null],
    ['what never came into the ledger, by its payload', row('held', { factHash: null }), null],
    ['not what left nothing', row('held', { body: null, factHash: null }), 'replay-gone'],
  ])('%s', (_rule, log, why) => {
    expect(whyNoReplay(log)).toBe(why);
  });
});

it('preview limit in replay: of more than a thousand only the first thousand are tried', () => {
  expect([0, 999, 1000, 1001, 50_000].map(triedOf)).toEqual([0, 999, 1000, 1000, 1000]);
});

it.each([
  ['same', { state: 'held', reason: 'paused' }],
  ['change', { state: 'applied', reason: 'paused' }],
  ['change', { state: 'held', reason: 'incomplete' }],
] as const)('%s: state and reason say whether something else came of it', (effect, after) => {
  expect(effectOfReplay({ state: 'held', reason: 'paused' }, after)).toBe(effect);
});
