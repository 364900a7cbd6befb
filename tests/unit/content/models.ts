import type { Model } from '../../../server/src/core/content/models';
import type { Readable } from '../../../server/src/core/content/prune';

/** Recipes are shut, lessons have a teaser, articles lead to both. */
export const MODELS: readonly Model[] = [
  {
    uid: 'recipe',
    attributes: { title: { type: 'string' }, method: { type: 'text' } },
  },
  {
    uid: 'lesson',
    attributes: {
      title: { type: 'string' },
      script: { type: 'text' },
      steps: { type: 'component', component: 'step' },
    },
  },
  { uid: 'step', attributes: { text: { type: 'text' } } },
  {
    uid: 'card',
    attributes: {
      label: { type: 'string' },
      recipe: { type: 'relation', target: 'recipe' },
      lesson: { type: 'relation', target: 'lesson' },
    },
  },
  {
    uid: 'plugin::upload.file',
    attributes: { url: { type: 'string' }, related: { type: 'relation' } },
  },
  {
    uid: 'article',
    attributes: {
      title: { type: 'string' },
      data: { type: 'json' },
      date: { type: 'datetime' },
      recipe: { type: 'relation', target: 'recipe' },
      recipes: { type: 'relation', target: 'recipe' },
      lessons: { type: 'relation', target: 'lesson' },
      related: { type: 'relation', target: 'article' },
      about: { type: 'relation' },
      cover: { type: 'media' },
      card: { type: 'component', component: 'card' },
      zone: { type: 'dynamiczone', components: ['card', 'step'] },
    },
  },
];

const TEASERS: Readonly<Record<string, readonly string[]>> = { recipe: [], lesson: ['title'] };

export const readable: Readable = {
  findModel: (uid) => MODELS.find((model) => model.uid === uid),
  findTeaser: (uid) => TEASERS[uid] ?? null,
};
