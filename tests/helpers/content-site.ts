import { createLevel, enable } from './kartra';
import { startSite, type Site, type SiteOptions } from './site';
import { createUser, roleIdByType } from './users';

/** In every text of a recipe; a title of a lesson, which is its teaser, has it not. */
export const SECRET = 'kept-secret';

const PERMISSION = 'plugin::users-permissions.permission';
const OPEN_TYPES = ['api::article.article'];
const PAGES = ['latest', 'matching', 'forgetful'].map((page) => `api::article.article.${page}`);
const OTHERS = ['plugin::upload.content-api.find', ...PAGES];

export const boxesOf = (uid: string): string[] => [`${uid}.find`, `${uid}.findOne`];

/** Ticks boxes of a role, as its owner does under Settings > Roles. */
export async function tick(site: Site, roleId: number, actions: readonly string[]): Promise<void> {
  for (const action of actions)
    await site.strapi.db.query(PERMISSION).create({ data: { action, role: roleId } });
}

export interface Answer {
  readonly status: number;
  readonly text: string;
  readonly headers: Headers;
}

export interface Reader {
  get(path: string): Promise<Answer>;
  graphql(query: string): Promise<Answer>;
}

export interface ContentSite extends Site {
  /** Documents by their part in the tests. */
  readonly ids: Readonly<Record<'oats' | 'soup' | 'lesson' | 'breakfast', string>>;
  /** May do everything that a box allows, and holds no level. */
  readonly stranger: Reader;
  /** Holds the level, and no box for what is protected. */
  readonly member: Reader;
  readonly visitor: Reader;
  readAs(token: string | null): Reader;
  tokenOf(userId: number): string;
}

const answerOf = async (response: Response): Promise<Answer> => ({
  status: response.status,
  text: await response.text(),
  headers: response.headers,
});

const readerAt =
  (address: string) =>
  (token: string | null): Reader => {
    const authorization: Record<string, string> = token ? { authorization: `Bearer ${token}` } : {};
    return {
      get: async (path) =>
        answerOf(await fetch(new URL(`/api${path}`, address), { headers: authorization })),
      graphql: async (query) =>
        answerOf(
          await fetch(new URL('/graphql', address), {
            method: 'POST',
            headers: { ...authorization, 'content-type': 'application/json' },
            body: JSON.stringify({ query }),
          })
        ),
    };
  };

interface Documents {
  create(params: object): Promise<{ documentId: string; id: number }>;
  update(params: object): Promise<unknown>;
}

/** Articles that lead to recipes and lessons by every kind of relation. */
async function seed({ strapi }: Site): Promise<ContentSite['ids']> {
  await strapi
    .plugin('i18n')
    .service<{ create(locale: object): Promise<unknown> }>('locales')
    .create({ code: 'de', name: 'German' });
  const documents = (uid: string) =>
    (strapi.documents as unknown as (uid: string) => Documents)(uid);
  const file = (await strapi.db.query('plugin::upload.file').create({
    data: {
      name: 'photo.png',
      hash: 'photo',
      ext: '.png',
      mime: 'image/png',
      size: 1,
      url: '/uploads/photo.png',
      provider: 'local',
      folderPath: '/',
    },
  })) as { id: number };
  const recipe = async (name: string) => {
    const data = {
      title: `${name} ${SECRET}`,
      method: `${name} ${SECRET}`,
      photo: file.id,
      steps: [{ text: `${name} ${SECRET}` }],
    };
    const made = await documents('api::recipe.recipe').create({ data, status: 'published' });
    await documents('api::recipe.recipe').update({
      documentId: made.documentId,
      data: { method: `${name} draft ${SECRET}` },
    });
    await documents('api::recipe.recipe').update({
      documentId: made.documentId,
      locale: 'de',
      data: { title: `${name} deutsch ${SECRET}`, method: `${name} deutsch ${SECRET}` },
      status: 'published',
    });
    return made;
  };
  const oats = await recipe('Apple');
  const soup = await recipe('Zucchini');
  const lesson = await documents('api::lesson.lesson').create({
    data: {
      title: 'Knife skills',
      script: `Hold it so ${SECRET}`,
      steps: [{ text: `Cut ${SECRET}` }],
    },
  });
  const article = (title: string, { documentId, id }: { documentId: string; id: number }) => {
    const card = { label: title, recipe: documentId, recipes: [documentId] };
    return documents('api::article.article').create({
      data: {
        title,
        recipe: documentId,
        recipes: [documentId],
        lessons: [lesson.documentId],
        about: [{ __type: 'api::recipe.recipe', id }],
        card: { ...card, lesson: lesson.documentId },
        cards: [card],
        zone: [{ __component: 'shared.card', ...card }],
      },
    });
  };
  const breakfast = await article('Breakfast', oats);
  const dinner = await article('Dinner', soup);
  await documents('api::article.article').create({
    data: { title: 'All', related: [breakfast.documentId, dinner.documentId] },
  });
  return {
    oats: oats.documentId,
    soup: soup.documentId,
    lesson: lesson.documentId,
    breakfast: breakfast.documentId,
  };
}

/** A site whose recipes are for Gold and Keto, and whose lessons for Silver and above, with their titles as teasers. */
export async function startContentSite(options: SiteOptions = {}): Promise<ContentSite> {
  const site = await startSite({ ...options, app: 'content-app' });
  await enable(site);
  const gold = await createLevel(site, 'Gold');
  await createLevel(site, 'Silver');
  const authenticated = await roleIdByType(site.strapi, 'authenticated');
  const open = [...OPEN_TYPES.flatMap(boxesOf), ...OTHERS];
  const everything = [...open, ...boxesOf('api::recipe.recipe'), ...boxesOf('api::lesson.lesson')];
  await tick(site, authenticated, everything);
  await tick(site, await roleIdByType(site.strapi, 'public'), everything);
  await tick(site, gold, open);
  const users = site.strapi.plugin('users-permissions');
  const tokenOf = (id: number) =>
    users.service<{ issue(payload: object): string }>('jwt').issue({ id });
  const readAs = readerAt(site.address);
  const signIn = async (email: string, roleId: number) =>
    readAs(tokenOf(await createUser(site, { email, roleId })));
  return {
    ...site,
    ids: await seed(site),
    stranger: await signIn('stranger@example.com', authenticated),
    member: await signIn('member@example.com', gold),
    visitor: readAs(null),
    readAs,
    tokenOf,
  };
}
