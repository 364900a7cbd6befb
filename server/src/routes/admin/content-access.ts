import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/content-access',
    handler: 'content-access.find',
    config: requires('seeIntegration'),
  },
];
