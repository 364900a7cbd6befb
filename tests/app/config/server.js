module.exports = ({ env }) => ({
  host: '127.0.0.1',
  // 0: any free port.
  port: env.int('PORT', 0),
  url: env('PUBLIC_URL', ''),
  app: { keys: env.array('APP_KEYS', ['test-app-key-one', 'test-app-key-two']) },
  logger: { updates: { enabled: false }, startup: { enabled: false } },
});
