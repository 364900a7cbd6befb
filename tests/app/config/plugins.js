const path = require('node:path');

module.exports = ({ env }) => ({
  kartra: {
    enabled: env.bool('KARTRA_ENABLED', true),
    resolve: path.resolve(__dirname, '../plugin'),
    // A test's own configuration of the plugin, as JSON: shorter leases, sweeps, back-off.
    config: env.json('KARTRA_CONFIG', {}),
  },
  'users-permissions': { config: { jwtSecret: 'test-users-jwt-secret' } },
});
