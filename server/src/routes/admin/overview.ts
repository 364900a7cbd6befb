import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/overview',
    handler: 'overview.find',
    config: requires('seeIntegration'),
  },
  {
    method: 'POST',
    path: '/overview/notices/:name',
    handler: 'overview.putNoticeAway',
    config: requires('changeSettings'),
  },
];
