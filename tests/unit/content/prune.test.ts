import { prune } from '../../../server/src/core/content/prune';
import { readable } from './models';

const without = (value: unknown, uid = 'article') => prune(value, uid, readable);
const recipe = { id: 1, title: 'Oats', method: 'secret' };
const lesson = { id: 2, documentId: 'l', title: 'Knife', script: 'secret', steps: [{ text: 's' }] };

it.each([
  ['a list of entries', [recipe], 'recipe', []],
  ['one entry', recipe, 'recipe', null],
  ['nothing', null, 'recipe', null],
  ['a relation', { title: 'A', recipe }, 'article', { title: 'A' }],
  ['a relation to many', { title: 'A', recipes: [recipe] }, 'article', { title: 'A' }],
  ['how many there are', { title: 'A', recipes: { count: 3 } }, 'article', { title: 'A' }],
  [
    'a relation in a component',
    { card: { recipe, label: 'c' } },
    'article',
    { card: { label: 'c' } },
  ],
  [
    'a relation in a dynamic zone',
    { zone: [{ __component: 'card', recipe, label: 'c' }] },
    'article',
    { zone: [{ __component: 'card', label: 'c' }] },
  ],
  [
    'entries of a relation to any type',
    {
      about: [
        { __type: 'recipe', ...recipe },
        { __type: 'article', title: 'B' },
      ],
    },
    'article',
    { about: [{ __type: 'article', title: 'B' }] },
  ],
  [
    'what a file belongs to',
    { cover: { url: '/x', related: [{ __type: 'recipe', ...recipe }] } },
    'article',
    { cover: { url: '/x', related: [] } },
  ],
])('takes out %s of a shut type', (_, value, uid, left) => {
  expect(without(value, uid)).toEqual(left);
});

it('leaves the fields of a teaser, and what makes a link', () => {
  expect(without({ lessons: [lesson] })).toEqual({
    lessons: [{ id: 2, documentId: 'l', title: 'Knife' }],
  });
  expect(without({ lessons: { count: 2 } })).toEqual({ lessons: { count: 2 } });
  expect(without([lesson], 'lesson')).toEqual([{ id: 2, documentId: 'l', title: 'Knife' }]);
});

it('leaves everything else as it is, and changes nothing in place', () => {
  const date = new Date(0);
  const article = { title: 'A', date, data: { recipe: 1 }, recipe, unknown: [1] };
  expect(without(article)).toEqual({ title: 'A', date, data: { recipe: 1 }, unknown: [1] });
  expect(article.recipe).toBe(recipe);
});
