import type { Core } from '@strapi/strapi';
import { backgroundOf } from './services';

export const destroy = ({ strapi }: { strapi: Core.Strapi }): Promise<void> =>
  backgroundOf(strapi).destroy();
