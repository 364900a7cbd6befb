import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/activity',
    handler: 'activity.find',
    config: requires('seeIntegration'),
  },
];
