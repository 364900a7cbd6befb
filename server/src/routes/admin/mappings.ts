import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/mappings',
    handler: 'mappings.find',
    config: requires('seeIntegration'),
  },
  {
    method: 'GET',
    path: '/mappings/paid-period',
    handler: 'mappings.paidPeriod',
    config: requires('seeIntegration'),
  },
  {
    method: 'POST',
    path: '/mappings',
    handler: 'mappings.create',
    config: requires('manageMappings'),
  },
  {
    method: 'PUT',
    path: '/mappings/:id',
    handler: 'mappings.update',
    config: requires('manageMappings'),
  },
  {
    method: 'DELETE',
    path: '/mappings/:id',
    handler: 'mappings.delete',
    config: requires('manageMappings'),
  },
];
