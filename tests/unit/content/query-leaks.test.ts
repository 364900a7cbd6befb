import { findLeak } from '../../../server/src/core/content/query-leaks';
import { readable } from './models';

const leakOf = (query: unknown, uid = 'article') => findLeak(query, uid, readable);
const guess = { $startsWith: 'x' };

it.each([
  ['a relation', { filters: { recipe: { method: guess } } }, 'filters.recipe'],
  ['whether there is one', { filters: { recipe: { $notNull: true } } }, 'filters.recipe'],
  ['within $or', { filters: { $or: [{ title: guess }, { recipe: guess }] } }, 'filters.$or.recipe'],
  ['within a long list', { filters: { $or: { 25: { recipe: guess } } } }, 'filters.$or.25.recipe'],
  ['within $not', { filters: { $not: { recipe: guess } } }, 'filters.$not.recipe'],
  ['filters as a list', { filters: [{ recipe: guess }] }, 'filters.recipe'],
  ['a component', { filters: { card: { recipe: guess } } }, 'filters.card.recipe'],
  ['a hidden field', { filters: { lessons: { script: guess } } }, 'filters.lessons.script'],
  ['a hidden component', { filters: { lessons: { steps: guess } } }, 'filters.lessons.steps'],
  ['a way around', { filters: { related: { recipe: guess } } }, 'filters.related.recipe'],
  ['an order', { sort: 'recipe.method:asc' }, 'sort.recipe'],
  ['a second order', { sort: 'title, lessons.script:desc' }, 'sort.lessons.script'],
  ['orders as a list', { sort: ['title', 'recipe.method'] }, 'sort.recipe'],
  ['an order as an object', { sort: { card: { recipe: { method: 'asc' } } } }, 'sort.card.recipe'],
  ['an order as a path', { sort: { 'recipe.method': 'asc' } }, 'sort.recipe'],
  [
    'filters inside populate',
    { populate: { related: { filters: { recipe: guess } } } },
    'populate.related.filters.recipe',
  ],
  [
    'an order inside populate',
    { populate: { lessons: { sort: 'script' } } },
    'populate.lessons.sort.script',
  ],
  ['search inside populate', { populate: { lessons: { _q: 'x' } } }, '_q'],
  [
    'filters deeper inside populate',
    { populate: { card: { populate: { lesson: { filters: { script: guess } } } } } },
    'populate.card.populate.lesson.filters.script',
  ],
  [
    'filters of a fragment',
    { populate: { zone: { on: { card: { filters: { recipe: guess } } } } } },
    'populate.zone.on.card.filters.recipe',
  ],
  ['filters of a relation to any type', { populate: { about: { filters: {} } } }, 'populate.about'],
])('finds %s', (_, query, path) => {
  expect(leakOf(query)).toBe(path);
});

it.each([
  ['a search', { _q: 'x' }, '_q'],
  ['a filter', { filters: { script: guess } }, 'filters.script'],
  ['an order', { sort: 'script' }, 'sort.script'],
])('finds %s on the type itself', (_, query, path) => {
  expect(leakOf(query, 'lesson')).toBe(path);
});

it.each([
  ['nothing', {}],
  ['a query that is none', 'x'],
  ['fields of its own', { filters: { title: guess }, sort: 'title:asc', _q: 'x' }],
  ['fields of a teaser', { filters: { lessons: { title: guess, id: 1 } }, sort: 'lessons.title' }],
  ['names to populate', { populate: 'recipe,lessons.steps' }],
  ['everything', { populate: '*' }],
  ['what the answer will not have', { populate: { recipe: { filters: { method: guess } } } }],
  [
    'a hidden part of a teaser',
    { populate: { lessons: { populate: { steps: { sort: 'text' } } } } },
  ],
  ['values that look like fields', { filters: { data: { recipe: 1 } } }],
  ['an unknown key, which Strapi refuses', { filters: { nonsense: guess }, sort: 'nonsense' }],
])('lets pass %s', (_, query) => {
  expect(leakOf(query)).toBeNull();
});
