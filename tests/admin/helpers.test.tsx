/** The panel's pure helpers: what they read, and what they refuse to guess. */
import { createIntl } from 'react-intl';

import type { Job } from '../../contracts/job';
import type { Offer } from '../../contracts/offer';
import type { Overview } from '../../contracts/overview';
import type { PreviewedMember, PreviewGroup, PreviewPartQuery } from '../../contracts/preview';
import type { WebhookLog } from '../../contracts/webhook-log';
import { countAnswers } from '../../server/src/core/inbox/decisions';
import { readSteps } from '../../admin/src/utils/progress';
import { collectDecisions, isAskedFor, type Found } from '../../admin/src/pages/Held/decisions';
import { toQuery } from '../../admin/src/pages/WebhookLogs/filters';
import panelTexts from '../../admin/src/translations/en.json';
import sentences from '../../texts/sentences/en.json';
import { readCurrentMapping, readCurrentSettings } from '../../admin/src/api/conflict';
import { findShownEnd, howItEnded, minutesLeft } from '../../admin/src/utils/jobs';
import {
  findDifference,
  firstGroup,
  touchesNobody,
  workOut,
} from '../../admin/src/components/preview/effect';
import { moveItem } from '../../admin/src/pages/Mappings/move-item';
import { formatPayload } from '../../admin/src/pages/WebhookLogs/payload';
import { readProductId } from '../../admin/src/utils/product-id';
import { sayCoded } from '../../admin/src/utils/sentences';
import { endOfTerm } from '../../admin/src/components/members/until';
import { findUnreachableOrigin } from '../../admin/src/utils/webhook-url';

const intl = createIntl({
  locale: 'en',
  messages: Object.fromEntries(
    Object.entries({ ...panelTexts, ...sentences }).map(([key, text]) => [`kartra.${key}`, text])
  ),
});

describe('a product id', () => {
  it.each([
    ['558475', { kind: 'id', id: '558475' }],
    [' 558475 ', { kind: 'id', id: '558475' }],
    ['https://app.kartra.com/sales/products/edit/558475', { kind: 'id', id: '558475' }],
    ['app.kartra.com/sales/products/edit/558475?tab=1#x', { kind: 'id', id: '558475' }],
    ['HTTPS://APP.KARTRA.COM/Sales/Products/Edit/558475', { kind: 'id', id: '558475' }],
    ['https://app.kartra.com/pages/edit/558475', { kind: 'other-page' }],
    ['', { kind: 'missing' }],
    ['Meal Plan', { kind: 'missing' }],
  ])('is read from %j', (text, expected) => {
    expect(readProductId(text)).toEqual(expected);
  });
});

describe('the webhook URL', () => {
  it.each([
    ['http://localhost:1337/api/x', 'http://localhost:1337'],
    ['http://127.0.0.1:1337/api/x', 'http://127.0.0.1:1337'],
    ['http://192.168.1.4/api/x', 'http://192.168.1.4'],
    ['http://[::1]:1337/api/x', 'http://[::1]:1337'],
    ['http://site.local/api/x', 'http://site.local'],
    ['https://site.example/api/x', null],
    ['https://localhost.example/api/x', null],
  ])('of %s begins with %s, which Kartra cannot reach', (url, origin) => {
    expect(findUnreachableOrigin(url)).toBe(origin);
  });
});

describe('a sentence of the server', () => {
  it('is said in the words of its code, with a capital at its beginning', () => {
    const said = sayCoded(
      intl,
      { code: 'held.unconfirmed-account', values: { buyer: null, level: 'Gold' }, text: 'English' },
      ['outcome.held.unconfirmed-account']
    );
    expect(said).toBe(
      'The buyer has not confirmed the e-mail address, and this site asks for it; Gold waits.'
    );
  });

  it("stays the server's own when its code is unknown", () => {
    const unknown = { code: 'held.new', values: {}, text: "The server's words." };
    expect(sayCoded(intl, unknown, ['outcome.held.new'])).toBe("The server's words.");
  });

  it('keeps the date of Kartra as Kartra wrote it, wherever the browser stands', () => {
    const said = sayCoded(
      intl,
      {
        code: 'explain.now.purchase',
        values: {
          level: 'Gold',
          order: '9410021',
          product: 'Meal Plan',
          boughtAt: '2026-05-03 23:59:59',
          renewals: 4,
          renewedAt: '2026-09-03 00:00:01',
        },
        text: '',
      },
      ['explain.now.purchase']
    );
    expect(said).toBe(
      'Gold because of order 9410021 (Meal Plan, bought 3 May 2026, renewed 4 times, last 3 September 2026).'
    );
  });
});

