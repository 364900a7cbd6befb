import type { ContentAccess } from '../../contracts/content-access';
import type { AccessService } from '../../strapi-server';
import { ok } from '../helpers/admin-client';
import { createSiteRole, createUser, roleIdByType } from '../helpers/users';
import { boxesOf, SECRET, startContentSite, tick, type ContentSite } from '../helpers/content-site';

/** What `access.protect` promises beside the ways that `protect-ways.test.ts` lists. */
let site: ContentSite;

beforeAll(async () => {
  site = await startContentSite();
});
afterAll(() => site.stop());

type Tokens = { create(token: object): Promise<{ accessKey: string }> };
const apiToken = async () => {
  const tokens = site.strapi.service('admin::api-token') as unknown as Tokens;
  const options = { description: '', lifespan: null, type: 'full-access' };
  return (await tokens.create({ name: 'front end', ...options })).accessKey;
};

describe('routes of a protected type', () => {
  it('answer 403 without the level, whatever boxes are ticked', async () => {
    for (const path of ['/recipes', `/recipes/${site.ids.oats}`]) {
      const { status, text } = await site.stranger.get(path);
      expect(status).toBe(403);
      expect(text).toContain('Your access level does not include this.');
      expect((await site.visitor.get(path)).status).toBe(403);
    }
  });

  it('answer 200 with any level of the set, with no box ticked', async () => {
    const keto = await createSiteRole(site, 'Keto');
    const levels = ok(await site.admin.get<{ roleId: number }[]>('/kartra/access-levels'));
    const roleIds = [...levels.map(({ roleId }) => roleId), keto];
    ok(await site.admin.put('/kartra/access-levels', { roleIds }));
    const id = await createUser(site, { email: 'keto@example.com', roleId: keto });
    const reader = site.readAs(site.tokenOf(id));
    expect((await reader.get('/recipes')).status).toBe(200);
    expect((await reader.get('/lessons')).text).not.toContain(SECRET);
  });

  it('write nothing for those without the level, and what they write shows nothing', async () => {
    await tick(site, await roleIdByType(site.strapi, 'authenticated'), [
      'api::recipe.recipe.update',
      'api::lesson.lesson.update',
    ]);
    const put = async (path: string) => {
      const id = await createUser(site, {
        email: `writer-${path.length}@example.com`,
        roleId: await roleIdByType(site.strapi, 'authenticated'),
      });
      const response = await fetch(new URL(`/api${path}`, site.address), {
        method: 'PUT',
        headers: {
          authorization: `Bearer ${site.tokenOf(id)}`,
          'content-type': 'application/json',
        },
        body: JSON.stringify({ data: {} }),
      });
      return { status: response.status, text: await response.text() };
    };
    expect((await put(`/recipes/${site.ids.oats}`)).status).toBe(403);
    const lesson = await put(`/lessons/${site.ids.lesson}`);
    expect(lesson).toMatchObject({ status: 200 });
    expect(lesson.text).not.toContain(SECRET);
  });
});

describe('a teaser', () => {
  const titleOnly = (text: string) => {
    expect(text).toContain('Knife skills');
    expect(text).not.toContain(SECRET);
  };

  it('is all that is left of the type, by whatever way', async () => {
    titleOnly((await site.stranger.get('/lessons')).text);
    titleOnly((await site.visitor.get(`/lessons/${site.ids.lesson}?populate=*`)).text);
    titleOnly((await site.stranger.get('/articles?populate=lessons')).text);
    titleOnly((await site.stranger.get('/articles?populate[lessons][populate]=*')).text);
    titleOnly((await site.stranger.get('/articles?populate[card][populate]=lesson')).text);
    titleOnly((await site.stranger.get('/lessons?fields[0]=script&fields[1]=title')).text);
    expect(JSON.parse((await site.stranger.get('/lessons')).text)).toMatchObject({
      data: [{ documentId: site.ids.lesson, title: 'Knife skills' }],
    });
  });

  it('is all that GraphQL gives', async () => {
    titleOnly((await site.stranger.graphql('{ lessons { documentId title } }')).text);
    const all = await site.stranger.graphql(
      '{ lessons { title script } articles { lessons { title script } card { lesson { title script } } } }'
    );
    titleOnly(all.text);
    expect(all.text).toContain('"script":null');
    expect((await site.stranger.graphql('{ lessons { steps { text } } }')).text).not.toContain(
      SECRET
    );
    expect((await site.member.graphql('{ lessons { script steps { text } } }')).text).toContain(
      SECRET
    );
  });

  it.each([
    '/lessons?filters[script][$contains]=x',
    '/lessons?filters[steps][text][$contains]=x',
    '/lessons?sort=script',
    '/lessons?sort[0]=title&sort[1]=script:desc',
    '/lessons?_q=Hold',
    '/articles?filters[lessons][script][$contains]=x',
    '/articles?filters[card][lesson][script][$contains]=x',
    '/articles?sort=lessons.script',
    '/articles?populate[lessons][sort]=script',
    '/articles?populate[lessons][filters][script][$contains]=x',
    '/articles?populate[card][populate][lesson][filters][script][$contains]=x',
    '/articles?populate[zone][on][shared.card][populate][lesson][filters][script][$contains]=x',
    '/articles?populate[related][sort]=recipe.method',
  ])('answers 400 to a question about another field: %s', async (path) => {
    expect((await site.stranger.get(path)).status).toBe(400);
  });

  it.each([
    '/lessons?filters[title][$contains]=Knife&sort=title',
    '/articles?filters[lessons][title][$contains]=Knife',
    '/articles?populate[lessons][sort]=title',
  ])('may be filtered and sorted by its own fields: %s', async (path) => {
    expect((await site.stranger.get(path)).status).toBe(200);
  });

  it('is the whole entry with the level', async () => {
    expect((await site.member.get('/lessons?_q=Hold&sort=script')).text).toContain(SECRET);
    expect((await site.member.get('/articles?populate[lessons][sort]=script')).text).toContain(
      SECRET
    );
  });
});

