import { requires } from '../../utils/requires';

export default [
  {
    method: 'GET',
    path: '/members',
    handler: 'members.find',
    config: requires('seeIntegration'),
  },
  {
    method: 'POST',
    path: '/members/recompute',
    handler: 'members.recomputeAll',
    config: requires('manageMembers'),
  },
  {
    method: 'GET',
    path: '/members/:id',
    handler: 'members.findOne',
    config: requires('seeIntegration'),
  },
  {
    method: 'POST',
    path: '/members/:id/overrides',
    handler: 'members.createOverride',
    config: requires('manageMembers'),
  },
  {
    method: 'DELETE',
    path: '/members/:id/overrides/:overrideId',
    handler: 'members.deleteOverride',
    config: requires('manageMembers'),
  },
  {
    method: 'POST',
    path: '/members/:id/renewals',
    handler: 'members.settleRenewals',
    config: requires('manageMembers'),
  },
  {
    method: 'POST',
    path: '/members/:id/recompute',
    handler: 'members.recompute',
    config: requires('manageMembers'),
  },
  {
    method: 'POST',
    path: '/members/:id/keep-role',
    handler: 'members.keepDrift',
    config: requires('manageMembers'),
  },
  {
    method: 'POST',
    path: '/members/:id/link',
    handler: 'members.link',
    config: requires('manageMembers'),
  },
  {
    method: 'POST',
    path: '/members/:id/unlink',
    handler: 'members.unlink',
    config: requires('manageMembers'),
  },
  {
    method: 'POST',
    path: '/members/:id/resend-welcome',
    handler: 'members.resendWelcome',
    config: requires('manageMembers'),
  },
  {
    method: 'POST',
    path: '/members/:id/resend-claim',
    handler: 'members.resendClaim',
    config: requires('manageMembers'),
  },
  {
    method: 'POST',
    path: '/members/:id/erase',
    handler: 'members.erase',
    config: requires('manageMembers'),
  },
];
