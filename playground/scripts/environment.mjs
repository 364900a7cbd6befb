/** The environment of the demo site: secrets made on the first start, and the defaults of its administrator. */
import { randomBytes } from 'node:crypto';
import fs from 'node:fs';
import path from 'node:path';

import { PLAYGROUND } from './paths.mjs';

const SECRETS_FILE = path.join(PLAYGROUND, '.env');
const secret = () => randomBytes(24).toString('base64url');

export const DEFAULT_ADMIN = { email: 'admin@example.com', password: 'Kartra-demo-1' };

/** Strapi reads the file by itself; whatever the environment already sets wins over it. */
export function ensureSecrets() {
  const content = [
    '# Made by `npm start`. Keep it: without it everyone has to log in again.',
    `APP_KEYS=${secret()},${secret()}`,
    `API_TOKEN_SALT=${secret()}`,
    `ADMIN_JWT_SECRET=${secret()}`,
    `TRANSFER_TOKEN_SALT=${secret()}`,
    `ENCRYPTION_KEY=${secret()}`,
    `JWT_SECRET=${secret()}`,
    '',
  ].join('\n');
  const draft = `${SECRETS_FILE}.${process.pid}`;
  fs.writeFileSync(draft, content, { mode: 0o600 });
  try {
    // A link fails when the file exists, so two first starts at once agree on one set of secrets.
    fs.linkSync(draft, SECRETS_FILE);
  } catch (error) {
    if (error.code !== 'EEXIST') {
      throw error;
    }
  } finally {
    fs.rmSync(draft);
  }
}

export function setDefaults(environment) {
  environment.NODE_ENV ??= 'production';
  environment.STRAPI_TELEMETRY_DISABLED ??= 'true';
  environment.DEMO_ADMIN_EMAIL ||= DEFAULT_ADMIN.email;
  environment.DEMO_ADMIN_PASSWORD ||= DEFAULT_ADMIN.password;
}
