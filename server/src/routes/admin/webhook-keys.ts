import { requires } from '../../utils/requires';

export default [
  {
    method: 'POST',
    path: '/connection/rotate',
    handler: 'webhook-keys.rotate',
    config: requires('manageSecrets'),
  },
  {
    method: 'POST',
    path: '/connection/keys',
    handler: 'webhook-keys.create',
    config: requires('manageSecrets'),
  },
  {
    method: 'PUT',
    path: '/connection/keys/:id',
    handler: 'webhook-keys.update',
    config: requires('manageSecrets'),
  },
  {
    method: 'POST',
    path: '/connection/keys/:id/end',
    handler: 'webhook-keys.end',
    config: requires('manageSecrets'),
  },
  {
    method: 'POST',
    path: '/connection/keys/:id/reveal',
    handler: 'webhook-keys.reveal',
    config: requires('manageSecrets'),
  },
];