describe('what levels are not about', () => {
  it('is left alone: an API token reads everything', async () => {
    const reader = site.readAs(await apiToken());
    expect((await reader.get('/recipes')).text).toContain(SECRET);
    expect((await reader.get('/articles?populate=recipes')).text).toContain(SECRET);
    expect((await reader.get('/lessons?_q=Hold')).text).toContain(SECRET);
  });

  it('is left alone: code of the site that answers no request', async () => {
    const schema = site.strapi.contentType('api::recipe.recipe');
    const entry = { documentId: 'x', method: SECRET };
    expect(await site.strapi.contentAPI.sanitize.output(entry, schema)).toMatchObject(entry);
  });

  it('is left alone: articles keep all that is not protected', async () => {
    const { text, status } = await site.stranger.get('/articles?populate=*');
    expect(status).toBe(200);
    expect(text).toContain('Breakfast');
    expect(text).toContain('"label"');
  });
});

describe('an answer that depends on a level', () => {
  it('is kept from caches; others stay as they were', async () => {
    for (const reader of [site.member, site.stranger, site.visitor])
      for (const path of ['/recipes', '/lessons', '/articles?populate=*']) {
        const { headers } = await reader.get(path);
        expect(headers.get('cache-control')).toMatch(/private|no-store/);
        expect(headers.get('vary')).toMatch(/authorization/i);
      }
    const { headers } = await site.member.graphql('{ recipes { title } }');
    expect(headers.get('cache-control')).toMatch(/private|no-store/);
    expect(headers.get('vary')).toMatch(/authorization/i);
    expect((await site.member.get('/articles')).headers.get('cache-control')).toBeNull();
  });

  it('takes one query, and another answer none', async () => {
    const asked: string[] = [];
    // By the table that each look at levels begins with: loops in the background ask others.
    const note = ({ sql }: { sql: string }) =>
      sql.includes('kartra_access_levels') && asked.push(sql);
    site.strapi.db.connection.on('query', note);
    try {
      await site.member.get('/articles?populate=*');
      expect(asked).toHaveLength(1);
      await site.member.get('/articles');
      expect(asked).toHaveLength(1);
      await site.visitor.get('/articles?populate=*');
      expect(asked).toHaveLength(1);
      await site.member.graphql('{ recipes { title method } articles { recipes { method } } }');
      expect(asked).toHaveLength(2);
    } finally {
      site.strapi.db.connection.off('query', note);
    }
  });

  it('follows the level at once', async () => {
    const gold = await roleIdByType(site.strapi, 'gold');
    const id = await createUser(site, { email: 'leaving@example.com', roleId: gold });
    const reader = site.readAs(site.tokenOf(id));
    expect((await reader.get('/recipes')).status).toBe(200);
    const roleId = await roleIdByType(site.strapi, 'authenticated');
    await site.strapi.db
      .query('plugin::users-permissions.user')
      .update({ where: { id }, data: { role: roleId } });
    expect((await reader.get('/recipes')).status).toBe(403);
  });
});

it('is reported with nothing open, and with the levels that may do more than is meant', async () => {
  const gold = await roleIdByType(site.strapi, 'gold');
  await tick(site, gold, ['plugin::users-permissions.user.find']);
  const { types, levels } = await site.strapi
    .plugin('kartra')
    .service<AccessService>('access')
    .report();
  expect(types).toMatchObject([
    { uid: 'api::recipe.recipe', name: 'Recipe', by: 'protect', openings: [] },
    { uid: 'api::lesson.lesson', by: 'protect', openings: [], teaser: ['title'] },
  ]);
  expect(levels).toMatchObject([{ role: { type: 'gold' }, risks: ['list-users'] }]);
  const shown = ok(await site.admin.get<ContentAccess>('/kartra/content-access'));
  expect(shown.types).toMatchObject([
    { uid: 'api::recipe.recipe', levels: ['Gold', 'Keto'], orAbove: false, openings: [] },
    { uid: 'api::lesson.lesson', teaser: ['title'], unknownLevels: [] },
  ]);
  expect(shown.levels).toEqual(levels);
});

it('comes too late once the site is set up', () => {
  const access = site.strapi
    .plugin('kartra')
    .service<{ protect(uid: string, rule: object): void }>('access');
  expect(() => access.protect('api::article.article', { anyOf: ['gold'] })).toThrow(/register\(\)/);
});

it('ticks no box by itself', async () => {
  const gold = await roleIdByType(site.strapi, 'gold');
  const ticked = await site.strapi.db.query('plugin::users-permissions.permission').findMany({
    where: { role: gold, action: { $in: boxesOf('api::recipe.recipe') } },
  });
  expect(ticked).toEqual([]);
});
