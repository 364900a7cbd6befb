import type { Core } from '@strapi/strapi';

const ROLE_UID = 'plugin::users-permissions.role';
const LEVELS = [
  { name: 'Bronze', description: 'The lowest access level.' },
  { name: 'Silver', description: 'The middle access level.' },
  { name: 'Gold', description: 'The highest access level.' },
];

const RECIPE_UID = 'api::recipe.recipe';
const ARTICLE_UID = 'api::article.article';
/** What everyone reads under `/api/articles`, and what it leads to only with Silver or Gold. */
const ARTICLE = { title: 'Three meals a day', text: 'Eat slowly. The recipes are for members.' };

/** What members with Silver or Gold read under `/api/recipes`. */
const RECIPES = [
  { title: 'Overnight oats', method: 'Oats, milk and a pear; wait until morning.' },
  { title: 'Lentil soup', method: 'Onion, carrot, lentils; simmer for half an hour.' },
  { title: 'Sourdough pancakes', method: 'Yesterday’s starter, an egg, a hot pan.' },
];

/**
 * What a first visitor needs: an administrator to log in with, roles that a purchase can give, and something to read
 * for those who have them. Done once and remembered, so that what the owner deletes or renames stays so.
 */
export async function prepareDemo(strapi: Core.Strapi): Promise<void> {
  await createAdministrator(strapi);
  await setResetPage(strapi);
  await once(strapi, 'levels-created', async () => {
    for (const level of LEVELS) {
      await createRole(strapi, level);
    }
  });
  await once(strapi, 'recipes-created', async () => {
    for (const recipe of RECIPES) {
      await strapi.db.query(RECIPE_UID).create({ data: recipe });
    }
    await permit(strapi, RECIPE_UID, ['authenticated', 'bronze', 'silver', 'gold']);
  });
  await once(strapi, 'article-created', async () => {
    const recipes = await strapi.db.query(RECIPE_UID).findMany({ select: ['id'] });
    await strapi.db.query(ARTICLE_UID).create({
      data: { ...ARTICLE, recipes: recipes.map(({ id }) => id) },
    });
    await permit(strapi, ARTICLE_UID, ['public', 'authenticated', 'bronze', 'silver', 'gold']);
  });
}

/** The boxes that an owner ticks under Settings > Roles; for recipes the access level alone decides. */
async function permit(strapi: Core.Strapi, uid: string, types: readonly string[]): Promise<void> {
  const roles = await strapi.db.query(ROLE_UID).findMany({ where: { type: { $in: types } } });
  for (const role of roles) {
    for (const action of ['find', 'findOne']) {
      await strapi.db
        .query('plugin::users-permissions.permission')
        .create({ data: { action: `${uid}.${action}`, role: role.id } });
    }
  }
}

async function once(strapi: Core.Strapi, key: string, work: () => Promise<void>): Promise<void> {
  const store = strapi.store({ type: 'core', name: 'playground' });
  if (!(await store.get({ key }))) {
    await work();
    await store.set({ key, value: true });
  }
}

const RESET_PAGE = '/set-password.html';

/** The demo's own page for new passwords, at the address of this start; another page stays. */
async function setResetPage(strapi: Core.Strapi): Promise<void> {
  const store = strapi.store({ type: 'plugin', name: 'users-permissions' });
  const advanced = (await store.get({ key: 'advanced' })) as { email_reset_password?: string };
  const page = advanced.email_reset_password;
  if (page && !page.endsWith(RESET_PAGE)) {
    return;
  }
  const address = strapi.config.get<string>('server.absoluteUrl');
  await store.set({
    key: 'advanced',
    value: { ...advanced, email_reset_password: `${address}${RESET_PAGE}` },
  });
}

async function createRole(
  strapi: Core.Strapi,
  level: { name: string; description: string }
): Promise<void> {
  const type = level.name.toLowerCase();
  const found = await strapi.db.query(ROLE_UID).findOne({ where: { type } });
  if (!found) {
    await strapi.db.query(ROLE_UID).create({ data: { ...level, type } });
  }
}

async function createAdministrator(strapi: Core.Strapi): Promise<void> {
  const email = process.env.DEMO_ADMIN_EMAIL;
  const password = process.env.DEMO_ADMIN_PASSWORD;
  if (!email || !password || (await strapi.service('admin::user').exists())) {
    return;
  }
  const superAdmin = await strapi.service('admin::role').getSuperAdmin();
  await strapi.service('admin::user').create({
    email: email.toLowerCase(),
    firstname: 'Demo',
    lastname: 'Owner',
    password,
    isActive: true,
    roles: [superAdmin.id],
  });
}