describe('the steps of the set-up', () => {
  const NONE_SEEN: Overview['facts']['seen'] = {
    sale: false,
    rebill: false,
    failed: false,
    'partial-refund': false,
    cancellation: false,
    refund: false,
    chargeback: false,
  };
  const facts: Overview['facts'] = {
    enabledAt: null,
    enabledBy: null,
    firstWebhookAt: null,
    lastWebhookAt: null,
    seen: NONE_SEEN,
    mappings: 0,
    firstMemberAt: null,
  };
  const read = (change: Partial<Overview['facts']>, isUrlCopied = false) =>
    readSteps({ facts: { ...facts, ...change } } as Overview, isUrlCopied);

  it('are all open before anything was done', () => {
    expect(read({})).toEqual({ enable: 'open', configure: 'open', map: 'open', test: 'open' });
  });

  it('tick from facts alone: a webhook proves that the URL was copied', () => {
    const at = '2026-05-03T14:02:00.000Z';
    expect(read({ enabledAt: at }).enable).toBe('begun');
    expect(read({ enabledAt: at }, true).enable).toBe('done');
    expect(read({ enabledAt: at, firstWebhookAt: at })).toMatchObject({
      enable: 'done',
      configure: 'begun',
    });
    expect(read({ firstWebhookAt: at, seen: { ...NONE_SEEN, sale: true } }).configure).toBe('done');
  });
});

describe('decisions', () => {
  const log = (change: Partial<WebhookLog>) =>
    ({
      id: 1,
      state: 'held',
      memberId: null,
      receivedAt: '2026-05-03T10:00:00Z',
      ...change,
    }) as WebhookLog;
  const collect = (found: Partial<Found>) =>
    collectDecisions({ offers: [], buyers: [], logs: [], members: [], suggestions: [], ...found });

  it('are one for a member, one for all that was kept in a pause, one for each purchase not found', () => {
    const logs = [
      log({ id: 1, reason: 'protected-role', memberId: 7 }),
      log({ id: 2, reason: 'protected-role', memberId: 7 }),
      log({ id: 3, reason: 'paused', memberId: 5 }),
      log({ id: 4, reason: 'paused', memberId: 6 }),
      log({ id: 5, reason: 'paused', email: 'a@example.com' }),
      log({ id: 6, reason: 'unmatched-purchase', memberId: 7 }),
      log({ id: 8, reason: 'unmatched-purchase', memberId: 7, receivedAt: '2026-05-01T10:00:00Z' }),
      log({ id: 10, state: 'dead', reason: 'role-missing', memberId: 7 }),
      log({ id: 11, state: 'dead', reason: 'role-missing', memberId: 8 }),
    ];
    const decisions = collect({ logs });
    expect(decisions.map(({ key, people }) => `${key} ${people}`)).toEqual([
      'paused 3',
      'given-up-role-missing 2',
      'log-8 1',
      'protected-role-7 1',
      'log-6 1',
    ]);

    // The server counts them without reading them; a product that is not mapped waits as an offer.
    const all = [...logs, log({ id: 9, reason: 'unmapped-product', memberId: 7 })];
    const parts = [...new Set(all.map((one) => `${one.state} ${one.reason}`))].map((part) => {
      const mine = all.filter((one) => `${one.state} ${one.reason}` === part);
      const { state, reason } = mine[0] ?? log({});
      const members = mine.flatMap(({ memberId }) => memberId ?? []);
      return countAnswers({
        state: state === 'dead' ? 'dead' : 'held',
        reason,
        webhooks: mine.length,
        members: new Set(members).size,
        ofNobody: mine.length - members.length,
      });
    });
    expect(parts.reduce((sum, count) => sum + count, 0)).toBe(decisions.length);
  });

  it('come with most people first, then the longest waiting, and are found by reason and product', () => {
    const offer = (id: number, waitingBuyers: number) =>
      ({ id, productId: `p${id}`, waitingBuyers, roleId: null, ignored: false }) as Offer;
    const decisions = collect({
      offers: [offer(1, 2), offer(2, 9), offer(3, 0), { ...offer(4, 5), ignored: true }],
      buyers: [{ offerId: 1, since: '2026-05-01 10:02:05', total: 2, buyers: [] }],
      logs: [
        log({ id: 1, reason: 'paused', memberId: 1, receivedAt: '2026-04-01T10:00:00Z' }),
        log({ id: 2, reason: 'paused', memberId: 2 }),
        log({ id: 3, reason: 'incomplete', productId: 'p2' }),
      ],
    });
    expect(decisions.map(({ key }) => key)).toEqual(['offer-2', 'paused', 'offer-1', 'log-3']);
    const keys = (asked: { reason?: string; productId?: string }) =>
      decisions.filter((decision) => isAskedFor(decision, asked)).map(({ key }) => key);
    expect(keys({ reason: 'unmapped-product' })).toEqual(['offer-2', 'offer-1']);
    expect(keys({ productId: 'p2' })).toEqual(['offer-2', 'log-3']);
    expect(keys({ reason: 'paused', productId: 'p2' })).toEqual([]);
  });
});

