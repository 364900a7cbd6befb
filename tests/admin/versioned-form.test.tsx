/** Two people edit the same form: no one's input is overwritten unseen, and none is lost. */
import * as React from 'react';

import { act, screen, waitFor } from '@testing-library/react';

import { useMappingForm, type MappingForm } from '../../admin/src/components/form/useMappingForm';
import type { Levels } from '../../admin/src/hooks/useLevels';
import { useSettingsPart } from '../../admin/src/pages/Settings/useSettingsPart';
import { GUIDE_DRAFT } from '../../admin/src/utils/policies';
import type { Connection } from '../../contracts/connection';
import type { Mapping } from '../../contracts/mapping';
import { refusal, showPanel } from './support/panel';
import { server, toggleNotification } from './support/strapi-admin';

/** A busy machine may stand still for a while: slow is not wrong. */
const PATIENCE = { timeout: 30_000 };
const GOLD = 4;
const SILVER = 5;
const NAMES = new Map([
  [GOLD, 'Gold'],
  [SILVER, 'Silver'],
]);
const LEVELS: Levels = {
  ordered: [],
  choices: [],
  sort: (roleIds) => roleIds,
  namesOf: (roleIds) => roleIds.flatMap((id) => NAMES.get(id) ?? []),
  isLoading: false,
  reload: () => Promise.resolve(),
};
const NOBODY = {
  data: { gain: 0, lose: 0, moved: 0, unchanged: 0, held: 0, accounts: 0, mails: 0, members: [] },
  meta: { total: 0, nextAfterId: null },
};

const mapping = (version: number, levels: readonly number[]) =>
  ({
    id: 1,
    productId: '558475',
    productName: 'Meal Plan',
    pricePoint: null,
    levels,
    roleId: levels[0],
    version,
    savedBy: 'Grace',
    savedAt: '2026-05-01T10:00:00.000Z',
    onCancellation: 'end-now',
    period: null,
    onRefund: 'end-now',
    onPartialRefund: 'keep',
    onFailedPayment: 'keep',
    graceDays: null,
    durationDays: null,
    whenPaidInFull: 'keep',
  }) as unknown as Mapping;

beforeEach(() => {
  jest.resetAllMocks();
  server.post.mockResolvedValue({ data: NOBODY });
});

describe('a mapping', () => {
  let form: MappingForm;
  function Form() {
    const initial = {
      productId: '558475',
      pricePoint: '',
      mailName: '',
      levels: [GOLD],
      policies: GUIDE_DRAFT,
    };
    form = useMappingForm(initial, LEVELS, mapping(7, [GOLD]));
    return <>the form{form.preview}</>;
  }
  const showForm = async () => {
    showPanel({ '/': <Form /> });
    await screen.findByText('the form', {}, PATIENCE);
  };
  /** Not inside `act`, which would hold back the preview that `submit` waits for. */
  const submit = async () => {
    let isOver = false;
    act(() => void form.submit().finally(() => (isOver = true)));
    await waitFor(() => expect(isOver).toBe(true), PATIENCE);
  };
  const sent = () => server.put.mock.calls.map(([, body]) => body);

  it('is saved over the version with which the form was opened', async () => {
    server.put.mockResolvedValue({ data: { data: mapping(8, [SILVER]) } });
    await showForm();
    expect(form.isDirty).toBe(false);
    act(() => form.change({ levels: [SILVER], mailName: ' Keto ' }));
    expect(form.isDirty).toBe(true);
    await submit();
    expect(sent()).toEqual([
      expect.objectContaining({ levels: [SILVER], mailName: 'Keto', version: 7 }),
    ]);
    expect(form.isDirty).toBe(false);
    expect(toggleNotification).toHaveBeenCalledTimes(1);
  });

  it('that someone else saved: shows their version, keeps what was entered, and replaces theirs only with the next save', async () => {
    const theirs = mapping(9, [GOLD, SILVER]);
    server.put.mockRejectedValueOnce(refusal(409, { current: theirs }));
    server.put.mockResolvedValue({ data: { data: mapping(10, [SILVER]) } });
    await showForm();
    act(() => form.change({ levels: [SILVER] }));
    await submit();
    expect(form.conflict).toMatchObject({ version: 9, levels: [GOLD, SILVER], savedBy: 'Grace' });
    expect(form.problem).toBeNull();
    expect(form.draft.levels).toEqual([SILVER]);
    expect(form.isDirty).toBe(true);
    expect(toggleNotification).not.toHaveBeenCalled();

    await submit();
    expect(sent()).toEqual([
      expect.objectContaining({ version: 7 }),
      expect.objectContaining({ levels: [SILVER], version: 9 }),
    ]);
    expect(form.conflict).toBeNull();
  });

  it('whose newer version is taken starts over from that version, and is saved over it', async () => {
    server.put.mockRejectedValueOnce(refusal(409, { current: mapping(9, [GOLD, SILVER]) }));
    server.put.mockResolvedValue({ data: { data: mapping(10, [SILVER]) } });
    await showForm();
    act(() => form.change({ levels: [SILVER] }));
    await submit();
    act(() => form.takeTheirs());
    expect(form.draft.levels).toEqual([GOLD, SILVER]);
    expect(form).toMatchObject({ conflict: null, isDirty: false });
    act(() => form.change({ levels: [SILVER] }));
    await submit();
    expect(sent().at(-1)).toMatchObject({ levels: [SILVER], version: 9 });
  });

  it('refused for another reason is no conflict', async () => {
    server.put.mockRejectedValueOnce(refusal(500));
    await showForm();
    act(() => form.change({ levels: [SILVER] }));
    await submit();
    expect(form).toMatchObject({ conflict: null, problem: { status: 500 }, isDirty: true });
  });
});

