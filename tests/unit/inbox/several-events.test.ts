import { effectOf, effectOfAll } from '../../../server/src/core/inbox/effect';
import { mostTelling, type Told } from '../../../server/src/core/inbox/most-telling';

const HELD: Told = { state: 'held', reason: 'unmapped-product' };
const GRANTED: Told = { state: 'applied', reason: 'granted' };
const UNCHANGED: Told = { state: 'applied', reason: 'no-change' };
const OFFER_IGNORED: Told = { state: 'ignored', reason: 'offer-ignored' };
const DUPLICATE: Told = { state: 'ignored', reason: 'duplicate' };

describe('the most telling of several events', () => {
  it.each<[string, Told, readonly [Told, ...Told[]]]>([
    ['waits, whatever else happened', HELD, [GRANTED, DUPLICATE, HELD, UNCHANGED]],
    ['changed something', GRANTED, [DUPLICATE, UNCHANGED, GRANTED, OFFER_IGNORED]],
    ['was applied', UNCHANGED, [OFFER_IGNORED, UNCHANGED]],
    ['is new', OFFER_IGNORED, [DUPLICATE, OFFER_IGNORED]],
  ])('%s', (_why, expected, events) => expect(mostTelling(events)).toBe(expected));

  it('is the first of those that tell as much', () => {
    const [one, other] = [{ ...GRANTED }, { ...GRANTED }];
    expect(mostTelling([one, other])).toBe(one);
  });
});

describe('what several events did', () => {
  const made = effectOf({ before: null, after: 'Silver', accountCreated: true });
  const raised = effectOf({ before: 'Silver', after: 'Gold', accountCreated: false });

  it('goes from the first role to the last', () => {
    expect(effectOfAll([made, null, raised])).toEqual({
      before: null,
      after: 'Gold',
      accountCreated: true,
      text: 'New account → Gold',
    });
  });

  it('is nothing when none did anything', () => {
    expect(effectOfAll([null, undefined])).toBeNull();
  });
});

describe('what one event did', () => {
  it.each<[string | null, string | null, boolean, string]>([
    ['Authenticated', 'Gold', false, 'Authenticated → Gold'],
    ['Gold', 'Gold', false, 'Gold stays'],
    [null, 'Gold', false, 'No role → Gold'],
    ['Gold', null, false, 'Gold → no role'],
    [null, null, false, 'No role stays'],
    [null, 'Gold', true, 'New account → Gold'],
    ['Gold', 'Gold', true, 'New account → Gold'],
  ])('%j to %j, account made: %s', (before, after, accountCreated, text) => {
    const effect = { before, after, accountCreated };
    expect(effectOf(effect)).toEqual({ ...effect, text });
  });

  it('of several is an account made if any made one', () => {
    const effects = ['Silver', 'Gold'].map((after) =>
      effectOf({ before: 'Authenticated', after, accountCreated: false })
    );
    expect(effectOfAll(effects)).toMatchObject({
      accountCreated: false,
      text: 'Authenticated → Gold',
    });
  });
});

it('what did nothing counts for nothing, wherever it stands', () => {
  const made = effectOf({ before: null, after: 'Silver', accountCreated: true });
  const raised = effectOf({ before: 'Silver', after: 'Gold', accountCreated: false });
  const lowered = effectOf({ before: 'Gold', after: 'Bronze', accountCreated: false });
  const text = 'New account → Bronze';
  for (const effects of [
    [null, made, raised, lowered],
    [made, raised, lowered, null],
    [undefined, made, raised, undefined, lowered, undefined],
  ]) {
    expect(effectOfAll(effects)).toMatchObject({ before: null, after: 'Bronze', text });
  }
});
