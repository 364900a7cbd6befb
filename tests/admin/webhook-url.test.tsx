/** The webhook URL is a secret that the server hands out on request. */
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import { useWebhookUrl } from '../../admin/src/hooks/useWebhookUrl';
import { refusal, showPanel } from './support/panel';
import { server, toggleNotification } from './support/strapi-admin';

function Field() {
  const { url, show } = useWebhookUrl(7);
  return <button onClick={() => void show()}>{url ?? 'hidden'}</button>;
}

const press = async () => userEvent.click(await screen.findByRole('button'));

beforeEach(() => jest.clearAllMocks());

it('is shown as the server has it', async () => {
  server.post.mockResolvedValue({ data: { data: { webhookUrl: 'https://site/secret' } } });
  showPanel({ '/': <Field /> });
  expect(screen.getByRole('button').textContent).toBe('hidden');
  await press();
  await waitFor(() => expect(screen.getByRole('button').textContent).toBe('https://site/secret'));
  expect(server.post.mock.calls[0]?.[0]).toContain('/connection/keys/7/reveal');
});

it('says once and in a whole sentence why it is not shown', async () => {
  server.post.mockRejectedValue(refusal(500));
  showPanel({ '/': <Field /> });
  await press();
  await waitFor(() => expect(toggleNotification).toHaveBeenCalled());
  expect(toggleNotification.mock.calls).toEqual([
    [
      {
        type: 'danger',
        message: 'The webhook URL wasn’t shown: the server reported an error; its log says which.',
      },
    ],
  ]);
  await press();
  await waitFor(() => expect(toggleNotification).toHaveBeenCalledTimes(2));
});
