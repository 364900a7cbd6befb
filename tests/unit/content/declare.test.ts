import { declareProtection } from '../../../server/src/core/content/declare';

const types = new Map([
  ['api::recipe.recipe', ['title', 'method']],
  ['plugin::users-permissions.user', ['email']],
]);
const declare = (uid: string, rule: unknown, options?: unknown) =>
  declareProtection(uid, rule, options, { types, known: [] });

const GOLD = { anyOf: ['gold'] };

it('keeps the rule and the teaser; without one nothing is shown', () => {
  expect(declare('api::recipe.recipe', GOLD)).toEqual({
    uid: 'api::recipe.recipe',
    rule: GOLD,
    teaser: [],
  });
  expect(declare('api::recipe.recipe', { atLeast: 'silver' }, { teaser: ['title'] })).toEqual({
    uid: 'api::recipe.recipe',
    rule: { atLeast: 'silver' },
    teaser: ['title'],
  });
});

it.each([
  ['an unknown type', 'api::recipes.recipes', GOLD, undefined, 'There are api::recipe.recipe.'],
  ['the type of users', 'plugin::users-permissions.user', GOLD, undefined, 'no content type'],
  ['no level', 'api::recipe.recipe', { anyOf: [] }, undefined, 'the rule must be'],
  ['an empty name', 'api::recipe.recipe', { atLeast: '' }, undefined, 'the rule must be'],
  ['no rule', 'api::recipe.recipe', {}, undefined, 'the rule must be'],
  ['a slip', 'api::recipe.recipe', { anyof: ['gold'] }, undefined, 'the rule must be'],
  ['both', 'api::recipe.recipe', { ...GOLD, atLeast: 'gold' }, undefined, 'the rule must be'],
  ['a slip in the options', 'api::recipe.recipe', GOLD, { teasers: [] }, 'the options must be'],
  ['an unknown field', 'api::recipe.recipe', GOLD, { teaser: ['name'] }, 'no field name'],
])('refuses %s', (_, uid, rule, options, says) => {
  expect(() => declare(uid, rule, options)).toThrow(says);
});

it('refuses the same type twice', () => {
  const known = [declare('api::recipe.recipe', GOLD)];
  expect(() => declareProtection('api::recipe.recipe', GOLD, undefined, { types, known })).toThrow(
    'protected already'
  );
});
