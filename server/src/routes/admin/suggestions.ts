import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/suggestions',
    handler: 'suggestions.find',
    config: requires('seeIntegration'),
  },
  {
    method: 'POST',
    path: '/suggestions/:id/dismiss',
    handler: 'suggestions.dismiss',
    config: requires('manageMembers'),
  },
  {
    method: 'GET',
    path: '/members/:id/suggestions',
    handler: 'suggestions.findOfMember',
    config: requires('manageMembers'),
  },
];
