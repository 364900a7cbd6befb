/** Permissions as Strapi's roles store them: a changed id takes them from every role that has them. */
import { actionOf, PERMISSION_NAMES } from '../../../server/src/core/viewer/permissions';

it('every permission is stored as the role has it since the first version', () => {
  expect(PERMISSION_NAMES.map(actionOf)).toEqual([
    'plugin::kartra.see-integration',
    'plugin::kartra.read-logs',
    'plugin::kartra.see-personal-data',
    'plugin::kartra.manage-mappings',
    'plugin::kartra.replay',
    'plugin::kartra.manage-members',
    'plugin::kartra.change-settings',
    'plugin::kartra.manage-secrets',
  ]);
});
