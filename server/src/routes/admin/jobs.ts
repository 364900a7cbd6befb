import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/jobs',
    handler: 'jobs.find',
    config: requires('seeIntegration'),
  },
  {
    method: 'GET',
    path: '/jobs/:id',
    handler: 'jobs.findOne',
    config: requires('seeIntegration'),
  },
  {
    method: 'DELETE',
    path: '/jobs/:id',
    handler: 'jobs.stop',
    config: requires('manageMappings'),
  },
  {
    method: 'POST',
    path: '/jobs/:id/resume',
    handler: 'jobs.resume',
    config: requires('manageMappings'),
  },
  {
    method: 'POST',
    path: '/jobs/:id/retry',
    handler: 'jobs.retry',
    config: requires('manageMappings'),
  },
];
