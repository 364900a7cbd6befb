const path = require('node:path');

/** With a mail server in the environment; else Strapi's own default, which hands out mails directly. */
const email = (env) => ({
  config: {
    provider: 'nodemailer',
    providerOptions: { host: env('SMTP_HOST'), port: env.int('SMTP_PORT'), ignoreTLS: true },
    settings: { defaultFrom: 'Members <members@example.com>' },
  },
});

module.exports = ({ env }) => ({
  ...(env('SMTP_HOST') && { email: email(env) }),
  kartra: {
    enabled: env.bool('KARTRA_ENABLED', true),
    resolve: path.resolve(__dirname, '../plugin'),
    // A test's own configuration of the plugin, as JSON: shorter leases, sweeps, back-off.
    config: env.json('KARTRA_CONFIG', {}),
  },
  'users-permissions': { config: { jwtSecret: 'test-users-jwt-secret' } },
});
