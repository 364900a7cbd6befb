import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/overview',
    handler: 'overview.find',
    config: requires('seeIntegration'),
  },
];
