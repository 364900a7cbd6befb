export default () => ({
  kartra: { enabled: true },
  'users-permissions': { config: { jwtSecret: 'package-users-secret' } },
});