describe('the end of a job', () => {
  const now = Date.parse('2026-05-03T14:10:00.000Z');
  const job: Job = {
    id: 7,
    kind: 'replay',
    state: 'done',
    total: 10_000,
    done: 10_000,
    failed: 0,
    queuedBy: null,
    queuedAt: '2026-05-03T14:00:00.000Z',
    startedAt: '2026-05-03T14:00:00.000Z',
    finishedAt: '2026-05-03T14:09:00.000Z',
    stopRequested: false,
    product: null,
    tally: null,
  };
  const shown = (change: Partial<Job>, closed = 0) =>
    findShownEnd([{ ...job, ...change }], { now, closed })?.id;

  it('is told for ten minutes, until somebody closes it', () => {
    expect(shown({})).toBe(7);
    expect(shown({}, 7)).toBeUndefined();
    expect(shown({ finishedAt: '2026-05-03T13:59:00.000Z' })).toBeUndefined();
  });

  it('is not told of short work that went well, but of short work that failed', () => {
    const short = { total: 3, done: 3, queuedAt: '2026-05-03T14:08:59.500Z' };
    expect(shown(short)).toBeUndefined();
    expect(shown({ ...short, failed: 1 })).toBe(7);
    expect(howItEnded({ ...job, failed: 1 })).toBe('partly');
  });

  it('is guessed from the pace so far, once there is one', () => {
    const running = { ...job, state: 'running', finishedAt: null } as const;
    expect(minutesLeft({ ...running, done: 2_500 }, now)).toBe(30);
    expect(minutesLeft({ ...running, done: 0 }, now)).toBeNull();
    expect(minutesLeft({ ...running, done: 10 }, now - 595_000)).toBeNull();
  });
});

describe('a conflict', () => {
  const problem = (status: number, current: unknown) => ({
    status,
    message: '',
    fields: {},
    refusal: null,
    current,
  });

  it('is read from what the server says stands there now, and from nothing else', () => {
    const current = {
      version: 3,
      productId: '558475',
      pricePoint: null,
      roleId: 5,
      mailName: 'Keto',
      savedBy: 'Maria',
      onCancellation: 'end-of-period',
      period: 'P1M',
      onRefund: 'keep',
      onPartialRefund: 'end-now',
      onFailedPayment: 'grace',
      graceDays: 7,
      durationDays: 365,
      whenPaidInFull: 'end-of-period',
    };
    const { roleId, ...rest } = current;
    const told = { ...rest, levels: [roleId], savedAt: null };
    expect(readCurrentMapping(problem(409, current))).toEqual(told);
    const levels = [5, 7];
    expect(readCurrentMapping(problem(409, { ...current, levels }))).toEqual({ ...told, levels });
    expect(readCurrentMapping(problem(400, current))).toBeNull();
    expect(readCurrentMapping(problem(409, { version: 3 }))).toBeNull();
    const settings = { fallbackRoleId: null, payloadRetentionDays: 30, logRetentionDays: 400 };
    expect(readCurrentSettings(problem(409, { version: 2, settings }))).toEqual({
      version: 2,
      savedBy: null,
      savedAt: null,
      settings,
    });
    expect(readCurrentSettings(problem(409, current))).toBeNull();
  });
});

