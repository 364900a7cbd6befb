import type { Core } from '@strapi/strapi';
import type { MailFacts } from '../../../../contracts/overview';
import { findConnection } from '../../repositories/connections';
import type { Database } from '../../repositories/database';
import { countMessages } from '../../repositories/outbox-messages';
import { readResetPage } from './reset-page';
import { siteOriginOf } from './site-origin';
import { WELCOME } from './welcome-mail';

/** Strapi's own default hands mails to the receivers directly, which few accept. */
function hasProvider(strapi: Core.Strapi): boolean {
  const provider = strapi.config.get<unknown>('plugin::email.provider');
  return typeof provider === 'string' && provider !== 'sendmail';
}

export async function readMailFacts(strapi: Core.Strapi, db: Database): Promise<MailFacts> {
  const connection = await findConnection(db);
  const counts = await countMessages(db, WELCOME);
  return {
    isOn: connection.settings.welcomeMail.isOn,
    hasProvider: hasProvider(strapi),
    hasResetPage: (await readResetPage(strapi)) !== null,
    hasSiteAddress: siteOriginOf(strapi, connection) !== null,
    waiting: counts.queued,
    failed: counts.dead,
  };
}
