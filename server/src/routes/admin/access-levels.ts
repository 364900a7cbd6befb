import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/access-levels',
    handler: 'access-levels.find',
    config: requires('seeIntegration'),
  },
  {
    method: 'GET',
    path: '/access-levels/roles',
    handler: 'access-levels.roles',
    config: requires('seeIntegration'),
  },
  {
    method: 'POST',
    path: '/access-levels',
    handler: 'access-levels.create',
    config: requires('manageMappings'),
  },
  {
    method: 'PUT',
    path: '/access-levels',
    handler: 'access-levels.order',
    config: requires('manageMappings'),
  },
];