describe('the effect of a change', () => {
  const member = (memberId: number, group: PreviewGroup): PreviewedMember => ({
    memberId,
    group,
    name: null,
    email: null,
    before: 'Silver',
    after: 'Gold',
    levelsBefore: ['Silver'],
    levelsAfter: ['Gold'],
    why: { code: 'why.nothing', text: '', values: {} },
    heldReason: null,
  });
  const part = (members: readonly PreviewedMember[], nextAfterId: number | null) => ({
    data: {
      gain: members.filter(({ group }) => group === 'gain').length,
      lose: members.filter(({ group }) => group === 'lose').length,
      moved: members.filter(({ group }) => group === 'moved').length,
      unchanged: 0,
      held: 0,
      accounts: 1,
      mails: 1,
      members,
    },
    meta: { total: nextAfterId === null ? null : 3, nextAfterId },
  });
  const first = part([member(1, 'gain'), member(2, 'lose')], 2);
  const second = part([member(3, 'gain')], null);
  const source = ({ afterId }: PreviewPartQuery) => Promise.resolve(afterId === 0 ? first : second);

  it('is added up part by part, and tells how far it is', async () => {
    const told: (readonly number[])[] = [];
    const effect = await workOut(source, {
      onProgress: (...progress) => told.push(progress),
      isGivenUp: () => false,
    });
    expect(effect).toMatchObject({ gain: 2, lose: 1, accounts: 2, mails: 2 });
    expect(effect?.members.map(({ memberId }) => memberId)).toEqual([1, 2, 3]);
    expect(told).toEqual([
      [2, 3],
      [3, 3],
    ]);
    expect(effect && [firstGroup(effect), touchesNobody(effect)]).toEqual(['lose', false]);
  });

  it('is not asked for any further once it was given up', async () => {
    const ask = jest.fn(source);
    expect(await workOut(ask, { onProgress: () => undefined, isGivenUp: () => true })).toBeNull();
    expect(ask).toHaveBeenCalledTimes(1);
  });

  it('differs when a number does, or who it is', () => {
    const one = first.data;
    expect(findDifference(one, one)).toBeNull();
    expect(findDifference(one, { ...one, gain: 10 })).toBe('gain');
    expect(findDifference(one, { ...one, members: [member(7, 'gain'), member(2, 'lose')] })).toBe(
      'list'
    );
  });
});

describe('small helpers', () => {
  it('move an item and keep the rest in order', () => {
    expect(moveItem(['a', 'b', 'c'], 2, 0)).toEqual(['c', 'a', 'b']);
    expect(moveItem(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });

  it('end a month later on the last day when the next month is shorter', () => {
    const end = endOfTerm('1-month', '', new Date(2026, 0, 31, 12));
    expect([end?.getMonth(), end?.getDate()]).toEqual([1, 28]);
  });

  it('ask for whole days of the own calendar, and for nothing when the date is none', () => {
    expect(toQuery({ from: '2026-05-03', to: '2026-05-03' })).toEqual({
      from: new Date(2026, 4, 3).toISOString(),
      to: new Date(2026, 4, 3, 23, 59, 59, 999).toISOString(),
    });
    expect(toQuery({ from: 'yesterday' }).from).toBeUndefined();
  });

  it('show JSON indented, a form line by line, and anything else as it is', () => {
    expect(formatPayload('{"a":1}')).toBe('{\n  "a": 1\n}');
    expect(formatPayload('a=1&b=2')).toBe('a=1\n&b=2');
    expect(formatPayload('neither & nor')).toBe('neither & nor');
  });
});
