/** What is stored as a code, and what this version makes of it. */
import {
  ACTIVITY_CODES,
  FAILURE_KINDS,
  LOG_CODES,
  LOG_REASONS,
  partsOf,
  readCode,
  readReason,
  readState,
  storedCode,
} from '../../../server/src/core/inbox/codes';
import { WEBHOOK_LOG_STATES } from '../../../server/src/core/inbox/states';

const VALUES = { product: 'Meal Plan' };

it('a known code is read as it is', () => {
  const told = { code: 'applied.granted', values: VALUES };
  expect(readCode(LOG_CODES, 'applied.granted', VALUES)).toEqual(told);
  expect(storedCode(told)).toBe('applied.granted');
});

it.each(['applied.of-a-newer-version', 'toString', ''])('any other is named: “%s”', (stored) => {
  const told = { code: 'other', values: { ...VALUES, code: stored } };
  expect(readCode(LOG_CODES, stored, VALUES)).toEqual(told);
  expect(storedCode(told)).toBe(stored);
});

it('what was read so is the same when it is stored and read again', () => {
  const once = readCode(LOG_CODES, 'applied.of-a-newer-version', VALUES);
  expect(readCode(LOG_CODES, once.code, once.values)).toEqual(once);
});

it('the activity tells what was done, and what webhooks came to', () => {
  expect(ACTIVITY_CODES).toEqual(expect.arrayContaining(['access.changed', ...LOG_CODES]));
  expect(ACTIVITY_CODES.some((code) => /^(timeline|outcome)/.test(code))).toBe(false);
});

it('a value of that name says nothing about a known code', () => {
  expect(storedCode({ code: 'applied.granted', values: { code: 'x' } })).toBe('applied.granted');
});

it('none is stored as none', () => {
  expect(storedCode({ code: null, values: VALUES })).toBeNull();
  expect(storedCode({ code: 'other', values: VALUES })).toBe('other');
});

it('each code names a state and a reason, but for those of the queue', () => {
  const partless = LOG_CODES.filter((code) => {
    const { state, reason } = partsOf(code);
    return state === null || reason === null;
  });
  expect(partless).toEqual(['received', 'processing']);
  expect(partsOf('received')).toEqual({ state: 'received', reason: null });
  expect(partsOf('applied.no-change.late')).toEqual({ state: 'applied', reason: 'no-change' });
  expect(new Set(LOG_CODES.map((code) => partsOf(code).state))).toEqual(
    new Set(WEBHOOK_LOG_STATES)
  );
});

it('each reason is listed once, and the general word is none of them', () => {
  expect(new Set(LOG_REASONS).size).toBe(LOG_REASONS.length);
  for (const list of [LOG_CODES, LOG_REASONS, ACTIVITY_CODES]) expect(list).not.toContain('other');
});

it('a failure is one of six, and the general word is none of them', () => {
  expect(FAILURE_KINDS).toEqual([
    ...['role-missing', 'role-refused', 'hook-failed', 'site-code', 'took-too-long', 'internal'],
  ]);
});

it.each([
  ['held', 'held'],
  ['received', 'received'],
  ['asleep', 'ignored'],
  [null, 'ignored'],
])('the state %s is read as %s', (stored, state) => {
  expect(readState(stored)).toBe(state);
});

it.each([
  ['paused', 'paused'],
  ['granted', 'granted'],
  ['tired', 'other'],
  ['', 'other'],
  [null, null],
  [undefined, null],
])('the reason %s is read as %s', (stored, reason) => {
  expect(readReason(stored)).toBe(reason);
});
