/** What a schema says about where its attributes lead, and what is left to read of a type. */
import { isPlain, isReadable, isShut, targetsOf } from '../../../server/src/core/content/models';

it.each([
  ['a relation', { type: 'relation', target: 'api::recipe.recipe' }, ['api::recipe.recipe']],
  ['a relation to any type', { type: 'relation' }, []],
  ['a file', { type: 'media' }, ['plugin::upload.file']],
  ['a component', { type: 'component', component: 'shared.step' }, ['shared.step']],
  ['a component that is gone', { type: 'component' }, []],
  ['a dynamic zone', { type: 'dynamiczone', components: ['a.b', 'c.d'] }, ['a.b', 'c.d']],
  ['an empty dynamic zone', { type: 'dynamiczone' }, []],
  // A text may be described with whatever else: it leads nowhere.
  ['a text', { type: 'string', target: 'api::recipe.recipe', component: 'shared.step' }, []],
])('%s', (_name, attribute, targets) => {
  expect(targetsOf(attribute)).toEqual(targets);
});

it('a type without a teaser is shut, one with a teaser or open to the reader is not', () => {
  expect([isShut([]), isShut(['title']), isShut(null)]).toEqual([true, false, false]);
});

it('a teaser shows its fields and the ids by which a page links to the entry', () => {
  const shown = ['title', 'id', 'documentId', 'method'].filter((name) =>
    isReadable(['title'], name)
  );
  expect(shown).toEqual(['title', 'id', 'documentId']);
});

it.each([
  [{ a: 1 }, true],
  [null, false],
  ['text', false],
  [[{ a: 1 }], false],
  [new Date(0), false],
  [Buffer.from('x'), false],
])('%p is an object with fields: %p', (value, is) => {
  expect(isPlain(value)).toBe(is);
});
