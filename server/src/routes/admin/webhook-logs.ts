import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/webhook-logs',
    handler: 'webhook-logs.find',
    config: requires('readLogs'),
  },
  {
    method: 'GET',
    path: '/webhook-logs/:id',
    handler: 'webhook-logs.findOne',
    config: requires('readLogs'),
  },
];
