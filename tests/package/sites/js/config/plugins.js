module.exports = () => ({
  kartra: { enabled: true },
  'users-permissions': { config: { jwtSecret: 'package-users-secret' } },
});
