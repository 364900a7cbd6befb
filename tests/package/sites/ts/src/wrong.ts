import type { AccessService } from 'strapi-plugin-kartra/strapi-server';

/** Must not compile where the types are found: without them everything would be allowed. */
export async function wrong(access: AccessService) {
  // @ts-expect-error there is no requirement of that name
  await access.has(1, { everything: true });
  // @ts-expect-error a user is named by number
  await access.levelsOf('one');
}
