/** What accounts get that were there before a purchase: the card in the settings, the notice, and sending the link again. */
import { fireEvent, screen } from '@testing-library/react';

import { ResendClaimButton } from '../../admin/src/components/members/ResendClaimButton';
import { AccessProvider } from '../../admin/src/hooks/useAccess';
import { OverviewProvider } from '../../admin/src/hooks/useOverview';
import { AccountsCard } from '../../admin/src/pages/Settings/AccountsCard';
import { AccountsNotice } from '../../admin/src/pages/Setup/AccountsNotice';
import { pass, refusal, showPanel } from './support/panel';
import { server } from './support/strapi-admin';

import type { Connection } from '../../contracts/connection';
import type { Overview } from '../../contracts/overview';

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

const accounts = (told: Partial<Overview['accounts']> = {}) =>
  server.get.mockResolvedValue({
    data: {
      data: {
        accounts: { isRegistrationOpen: true, requiresConfirmation: false, asks: true, ...told },
      },
    },
  });
const connection = { settings: { existingAccounts: 'give' }, version: 4 } as unknown as Connection;
const show = (element: React.ReactNode) =>
  showPanel({
    '/': (
      <AccessProvider>
        <OverviewProvider>{element}</OverviewProvider>
      </AccessProvider>
    ),
  });
const onChanged = jest.fn(() => Promise.resolve());

async function showCard(told: Partial<Overview['accounts']>): Promise<string> {
  accounts(told);
  show(<AccountsCard connection={connection} onChanged={onChanged} />);
  await pass(0);
  return document.body.textContent;
}

it.each<[string, Partial<Overview['accounts']>]>([
  ['Anyone can register on this site with any email address', {}],
  ['has to confirm the email address', { requiresConfirmation: true }],
  ['Visitors can’t register on this site', { isRegistrationOpen: false }],
])('says what it means on this site: %s', async (said, told) => {
  expect(await showCard(told)).toContain(said);
});

it('saves the choice with the version it was made on', async () => {
  await showCard({});
  server.put.mockResolvedValue({ data: { data: connection } });
  fireEvent.click(
    screen.getByRole('radio', { name: 'Wait until the buyer has proved the account' })
  );
  await pass(0);
  expect(server.put).toHaveBeenCalledWith('/kartra/connection', {
    existingAccounts: 'claim',
    version: 4,
  });
  expect(onChanged).toHaveBeenCalled();
});

it('the notice takes “keep” for an answer', async () => {
  accounts();
  show(<AccountsNotice />);
  await pass(0);
  server.put.mockResolvedValue({ data: { data: connection } });
  fireEvent.click(screen.getByRole('button', { name: 'Keep giving access at once' }));
  await pass(0);
  expect(server.put).toHaveBeenLastCalledWith('/kartra/connection', { existingAccounts: 'give' });
});

it('says why the link was not mailed again', async () => {
  server.post.mockRejectedValue(
    refusal(400, { errors: [{ path: ['id'], code: 'claim-none', message: 'x' }] })
  );
  const onSent = jest.fn(() => Promise.resolve());
  show(<ResendClaimButton memberId={3} onSent={onSent} />);
  await pass(0);
  fireEvent.click(screen.getByRole('button', { name: 'Email the link again' }));
  await pass(0);
  expect(document.body.textContent).toContain('waits to be proved, or a link is on its way');
  expect(onSent).not.toHaveBeenCalled();
});
