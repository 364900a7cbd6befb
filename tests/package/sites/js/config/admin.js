module.exports = () => ({
  auth: { secret: 'package-admin-secret' },
  apiToken: { salt: 'package-api-salt' },
  transfer: { token: { salt: 'package-transfer-salt' } },
  secrets: { encryptionKey: 'package-encryption-key-of-32-byte' },
});
