import type { Core } from '@strapi/strapi';

import { clockOf, nowOf } from '../../../server/src/services/background/clock';

const HOUR_MS = 3_600_000;
const newStrapi = () => ({}) as Core.Strapi;

beforeEach(() => void jest.useFakeTimers({ now: 1_000 }));
afterEach(() => void jest.useRealTimers());

it('goes with the machine, and rings when the time has come', () => {
  const strapi = newStrapi();
  const rung: number[] = [];
  clockOf(strapi).after(500, () => rung.push(nowOf(strapi)));
  jest.advanceTimersByTime(499);
  expect(rung).toEqual([]);
  jest.advanceTimersByTime(1);
  expect(rung).toEqual([1_500]);
});

it('moved ahead, rings what is due by now, and nothing else', () => {
  const strapi = newStrapi();
  const rung: string[] = [];
  clockOf(strapi).after(HOUR_MS, () => rung.push('an hour'));
  clockOf(strapi).after(HOUR_MS + 1, () => rung.push('longer'));
  clockOf(strapi).advance(HOUR_MS);
  expect(nowOf(strapi)).toBe(1_000 + HOUR_MS);
  jest.advanceTimersByTime(0);
  expect(rung).toEqual(['an hour']);
  jest.advanceTimersByTime(1);
  expect(rung).toEqual(['an hour', 'longer']);
});

it('does not ring what was taken back', () => {
  const strapi = newStrapi();
  const cancel = clockOf(strapi).after(10, () => {
    throw new Error('It rang.');
  });
  cancel();
  clockOf(strapi).advance(HOUR_MS);
  jest.advanceTimersByTime(HOUR_MS);
  expect(jest.getTimerCount()).toBe(0);
});

it('is of one Strapi alone', () => {
  const [moved, other] = [newStrapi(), newStrapi()];
  clockOf(moved).advance(HOUR_MS);
  expect(nowOf(other)).toBe(1_000);
});
