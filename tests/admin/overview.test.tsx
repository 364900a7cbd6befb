/** One overview feeds the header, the counts on the tabs and the steps of the set-up: how often it is asked for. */
import { act, renderHook, screen } from '@testing-library/react';
import { Outlet } from 'react-router-dom';

import { OverviewProvider, useOverview } from '../../admin/src/hooks/useOverview';
import { pass, refusal, showPanel } from './support/panel';
import { server } from './support/strapi-admin';

const facts = { enabledAt: null, firstMemberAt: null, mappings: 0, seen: {} };
const NEW = { state: 'off', facts };
const SET_UP = {
  state: 'on',
  facts: { enabledAt: 'x', firstMemberAt: 'x', mappings: 1, seen: { sale: true } },
};

const answer = (data: object) => server.get.mockResolvedValue({ data: { data } });

function State() {
  const { data, isLoading } = useOverview();
  return <p>{isLoading ? 'loading' : (data?.state ?? 'nothing')}</p>;
}

/** All screens share the provider, as in the panel. */
async function open(path: string) {
  const { router } = showPanel(
    {
      '*': (
        <OverviewProvider>
          <State />
          <Outlet />
        </OverviewProvider>
      ),
    },
    path
  );
  await pass(0);
  return { goTo: (next: string) => act(() => router.navigate(next)) };
}

beforeEach(() => {
  jest.useFakeTimers();
  jest.clearAllMocks();
});
afterEach(() => jest.useRealTimers());

it('is asked for every three seconds by those who follow the guide', async () => {
  answer(NEW);
  await open('/setup');
  await pass(2_999);
  expect(server.get).toHaveBeenCalledTimes(1);
  answer({ ...NEW, state: 'on' });
  await pass(1);
  expect(server.get).toHaveBeenCalledTimes(2);
  expect(screen.getByText('on')).toBeTruthy();
});

it.each([
  ['once all is set up', '/setup', SET_UP],
  ['on the other screens', '/members', NEW],
] as const)('is asked for every fifteen seconds %s', async (_when, path, overview) => {
  answer(overview);
  await open(path);
  await pass(14_999);
  expect(server.get).toHaveBeenCalledTimes(1);
  await pass(1);
  expect(server.get).toHaveBeenCalledTimes(2);
});

it('is asked for at once when another screen is opened, and only then', async () => {
  answer(SET_UP);
  const { goTo } = await open('/members');
  expect(server.get).toHaveBeenCalledTimes(1);
  await goTo('/members?page=2');
  expect(server.get).toHaveBeenCalledTimes(1);
  answer({ ...SET_UP, state: 'paused' });
  await goTo('/held');
  await pass(0);
  expect(server.get).toHaveBeenCalledTimes(2);
  expect(screen.getByText('paused')).toBeTruthy();
});

it('stays as it was when the server does not answer', async () => {
  answer(SET_UP);
  await open('/members');
  server.get.mockRejectedValue(refusal(503));
  await pass(15_000);
  expect(screen.getByText('on')).toBeTruthy();
});

it('needs its provider', () => {
  jest.spyOn(console, 'error').mockImplementation(() => undefined);
  expect(() => renderHook(useOverview)).toThrow('OverviewProvider');
  jest.mocked(console.error).mockRestore();
});
