import {
  guardedByPolicy,
  openingsOf,
  risksOf,
  unknownLevels,
  type SiteReading,
  type SiteRole,
} from '../../../server/src/core/content/reading';
import { MODELS, readable } from './models';

const role = (id: number, type: string, actions: readonly string[]): SiteRole => ({
  id,
  name: type,
  type,
  actions,
});

const rule = { anyOf: ['gold'] };
const site: SiteReading = {
  roles: [
    role(1, 'gold', ['recipe.find', 'article.find']),
    role(2, 'silver', ['recipe.find', 'recipe.findOne', 'article.findOne']),
    role(3, 'public', ['article.find']),
  ],
  routes: [
    { name: 'GET /api/recipes', action: 'recipe.find', isOpen: false, rule },
    { name: 'GET /api/recipes/:id', action: 'recipe.findOne', isOpen: false, rule: null },
    { name: 'GET /api/peek', action: 'recipe.peek', isOpen: true, rule: null },
    { name: 'GET /api/articles', action: 'article.find', isOpen: false, rule: null },
    { name: 'GET /api/page', action: null, isOpen: true, rule },
  ],
  levels: [
    { roleId: 1, name: 'Gold', type: 'gold', rank: 1 },
    { roleId: 2, name: 'Silver', type: 'silver', rank: 2 },
  ],
  types: MODELS.filter(({ uid }) => ['recipe', 'lesson', 'article'].includes(uid)),
  findModel: readable.findModel,
  hasGraphql: true,
};

it('finds the types of which a route carries has-access', () => {
  expect(guardedByPolicy(site.routes, site.types)).toEqual([
    { uid: 'recipe', rule, by: 'has-access', teaser: [] },
  ]);
});

it('lists each role and way that opens such a type without the level', () => {
  const [type] = guardedByPolicy(site.routes, site.types);
  const openings = type ? openingsOf(type, site) : [];
  expect(openings.map(({ role: { type: of }, way, through }) => [of, way, through])).toEqual([
    ['silver', 'route', 'GET /api/recipes/:id'],
    ['silver', 'route', 'GET /api/peek'],
    ['silver', 'populate', 'article'],
    ['silver', 'graphql', null],
    ['public', 'route', 'GET /api/peek'],
  ]);
});

it('lists nothing for a type that is protected', () => {
  expect(openingsOf({ uid: 'recipe', rule, by: 'protect', teaser: [] }, site)).toEqual([]);
});

it('names levels that the site does not have', () => {
  const type = { uid: 'recipe', by: 'protect', teaser: [] } as const;
  expect(unknownLevels({ ...type, rule: { anyOf: ['gold', 'keto'] } }, site.levels)).toEqual([
    'keto',
  ]);
  expect(unknownLevels({ ...type, rule: { atLeast: 'gold' } }, site.levels)).toEqual([]);
});

it('tells what a level may do that is rarely meant', () => {
  const actions = [
    'plugin::users-permissions.user.find',
    'plugin::upload.content-api.upload',
    'plugin::users-permissions.user.me',
  ];
  expect(risksOf({ actions })).toEqual(['list-users', 'upload']);
  expect(risksOf({ actions: ['plugin::users-permissions.user.me'] })).toEqual([]);
});
