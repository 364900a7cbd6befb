/** Half-written forms are not lost: leaving asks first, whichever way somebody leaves. */
import { act, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { LEAVE_FREELY, LeaveGuard } from '../../admin/src/components/page/LeaveGuard';
import { showPanel } from './support/panel';

const form = (isInSearch = false) => (
  <>
    the form
    <LeaveGuard isInSearch={isInSearch} />
  </>
);
const go = (
  router: ReturnType<typeof showPanel>['router'],
  ...to: Parameters<typeof router.navigate>
) => act(() => router.navigate(...to));
const asks = () => screen.queryByRole('alertdialog') ?? screen.queryByRole('dialog');

it('another page is left to only when the person says so', async () => {
  const { router } = showPanel({ '/form': form() }, '/form');
  await go(router, '/members');
  expect(asks()).not.toBeNull();
  expect(router.state.location.pathname).toBe('/form');
  await userEvent.click(screen.getByRole('button', { name: 'Stay' }));
  expect(asks()).toBeNull();
  expect(router.state.location.pathname).toBe('/form');

  await go(router, '/members');
  await userEvent.click(screen.getByRole('button', { name: 'Leave' }));
  expect(router.state.location.pathname).toBe('/members');
});

it('the browser’s back asks too, and staying keeps the page', async () => {
  const { router } = showPanel({ '/list': 'the list', '/form': form() }, '/list');
  await go(router, '/form');
  await act(() => router.navigate(-1));
  expect(asks()).not.toBeNull();
  await userEvent.click(screen.getByRole('button', { name: 'Stay' }));
  expect(router.state.location.pathname).toBe('/form');
  await act(() => router.navigate(-1));
  await userEvent.click(screen.getByRole('button', { name: 'Leave' }));
  expect(router.state.location.pathname).toBe('/list');
});

it('closing the window is asked about by the browser, as long as the form is there', () => {
  const { unmount } = showPanel({ '/form': form() }, '/form');
  const close = () => {
    const event = new Event('beforeunload', { cancelable: true });
    window.dispatchEvent(event);
    return event.defaultPrevented;
  };
  expect(close()).toBe(true);
  unmount();
  expect(close()).toBe(false);
});

it('a saved form is left without a question', async () => {
  const { router } = showPanel({ '/form': form() }, '/form');
  await go(router, '/members', { state: LEAVE_FREELY });
  expect(asks()).toBeNull();
  expect(router.state.location.pathname).toBe('/members');
});

it('what stands after the question mark is the page’s own, unless the form stands there', async () => {
  const page = showPanel({ '/form': form() }, '/form?tab=1');
  await go(page.router, '/form?tab=2');
  expect(asks()).toBeNull();
  page.unmount();

  const dialog = showPanel({ '/form': form(true) }, '/form?edit=1');
  await go(dialog.router, '/form');
  expect(asks()).not.toBeNull();
  expect(dialog.router.state.location.search).toBe('?edit=1');
});
