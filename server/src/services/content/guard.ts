import { errors } from '@strapi/utils';
import { isReadable, isShut, type FindTeaser } from '../../core/content/models';
import { prune, type Readable } from '../../core/content/prune';
import { perStrapi } from '../../utils/per-strapi';
import { modelsOf, protectionsOf } from './protections';
import { readerOf } from './reader';

type FindLeak = (readable: Readable) => string | null;

const refusal = (): Error =>
  new errors.PolicyError('Your access level does not include this.', { policy: 'protect' });

/** What every way into a protected type asks. Nothing is asked of the database where no protected type is touched. */
export const guardOf = perStrapi(({ strapi }) => {
  const protections = protectionsOf(strapi);
  const reader = readerOf(strapi);
  const readableBy = (findTeaser: FindTeaser): Readable => ({
    findModel: modelsOf(strapi),
    findTeaser,
  });

  return {
    /** Throws for those to whom nothing of the type is open. */
    async enter(uid: string, auth: unknown): Promise<void> {
      if (!protections.find(uid)) return;
      if (isShut((await reader.teasers(auth))(uid))) throw refusal();
    },

    /** Throws for a field that is not open to the reader. */
    async readField(uid: string, field: string, auth: unknown): Promise<void> {
      const teaser = (await reader.teasers(auth))(uid);
      if (teaser !== null && (isShut(teaser) || !isReadable(teaser, field))) throw refusal();
    },

    /** Throws for a query whose answer would tell what the reader may not see. */
    async query(find: FindLeak, auth: unknown): Promise<void> {
      // Most queries ask for nothing of the kind.
      if (find(readableBy(reader.visitor)) === null) return;
      const leak = find(readableBy(await reader.teasers(auth)));
      if (leak !== null) throw new errors.ValidationError(`Invalid key ${leak}`, { key: leak });
    },

    /** The answer without what the reader may not see. */
    async output(data: unknown, uid: string, auth: unknown): Promise<unknown> {
      const touched = new Set<string>();
      prune(data, uid, {
        findModel: modelsOf(strapi),
        findTeaser(type) {
          if (protections.find(type)) touched.add(type);
          return null;
        },
      });
      if (touched.size === 0) return data;
      const findTeaser = await reader.teasers(auth);
      const isOpen = [...touched].every((type) => findTeaser(type) === null);
      return isOpen ? data : prune(data, uid, readableBy(findTeaser));
    },
  };
});
