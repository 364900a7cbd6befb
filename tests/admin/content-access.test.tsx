/** Who can read what: the card in the settings, and the notice on the overview while something is open. */
import { screen } from '@testing-library/react';

import { ContentCard } from '../../admin/src/pages/Settings/ContentCard';
import { ContentNotice } from '../../admin/src/pages/Setup/ContentNotice';
import type { ContentAccess, MemberContent } from '../../contracts/content-access';
import { pass, refusal, showPanel } from './support/panel';
import { server } from './support/strapi-admin';

const recipe: MemberContent = {
  uid: 'api::recipe.recipe',
  name: 'Recipe',
  by: 'protect',
  levels: ['Gold', 'Keto'],
  orAbove: false,
  unknownLevels: [],
  teaser: [],
  openings: [],
};
const role = { id: 1, name: 'Public', type: 'public' };
const lesson: MemberContent = {
  ...{ ...recipe, uid: 'api::lesson.lesson', name: 'Lesson', by: 'has-access' },
  ...{ levels: ['Silver'], orAbove: true, unknownLevels: ['platinum'], teaser: ['title'] },
  openings: [
    { role, way: 'route', through: 'GET /api/lessons' },
    { role, way: 'populate', through: 'api::article.article' },
    { role, way: 'graphql', through: null },
  ],
};

beforeEach(() => {
  jest.useFakeTimers();
});
afterEach(() => {
  jest.useRealTimers();
});

async function show(page: 'card' | 'notice', told: Partial<ContentAccess>): Promise<string> {
  server.get.mockResolvedValue({ data: { data: { types: [], levels: [], ...told } } });
  showPanel({ '/': page === 'card' ? <ContentCard /> : <ContentNotice /> });
  await pass(0);
  return document.body.textContent;
}

it('says that nothing is meant for members yet, and how that is done', async () => {
  expect(await show('card', {})).toContain('No content is meant for members yet.');
});

it('names who a type is for, and that it is closed to everyone else', async () => {
  const text = await show('card', { types: [recipe] });
  expect(text).toContain('For Gold and Keto');
  expect(text).toContain('No role reads it without its level.');
  expect(text).not.toContain('Opens without');
});

it('names each role and way that opens it, unknown levels, teasers, and what to do', async () => {
  const text = await show('card', { types: [lesson] });
  for (const said of [
    'For Silver and every level above',
    'Open to everyone: title',
    'This site has no level platinum',
    'Public, by GET /api/lessons',
    'Public, by populate of api::article.article',
    'Public, by GraphQL',
    'protect the type with access.protect',
  ])
    expect(text).toContain(said);
  expect(text).not.toContain('No role reads it');
});

it('warns of levels whose members may do what is rarely sold', async () => {
  const gold = { id: 2, name: 'Gold', type: 'gold' };
  const text = await show('card', { levels: [{ role: gold, risks: ['list-users', 'upload'] }] });
  expect(text).toContain('Gold: its members may list all users of the site.');
  expect(text).toContain('Gold: its members may upload files.');
});

it('can be asked for again when it could not be loaded', async () => {
  server.get.mockRejectedValue(refusal(500));
  showPanel({ '/': <ContentCard /> });
  await pass(0);
  expect(document.body.textContent).toContain('Who can read what could not be loaded.');
  expect(screen.getByRole('button')).toBeTruthy();
});

it('the overview says which content is open, and nothing while all is closed', async () => {
  expect(await show('notice', { types: [recipe] })).toBe('');
  const text = await show('notice', { types: [recipe, lesson] });
  expect(text).toContain('Content for members is open without a level');
  expect(text).toContain('Lesson can be read by people who haven’t paid for it.');
  expect(screen.getByRole('link').getAttribute('href')).toContain('/settings#content');
});
