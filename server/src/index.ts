import { bootstrap } from './bootstrap';
import config from './config';
import { contentTypes } from './content-types';
import { controllers } from './controllers';
import { destroy } from './destroy';
import knownSite from './middlewares/known-site';
import { policies } from './policies';
import { register } from './register';
import { routes } from './routes';
import { services } from './services';

export default {
  register,
  bootstrap,
  destroy,
  config,
  contentTypes,
  controllers,
  middlewares: { 'known-site': knownSite },
  policies,
  routes,
  services,
};