describe('a card of the settings', () => {
  const stored = (version: number, subject: string, recipients: readonly string[] = []) =>
    ({
      version,
      settings: { welcomeMail: { isOn: true, subject, text: '' }, alerts: { recipients } },
    }) as unknown as Connection;

  let card: ReturnType<typeof useSettingsPart<'welcomeMail'>>;
  const onChanged = jest.fn(() => Promise.resolve());
  function Card({ connection }: { connection: Connection }) {
    card = useSettingsPart('welcomeMail', connection, onChanged);
    return <>the card</>;
  }
  let see: (connection: Connection) => void;
  const show = async (first: Connection) => {
    let tell: (connection: Connection) => void = () => undefined;
    function Page() {
      const [connection, setConnection] = React.useState(first);
      tell = setConnection;
      return <Card connection={connection} />;
    }
    showPanel({ '/': <Page /> });
    await screen.findByText('the card', {}, PATIENCE);
    see = (connection) => act(() => tell(connection));
  };

  beforeEach(() => onChanged.mockResolvedValue(undefined));

  it('that has no changes follows what someone else saves', async () => {
    await show(stored(1, 'Hello'));
    see(stored(2, 'Welcome'));
    await waitFor(() => expect(card.draft.subject).toBe('Welcome'));
    expect(card).toMatchObject({ isChanged: false, conflict: null });
  });

  it('keeps what was entered, beside what someone else saved', async () => {
    await show(stored(1, 'Hello'));
    act(() => card.change({ subject: 'Good day' }));
    see(stored(2, 'Welcome'));
    expect(card.draft.subject).toBe('Good day');
    expect(card.conflict).toMatchObject({ subject: 'Welcome' });
    act(() => card.takeTheirs());
    await waitFor(() => expect(card.draft.subject).toBe('Welcome'));
    expect(card).toMatchObject({ isChanged: false, conflict: null });
  });

  it('is not disturbed by a change of another card, and is saved over the newest version', async () => {
    await show(stored(1, 'Hello'));
    act(() => card.change({ subject: 'Good day' }));
    see(stored(2, 'Hello', ['ops@example.com']));
    expect(card.conflict).toBeNull();
    server.put.mockResolvedValue({ data: { data: stored(3, 'Good day') } });
    await act(() => card.submit());
    expect(server.put.mock.calls[0]?.[1]).toMatchObject({
      welcomeMail: { subject: 'Good day' },
      version: 2,
    });
    expect(card.draft.subject).toBe('Good day');
  });

  it('after a refusal keeps what was entered and reads the current version', async () => {
    await show(stored(1, 'Hello'));
    act(() => card.change({ subject: 'Good day' }));
    server.put.mockRejectedValue(refusal(409));
    await act(() => card.submit());
    expect(onChanged).toHaveBeenCalledTimes(1);
    expect(card).toMatchObject({ isChanged: true, problem: { status: 409 } });
    expect(card.draft.subject).toBe('Good day');
  });
});
