import { requires } from '../../utils/requires';

export default [
  {
    method: 'POST',
    path: '/mappings/preview',
    handler: 'previews.mapping',
    config: requires('manageMappings'),
  },
  {
    method: 'POST',
    path: '/offers/mappings/preview',
    handler: 'previews.offers',
    config: requires('manageMappings'),
  },
  {
    method: 'POST',
    path: '/access-levels/preview',
    handler: 'previews.levels',
    config: requires('manageMappings'),
  },
  {
    method: 'POST',
    path: '/connection/preview',
    handler: 'previews.fallback',
    config: requires('changeSettings'),
  },
];
