import type { Core } from '@strapi/strapi';
import { USER_UID } from '../constants';

type Lifecycles = Core.Strapi['db']['lifecycles'];
type Subscriber = Parameters<Lifecycles['subscribe']>[0];

const WRITES = [
  'beforeCreate',
  'afterCreate',
  'beforeCreateMany',
  'afterCreateMany',
  'beforeUpdate',
  'afterUpdate',
  'beforeUpdateMany',
  'afterUpdateMany',
] as const;

/** Listeners of each site that may want to hear of a write to a user. Strapi keeps its own list to itself. */
const listeners = new WeakMap<Lifecycles, Set<Subscriber>>();
const own = new WeakSet<Subscriber>();

/** To be called before the site's own code runs. From then on each subscription is noted. */
export function watchUserListeners(strapi: Core.Strapi): void {
  const { lifecycles } = strapi.db;
  if (listeners.has(lifecycles)) return;
  const heard = new Set<Subscriber>();
  listeners.set(lifecycles, heard);
  const subscribe = lifecycles.subscribe.bind(lifecycles);
  lifecycles.subscribe = (subscriber) => {
    const leave = subscribe(subscriber);
    if (hearsOfUsers(subscriber)) {
      heard.add(subscriber);
    }
    return () => {
      heard.delete(subscriber);
      leave();
    };
  };
}

/** This plugin's own, which takes no notice of what the plugin writes. */
export function subscribeQuietly(strapi: Core.Strapi, subscriber: Subscriber): () => void {
  own.add(subscriber);
  return strapi.db.lifecycles.subscribe(subscriber);
}

/** Whether code of the site, or of another plugin, runs when a user is written. */
export function hasUserListeners(strapi: Core.Strapi): boolean {
  const ofType = Object.keys(strapi.db.metadata.get(USER_UID).lifecycles ?? {});
  if (ofType.some((name) => (WRITES as readonly string[]).includes(name))) return true;
  const heard = listeners.get(strapi.db.lifecycles);
  // Not watched: then it isn't known, and no listener may be passed over.
  return heard === undefined || heard.size > 0;
}

function hearsOfUsers(subscriber: Subscriber): boolean {
  if (own.has(subscriber)) return false;
  if (typeof subscriber === 'function') return true;
  const { models } = subscriber;
  return (!models || models.includes(USER_UID)) && WRITES.some((name) => name in subscriber);
}
