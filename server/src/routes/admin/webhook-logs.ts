import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/webhook-logs',
    handler: 'webhook-logs.find',
    config: requires('readLogs'),
  },
  {
    method: 'POST',
    path: '/webhook-logs/replay',
    handler: 'webhook-logs.replayMany',
    config: requires('replay'),
  },
  {
    method: 'GET',
    path: '/webhook-logs/:id',
    handler: 'webhook-logs.findOne',
    config: requires('readLogs'),
  },
  {
    method: 'POST',
    path: '/webhook-logs/:id/replay',
    handler: 'webhook-logs.replay',
    config: requires('replay'),
  },
  {
    method: 'POST',
    path: '/webhook-logs/:id/settle',
    handler: 'webhook-logs.settle',
    config: requires('replay'),
  },
  {
    method: 'POST',
    path: '/webhook-logs/:id/accept',
    handler: 'webhook-logs.accept',
    config: requires('replay'),
  },
];
