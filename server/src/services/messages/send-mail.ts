import type { Core } from '@strapi/strapi';
import type { RenderedMail } from '../../core/mail/template';

interface EmailService {
  send(mail: RenderedMail & { readonly to: string }): Promise<unknown>;
}

/** By Strapi's e-mail plugin, with the sender that is configured there. */
export async function sendMail(strapi: Core.Strapi, to: string, mail: RenderedMail): Promise<void> {
  await strapi
    .plugin('email')
    .service<EmailService>('email')
    .send({ to, ...mail });
}
