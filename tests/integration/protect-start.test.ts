import { startContentSite } from '../helpers/content-site';

/** A site whose protection was replaced by other code: it must not come up and show everything. */
it.each([
  ['verify', 'its routes are open'],
  ['output', 'its controllers show it'],
  ['query', 'filters on its fields are open'],
  ['graphql', 'GraphQL shows it'],
])('does not start where %s was replaced', async (sabotage, says) => {
  await expect(startContentSite({ environment: { CONTENT_SABOTAGE: sabotage } })).rejects.toThrow(
    says
  );
});
