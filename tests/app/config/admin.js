module.exports = ({ env }) => ({
  auth: { secret: 'test-admin-jwt-secret' },
  apiToken: { salt: env('API_TOKEN_SALT', 'test-api-token-salt') },
  transfer: { token: { salt: 'test-transfer-token-salt' } },
  secrets: { encryptionKey: env('ENCRYPTION_KEY', 'test-encryption-key-of-32-bytes!') },
  flags: { nps: false, promoteEE: false },
  rateLimit: { enabled: false },
});
