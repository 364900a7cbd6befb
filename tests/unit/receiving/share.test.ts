import fc from 'fast-check';

import { createShare } from '../../../server/src/services/receiving/share';

const OPTIONS = { share: 0.5, savedMs: 100, debtMs: 1000 };

it('what was saved up is spent at once, and then as long a pause is due as the work took', () => {
  const share = createShare(OPTIONS);
  share.begin(0);
  share.end(200);
  expect(share.waitMs(200)).toBe(1);
  share.begin(201);
  share.end(301);
  expect(share.waitMs(301)).toBe(99);
  expect(share.waitMs(350)).toBe(50);
  expect(share.waitMs(400)).toBe(1);
  expect(share.waitMs(401)).toBe(0);
});

it('several pieces at the same time count once', () => {
  const share = createShare(OPTIONS);
  [0, 0, 0].forEach((now) => share.begin(now));
  [220, 220, 220].forEach((now) => share.end(now));
  expect(share.waitMs(220)).toBe(20);
});

it('one that took minutes keeps nobody waiting for minutes', () => {
  const share = createShare(OPTIONS);
  share.begin(0);
  share.end(600_000);
  expect(share.waitMs(600_000)).toBe(OPTIONS.debtMs / OPTIONS.share);
});

it('a clock that is put back costs nothing', () => {
  const share = createShare(OPTIONS);
  share.begin(1000);
  share.end(1250);
  expect(share.waitMs(1250)).toBe(50);
  expect(share.waitMs(0)).toBe(50);
  expect(share.waitMs(50)).toBe(1);
});

const pieces = fc.array(fc.record({ idle: fc.nat(300), work: fc.nat(400) }), { minLength: 1 });

it('whoever waits as told works during no more than the share, and always gets a turn', () => {
  fc.assert(
    fc.property(pieces, (asked) => {
      const share = createShare(OPTIONS);
      let now = 0;
      let worked = 0;
      for (const { idle, work } of asked) {
        now += idle;
        const wait = share.waitMs(now);
        expect(wait).toBeLessThanOrEqual(OPTIONS.debtMs / OPTIONS.share);
        now += wait;
        // Its last moment may fall on nothing left.
        if (share.waitMs(now) > 0) now += share.waitMs(now);
        expect(share.waitMs(now)).toBe(0);
        share.begin(now);
        now += work;
        worked += work;
        share.end(now);
      }
      const longest = Math.max(...asked.map(({ work }) => work));
      expect(worked).toBeLessThanOrEqual(now * OPTIONS.share + OPTIONS.savedMs + longest);
    })
  );
});
