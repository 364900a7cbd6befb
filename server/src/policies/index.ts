import hasAccess from './has-access';

export const policies = {
  'has-access': hasAccess,
};
