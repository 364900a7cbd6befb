import type { Core } from '@strapi/strapi';
import { findSignInsFrom } from '../../repositories/account-proofs';
import { database } from '../../repositories/database';

/** What users-permissions reads from a token: `iat` in seconds where it issues them itself, else the session. */
interface Token {
  readonly id?: unknown;
  readonly iat?: number;
  readonly sessionId?: string;
}

interface TokenService {
  verify(token: string): Promise<Token>;
}

interface Sessions {
  readonly isSessionActive?: (sessionId: string) => Promise<boolean>;
  readonly invalidateRefreshToken: (userId: string) => Promise<void>;
}

const sessionsOf = (strapi: Core.Strapi): Sessions | null => {
  const manager = strapi.sessionManager as
    | (((origin: string) => Sessions) & { readonly hasOrigin?: (origin: string) => boolean })
    | undefined;
  return manager?.hasOrigin?.('users-permissions') ? manager('users-permissions') : null;
};

/**
 * Refuses sign-ins of an account from before its owner took it over. A new password alone leaves tokens of Strapi valid
 * for as long as they run, 30 days by default.
 */
export function guardSignIns(strapi: Core.Strapi): void {
  const tokens = strapi.plugin('users-permissions').service<TokenService>('jwt');
  const verify = tokens.verify.bind(tokens);
  tokens.verify = async (token) => {
    const read = await verify(token);
    const userId = Number(read.id);
    if (!Number.isInteger(userId)) return read;
    const from = await findSignInsFrom(strapi, database(strapi), userId);
    if (from !== null && !(await isSince(strapi, read, from))) throw new Error('Invalid token.');
    return read;
  };
}

async function isSince(strapi: Core.Strapi, token: Token, from: number): Promise<boolean> {
  if (token.iat !== undefined) return token.iat >= from;
  const isActive = sessionsOf(strapi)?.isSessionActive;
  return token.sessionId !== undefined && isActive !== undefined && isActive(token.sessionId);
}

/** Ends the sessions of the newer way to sign in, where the site uses it. */
export async function endSessions(strapi: Core.Strapi, userId: number): Promise<void> {
  await sessionsOf(strapi)?.invalidateRefreshToken(String(userId));
}
