import type { Core } from '@strapi/strapi';
import { stopBackground } from './services';

export const destroy = ({ strapi }: { strapi: Core.Strapi }): Promise<void> =>
  stopBackground(strapi);
