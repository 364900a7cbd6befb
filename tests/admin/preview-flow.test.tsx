/** No member changes unseen: counted, shown, and counted once more before it is saved. */
import { screen, waitFor } from '@testing-library/react';
import userEvent from '@testing-library/user-event';

import type { Preview, PreviewedMember, PreviewGroup, PreviewMeta } from '../../contracts/preview';
import type { Answer } from '../../contracts/common';
import { PreviewFlow } from '../../admin/src/components/preview/PreviewFlow';
import type { PreviewSource } from '../../admin/src/components/preview/effect';
import type { PreviewQuestion } from '../../admin/src/components/preview/question';
import { later, refusal, showPanel } from './support/panel';

type Part = Answer<Preview, PreviewMeta>;

const person = (memberId: number, group: PreviewGroup): PreviewedMember => ({
  memberId,
  group,
  name: `Member ${memberId}`,
  email: null,
  before: null,
  after: 'Gold',
  levelsBefore: [],
  levelsAfter: ['Gold'],
  why: { text: '', code: 'why.nothing', values: {} },
  heldReason: null,
});

/** One part of a preview: these members, and where the next part begins. */
function part(
  members: readonly PreviewedMember[],
  { nextAfterId = null, total = members.length }: Partial<PreviewMeta> = {}
): Part {
  const count = (group: PreviewGroup) => members.filter((one) => one.group === group).length;
  return {
    data: {
      gain: count('gain'),
      lose: count('lose'),
      moved: count('moved'),
      unchanged: count('unchanged'),
      held: count('held'),
      accounts: 0,
      mails: 0,
      members,
    },
    meta: { total, nextAfterId },
  };
}

function ask(source: PreviewSource, question: Partial<PreviewQuestion> = {}) {
  const answer = jest.fn<void, [boolean]>();
  const fail = jest.fn<void, [unknown]>();
  const asked = { title: 'Change Gold?', ...question };
  const flow = <PreviewFlow source={source} question={asked} answer={answer} fail={fail} />;
  showPanel({ '/': flow });
  return { answer, fail };
}

const press = async (name: string) => userEvent.click(await screen.findByRole('button', { name }));

it('shows who would change, and says yes only after it counted the same once more', async () => {
  const source = jest.fn<Promise<Part>, []>().mockResolvedValue(part([person(1, 'gain')]));
  const { answer } = ask(source);
  expect(await screen.findByText('Member 1')).toBeTruthy();
  expect(answer).not.toHaveBeenCalled();
  await press('Save and change 1 member');
  await waitFor(() => expect(answer).toHaveBeenCalledWith(true));
  expect(source).toHaveBeenCalledTimes(2);
});

it('what changed in between is shown instead of saved, and saved once it stands still', async () => {
  const source = jest.fn<Promise<Part>, []>().mockResolvedValueOnce(part([person(1, 'gain')]));
  source.mockResolvedValue(part([person(1, 'gain'), person(2, 'lose')]));
  const { answer } = ask(source);
  await press('Save and change 1 member');
  expect(await screen.findByText('Now 1 would lose.')).toBeTruthy();
  expect(await screen.findByText('Member 2')).toBeTruthy();
  expect(answer).not.toHaveBeenCalled();
  await press('Save and change 2 members');
  await waitFor(() => expect(answer).toHaveBeenCalledWith(true));
});

it('other people in the same numbers are a change too', async () => {
  const source = jest.fn<Promise<Part>, []>().mockResolvedValueOnce(part([person(1, 'gain')]));
  source.mockResolvedValue(part([person(2, 'gain')]));
  const { answer } = ask(source);
  await press('Save and change 1 member');
  expect(await screen.findByText('Now it would change other members.')).toBeTruthy();
  expect(answer).not.toHaveBeenCalled();
});

it('a change that touches nobody is not asked about, unless it cannot be undone', async () => {
  const source = () => Promise.resolve(part([person(1, 'unchanged')]));
  const { answer } = ask(source);
  await waitFor(() => expect(answer).toHaveBeenCalledWith(true));
});

it('one that cannot be undone is asked about even if it touches nobody', async () => {
  const { answer } = ask(() => Promise.resolve(part([])), { isAlwaysAsked: true });
  expect(await screen.findByRole('button', { name: 'Save' })).toBeTruthy();
  expect(answer).not.toHaveBeenCalled();
});

it('long counting shows how far it is, part by part, and can be given up', async () => {
  const second = later<Part>();
  const source = jest
    .fn<Promise<Part>, Parameters<PreviewSource>>()
    .mockResolvedValueOnce(part([person(1, 'gain')], { nextAfterId: 1, total: 2 }))
    .mockReturnValueOnce(second.promise);
  const { answer } = ask(source);
  expect(
    await screen.findAllByText('Counting members: 1 of 2', {}, { timeout: 5_000 })
  ).not.toEqual([]);
  expect(source.mock.calls).toEqual([[{ afterId: 0 }], [{ afterId: 1 }]]);
  await press('Cancel');
  expect(answer).toHaveBeenCalledWith(false);
  second.answer(part([person(2, 'gain')], { total: 2 }));
  await Promise.resolve();
  expect(answer).toHaveBeenCalledTimes(1);
});

it('going back saves nothing', async () => {
  const { answer } = ask(() => Promise.resolve(part([person(1, 'lose')])));
  await press('Back');
  expect(answer).toHaveBeenCalledWith(false);
});

it('a server that does not answer is told of here, and asked again', async () => {
  const source = jest.fn<Promise<Part>, []>().mockRejectedValueOnce(refusal(503));
  source.mockResolvedValue(part([person(1, 'gain')]));
  const { answer, fail } = ask(source);
  expect(await screen.findByText(/so nothing was saved/)).toBeTruthy();
  await press('Try again');
  expect(await screen.findByText('Member 1')).toBeTruthy();
  expect(answer).not.toHaveBeenCalled();
  expect(fail).not.toHaveBeenCalled();
});

it('what the form itself has to correct goes back to the form', async () => {
  const error = refusal(400);
  const { answer, fail } = ask(() => Promise.reject(error));
  await waitFor(() => expect(fail).toHaveBeenCalledWith(error));
  expect(answer).not.toHaveBeenCalled();
});
