import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/new-rules',
    handler: 'new-rules.find',
    config: requires('changeSettings'),
  },
  {
    method: 'POST',
    path: '/new-rules/apply',
    handler: 'new-rules.apply',
    config: requires('changeSettings'),
  },
  {
    method: 'POST',
    path: '/new-rules/decline',
    handler: 'new-rules.decline',
    config: requires('changeSettings'),
  },
];
