import type { Core } from '@strapi/strapi';

/** A user of the admin panel. */
export interface Administrator {
  readonly id: number;
  readonly name: string;
  readonly email: string;
}

interface StoredAdministrator {
  readonly id: number | string;
  readonly email: string;
  readonly firstname?: string | null;
  readonly lastname?: string | null;
  readonly username?: string | null;
}

/** Those who are active, by name. */
export async function findAdministrators(strapi: Core.Strapi): Promise<Administrator[]> {
  const found = (await strapi.db.query('admin::user').findMany({
    where: { isActive: true, blocked: false },
    select: ['id', 'email', 'firstname', 'lastname', 'username'],
  })) as StoredAdministrator[];
  return found
    .map(({ id, email, firstname, lastname, username }) => ({
      id: Number(id),
      name: [firstname, lastname].filter(Boolean).join(' ') || username || email,
      email,
    }))
    .sort((a, b) => a.name.localeCompare(b.name));
}
