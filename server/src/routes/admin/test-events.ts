import { requires } from '../../utils/requires';

export default [
  {
    method: 'POST',
    path: '/test-events',
    handler: 'test-events.send',
    config: requires('manageMembers'),
  },
  {
    method: 'DELETE',
    path: '/test-members/:id',
    handler: 'test-events.removeMember',
    config: requires('manageMembers'),
  },
];
