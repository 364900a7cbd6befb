import path from 'path';

import type { Core } from '@strapi/strapi';

import { mailFolder } from '../src/mail';

type Env = Core.Config.Shared.ConfigParams['env'];

/** By the mail server in the environment; without one into a folder, so that a first visitor misses nothing. */
const transport = (env: Env) =>
  env('SMTP_HOST')
    ? {
        host: env('SMTP_HOST'),
        port: env.int('SMTP_PORT', 587),
        secure: env.bool('SMTP_SECURE', false),
        ...(env('SMTP_USERNAME') && {
          auth: { user: env('SMTP_USERNAME'), pass: env('SMTP_PASSWORD') },
        }),
      }
    : mailFolder(path.resolve(process.cwd(), '.tmp/mail'));

export default ({ env }: Core.Config.Shared.ConfigParams) => ({
  // Absolute, because Strapi resolves a relative one from inside its own package. `npm run dev` has one of its own.
  kartra: { enabled: true, resolve: env('KARTRA_PLUGIN', path.resolve(process.cwd(), '..')) },
  'users-permissions': { config: { jwtSecret: env('JWT_SECRET') } },
  email: {
    config: {
      provider: 'nodemailer',
      providerOptions: transport(env),
      settings: { defaultFrom: env('MAIL_FROM', 'Demo site <demo@example.com>') },
    },
  },
});
