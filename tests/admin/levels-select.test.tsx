/** A product may give several levels: the form says at the second one what Strapi's single role means for the others. */
import { screen } from '@testing-library/react';

import { LevelsSelect } from '../../admin/src/components/form/LevelsSelect';
import type { Levels } from '../../admin/src/hooks/useLevels';
import { showPanel } from './support/panel';

const CHOICES = [
  { roleId: 1, name: 'Gold' },
  { roleId: 2, name: 'Silver' },
  { roleId: 3, name: 'Keto' },
];
const sort = (roleIds: readonly number[]) => [...roleIds].sort((a, b) => a - b);
const levels: Levels = {
  ordered: [],
  choices: CHOICES,
  sort,
  namesOf: (roleIds) => sort(roleIds).map((id) => CHOICES[id - 1]?.name ?? ''),
  isLoading: false,
  reload: () => Promise.resolve(),
};

function show(...chosen: number[]): string {
  showPanel({ '/': <LevelsSelect levels={levels} value={chosen} onChange={jest.fn()} /> });
  return document.body.textContent;
}

it('says nothing of one level', () => {
  expect(show(2)).not.toContain('The Strapi role is');
  expect(screen.getByRole('combobox').textContent).toContain('Silver');
});

it('says at the second one which is the role and what stays closed, whichever was chosen first', () => {
  const text = show(3, 1);
  expect(screen.getByRole('combobox').textContent).toContain('Gold, Keto');
  expect(text).toContain('A member gets both levels. The Strapi role is Gold, the higher one.');
  expect(text).toContain('opened only by permissions of the Keto role stays closed');
  expect(text).toContain('content that asks for the level Keto opens');
});

it('names all the others of three', () => {
  const text = show(2, 3, 1);
  expect(text).toContain('A member gets all 3 levels. The Strapi role is Gold, the highest one.');
  expect(text).toContain('permissions of the Silver and Keto roles stays closed');
});
