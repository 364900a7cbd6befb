import type { Core } from '@strapi/strapi';
import { setTimeout as sleep } from 'node:timers/promises';
import type { AccountHook, Hooks, NewAccount, NewAccountAnswer } from '../../../../contracts/hooks';
import { USER_UID } from '../../constants';
import { perStrapi } from '../../utils/per-strapi';
import { describeSiteError } from '../../utils/site-error';
import { describeError } from '../../utils/describe-error';
import { ProcessingError } from '../../utils/errors';

/** A hook holds locks while it runs. */
const HOOK_MS = 5000;
const VETO_LENGTH = 200;

/** Identity and permissions of a user are set by this plugin or by Strapi. */
const PROTECTED = [
  'id',
  'documentId',
  'username',
  'email',
  'provider',
  'password',
  'resetPasswordToken',
  'confirmationToken',
  'confirmed',
  'blocked',
  'role',
  'createdAt',
  'updatedAt',
  'publishedAt',
  'createdBy',
  'updatedBy',
  'locale',
  'localizations',
];

export type AccountAnswer =
  | { readonly type: 'create'; readonly fields: Readonly<Record<string, unknown>> }
  | { readonly type: 'veto'; readonly why: string };

export interface HooksService extends Hooks {
  /** No hook is registered. */
  isSilent(): boolean;
  askAboutAccount(account: NewAccount): Promise<AccountAnswer>;
}

/** Code of the site's own that is asked before an account is created. */
export const hooksOf = perStrapi(({ strapi }): HooksService => {
  const hooks: AccountHook[] = [];

  return {
    onAccountCreate(hook) {
      hooks.push(hook);
      return () => {
        const index = hooks.indexOf(hook);
        if (index >= 0) hooks.splice(index, 1);
      };
    },

    isSilent: () => hooks.length === 0,

    /** In the order in which they were registered; the first veto ends it. */
    async askAboutAccount(account) {
      const fields: Record<string, unknown> = {};
      for (const hook of hooks) {
        const answer = await ask(hook, account, strapi.dirs.app.root);
        if (!answer) continue;
        if ('veto' in answer) return { type: 'veto', why: answer.veto.slice(0, VETO_LENGTH) };
        refuseFields(strapi, Object.keys(answer.fields));
        Object.assign(fields, answer.fields);
      }
      return { type: 'create', fields };
    },
  };
});

async function ask(
  hook: AccountHook,
  account: NewAccount,
  appRoot: string
): Promise<NewAccountAnswer> {
  const limit = new AbortController();
  try {
    return await Promise.race([
      Promise.resolve(account).then(hook),
      sleep(HOOK_MS, undefined, { signal: limit.signal }).then(() => {
        throw new ProcessingError('hook-failed', 'the hook took longer than five seconds');
      }),
    ]);
  } catch (error) {
    if (error instanceof ProcessingError) throw error;
    // The owner reads a message of the site's own; any other may hold the buyer's data.
    const told = describeSiteError(error, appRoot) ?? describeError(error);
    throw new ProcessingError('hook-failed', told);
  } finally {
    limit.abort();
  }
}

function refuseFields(strapi: Core.Strapi, names: readonly string[]): void {
  const { attributes } = strapi.contentType(USER_UID);
  for (const name of names) {
    if (PROTECTED.includes(name)) {
      throw new ProcessingError('hook-failed', `the hook may not set the field “${name}”`);
    }
    if (!Object.hasOwn(attributes, name)) {
      throw new ProcessingError('hook-failed', `users have no field “${name}”`);
    }
  }
}
