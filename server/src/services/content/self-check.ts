import type { Core } from '@strapi/strapi';
import { isReadable, isShut, targetsOf, type Model } from '../../core/content/models';
import type { Protection } from '../../core/content/rule';
import { USERS_STRATEGY } from './auth';
import { componentsOf, contentTypesOf, modelsOf } from './protections';
import { isGraphqlGuarded } from './wrap-graphql';
import { wrappedOf } from './wrap-rest';

/** A user without a level, in a role with every box ticked. */
const intruder = () => ({
  strategy: { name: USERS_STRATEGY, verify: () => Promise.resolve() },
  credentials: null,
  ability: { can: () => true },
});

interface CoreController {
  sanitizeOutput?(data: unknown, ctx: unknown): Promise<unknown>;
}

/**
 * Strapi documents none of what `protect` wraps, and a site can replace it. So each is tried before the site starts: one
 * that would show everything to everyone, and say nothing, must not come up.
 */
export async function checkProtections(
  strapi: Core.Strapi,
  protections: readonly Protection[]
): Promise<void> {
  for (const protection of protections) {
    const open = await findOpening(strapi, protection);
    if (open === null) continue;
    throw new Error(
      `[kartra] ${protection.uid} is protected by code of this site, but ${open}. The site doesn't start, because everyone could read it. Another plugin or code of the site replaced a part of Strapi after access.protect, or this version of Strapi isn't supported.`
    );
  }
}

async function findOpening(strapi: Core.Strapi, protection: Protection): Promise<string | null> {
  const { uid, teaser } = protection;
  const { auth, validate } = wrappedOf(strapi);
  const model = modelsOf(strapi)(uid);
  if (!model) return 'its content type is gone';
  const who = intruder();
  const isOpen = (attempt: Promise<unknown> | undefined) =>
    Promise.resolve(attempt).then(
      () => true,
      () => false
    );
  if (isShut(teaser) && (await isOpen(auth.verify(who, { scope: [`${uid}.find`] }))))
    return 'its routes are open to those without a level';
  const hidden = Object.keys(model.attributes).find((name) => !isReadable(teaser, name));
  if (hidden === undefined) return null;
  const query = { filters: { [hidden]: { $notNull: true } } };
  if (await isOpen(Promise.resolve(validate['query']?.(query, model, { auth: who }))))
    return 'filters on its fields are open to those without a level';
  if (await showsEntry(strapi, protection, model, hidden))
    return 'its controllers show it to those without a level';
  const through = await findOwner(strapi, uid, hidden);
  if (through !== null) return `${through} shows it to those without a level`;
  return isGraphqlGuarded(strapi) ? null : 'GraphQL shows it to those without a level';
}

const SECRET = 'kartra-self-check';

const tells = (answer: unknown): boolean => JSON.stringify(answer ?? null).includes(SECRET);

async function showsEntry(
  strapi: Core.Strapi,
  { uid }: Protection,
  model: Model,
  hidden: string
): Promise<boolean> {
  const entry = { documentId: 'x', [hidden]: SECRET };
  const auth = intruder();
  const controllers = strapi.controllers as Record<string, CoreController | undefined>;
  const ofController = await controllers[uid]?.sanitizeOutput?.([entry], { state: { auth } });
  const { sanitize } = wrappedOf(strapi);
  return tells(ofController) || tells(await sanitize['output']?.([entry], model, { auth }));
}

/** A type or component that shows an entry through a relation; null: none does. */
async function findOwner(strapi: Core.Strapi, uid: string, hidden: string): Promise<string | null> {
  const { sanitize } = wrappedOf(strapi);
  for (const model of [...contentTypesOf(strapi), ...componentsOf(strapi)]) {
    for (const [name, attribute] of Object.entries(model.attributes)) {
      if (attribute.type !== 'relation' || !targetsOf(attribute).includes(uid)) continue;
      const value = { [name]: [{ documentId: 'x', [hidden]: SECRET }] };
      if (tells(await sanitize['output']?.(value, model, { auth: intruder() })))
        return `${model.uid}.${name}`;
    }
  }
  return null;
}
