import type { Core } from '@strapi/strapi';
import { USER_UID } from '../../constants';
import type { PasswordProblem } from '../../core/mail/claim-page';
import { lengthProblem } from '../../core/mail/claim';

/** What the schema of users asks for, if nothing else does. */
const FEWEST = 6;

export function fewestCharacters(strapi: Core.Strapi): number {
  const { password } = strapi.contentType(USER_UID).attributes as {
    readonly password?: { readonly minLength?: number };
  };
  return password?.minLength ?? FEWEST;
}

/** Why users-permissions would refuse this password; null: it takes it. */
export async function passwordProblem(
  strapi: Core.Strapi,
  password: string
): Promise<PasswordProblem | null> {
  const length = lengthProblem(password, fewestCharacters(strapi));
  if (length !== null) return length;
  const rules = strapi.config.get<{
    readonly validatePassword?: (password: string) => unknown;
  } | null>('plugin::users-permissions.validationRules', null);
  if (typeof rules?.validatePassword !== 'function') return null;
  try {
    return (await rules.validatePassword(password)) ? null : 'refused';
  } catch {
    return 'refused';
  }
}
