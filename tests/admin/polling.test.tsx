/** What keeps the panel fresh: it asks while somebody looks, and never shows less than it knew. */
import { act, renderHook } from '@testing-library/react';

import { useNow } from '../../admin/src/hooks/useNow';
import { useResource } from '../../admin/src/hooks/useResource';
import { useStableRows } from '../../admin/src/hooks/useStableRows';
import { hideTab, later, pass, refusal } from './support/panel';

const LIVE = { liveMs: 1_000 };

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(async () => {
  await hideTab(false);
  jest.useRealTimers();
});

describe('a resource', () => {
  it('is asked for again a while after each answer, not after each question', async () => {
    const slow = later<string>();
    const load = jest.fn<Promise<string>, []>().mockResolvedValueOnce('one');
    load.mockReturnValueOnce(slow.promise).mockResolvedValue('three');
    const { result } = renderHook(() => useResource('key', load, LIVE));
    expect(result.current).toMatchObject({ isLoading: true, data: undefined });
    await pass(0);
    expect(result.current).toMatchObject({ isLoading: false, data: 'one' });
    await pass(5_000);
    expect(load).toHaveBeenCalledTimes(2);
    slow.answer('two');
    await pass(0);
    await pass(999);
    expect(result.current.data).toBe('two');
    expect(load).toHaveBeenCalledTimes(2);
    await pass(1);
    expect(result.current.data).toBe('three');
  });

  it('is not asked for in a hidden tab, and at once when it is shown again', async () => {
    const load = jest.fn().mockResolvedValue('data');
    renderHook(() => useResource('key', load, LIVE));
    await pass(0);
    await hideTab(true);
    await pass(60_000);
    expect(load).toHaveBeenCalledTimes(1);
    await hideTab(false);
    expect(load).toHaveBeenCalledTimes(2);
    await pass(1_000);
    expect(load).toHaveBeenCalledTimes(3);
  });

  it('without an interval is asked for once, and when the tab is shown again', async () => {
    const load = jest.fn().mockResolvedValue('data');
    renderHook(() => useResource('key', load));
    await pass(120_000);
    expect(load).toHaveBeenCalledTimes(1);
    await hideTab(true);
    await hideTab(false);
    expect(load).toHaveBeenCalledTimes(2);
  });

  it('waits twice as long after each failure, a minute at most, and recovers with the first answer', async () => {
    const load = jest.fn().mockResolvedValueOnce('data').mockRejectedValue(refusal(503));
    const { result } = renderHook(() => useResource('key', load, LIVE));
    await pass(0);
    for (const wait of [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000, 60_000]) {
      const asked = load.mock.calls.length;
      await pass(wait - 1);
      expect(load).toHaveBeenCalledTimes(asked);
      await pass(1);
      expect(load).toHaveBeenCalledTimes(asked + 1);
    }
    load.mockResolvedValue('newer');
    await pass(60_000);
    expect(result.current).toMatchObject({ data: 'newer', staleSince: null });
    const asked = load.mock.calls.length;
    await pass(1_000);
    expect(load).toHaveBeenCalledTimes(asked + 1);
  });

  it('keeps what it had, and says since when after the second failure', async () => {
    const load = jest.fn().mockResolvedValueOnce('data').mockRejectedValue(refusal(503));
    jest.setSystemTime(new Date('2026-05-01T10:00:00.000Z'));
    const { result } = renderHook(() => useResource('key', load, LIVE));
    await pass(0);
    await pass(1_000);
    expect(result.current).toMatchObject({ data: 'data', problem: null, staleSince: null });
    await pass(2_000);
    expect(result.current).toMatchObject({
      data: 'data',
      problem: null,
      staleSince: '2026-05-01T10:00:00.000Z',
    });
  });

  it('that never came says why', async () => {
    const load = jest.fn().mockRejectedValue(refusal(403));
    const { result } = renderHook(() => useResource('key', load));
    await pass(0);
    expect(result.current).toMatchObject({ isLoading: false, problem: { status: 403 } });
  });

  it('of another key shows nothing of the one before, nor an answer that comes too late', async () => {
    const first = later<string>();
    const load = jest.fn((key: string) =>
      key === 'first' ? first.promise : Promise.resolve('second')
    );
    const { result, rerender } = renderHook(
      ({ name }: { name: string }) => useResource(name, () => load(name)),
      { initialProps: { name: 'first' } }
    );
    rerender({ name: 'second' });
    expect(result.current.data).toBeUndefined();
    await pass(0);
    expect(result.current.data).toBe('second');
    await act(async () => {
      first.answer('first');
      await Promise.resolve();
    });
    expect(result.current.data).toBe('second');
  });

  it('that nobody looks at any more is neither asked for nor told of', async () => {
    const slow = later<string>();
    const load = jest.fn<Promise<string>, []>().mockResolvedValueOnce('one');
    load.mockReturnValue(slow.promise);
    const shown: unknown[] = [];
    const { unmount } = renderHook(() => {
      const { data } = useResource('key', load, LIVE);
      shown.push(data);
    });
    await pass(1_000);
    expect(load).toHaveBeenCalledTimes(2);
    const before = shown.length;
    unmount();
    slow.answer('two');
    await pass(120_000);
    await hideTab(false);
    expect(load).toHaveBeenCalledTimes(2);
    expect(shown).toHaveLength(before);
  });
});

describe('the present moment', () => {
  it('goes on every twenty seconds, and stops with the page', async () => {
    jest.setSystemTime(0);
    const { result, unmount } = renderHook(useNow);
    await pass(19_999);
    expect(result.current).toBe(0);
    await pass(1);
    expect(result.current).toBe(20_000);
    unmount();
    expect(jest.getTimerCount()).toBe(0);
  });
});

describe('stable rows', () => {
  const row = (id: number, state = 'new') => ({ id, state });
  const show = (key: string, latest: readonly { id: number; state: string }[]) =>
    renderHook(
      (props: { name: string; rows: readonly { id: number; state: string }[] }) =>
        useStableRows(props.name, props.rows),
      { initialProps: { name: key, rows: latest } }
    );

  it('stay where they are, change in place, and let newer ones wait', () => {
    const { result, rerender } = show('all', [row(2), row(1)]);
    rerender({ name: 'all', rows: [row(3), row(2, 'done'), row(1)] });
    expect(result.current.rows).toEqual([row(2, 'done'), row(1)]);
    expect(result.current.newer).toBe(1);
    act(() => result.current.showNewer());
    expect(result.current.rows).toEqual([row(3), row(2, 'done'), row(1)]);
    expect(result.current.newer).toBe(0);
  });

  it('that left the list stay as they were last seen', () => {
    const { result, rerender } = show('all', [row(2), row(1)]);
    rerender({ name: 'all', rows: [row(1)] });
    expect(result.current.rows).toEqual([row(2), row(1)]);
  });

  it('of an empty list fill by themselves, and those of another list begin anew', () => {
    const { result, rerender } = show('all', []);
    rerender({ name: 'all', rows: [row(1)] });
    expect(result.current.rows).toEqual([row(1)]);
    rerender({ name: 'held', rows: [row(9)] });
    expect(result.current).toMatchObject({ rows: [row(9)], newer: 0 });
  });
});
