import type { Core } from '@strapi/strapi';
import { hasUserListeners } from '../../repositories/user-listeners';
import { UnansweredError } from './decide-account';
import { hooksOf, type AccountAnswer } from './hooks';

export type Answers = ReadonlyMap<number, AccountAnswer> | null;

/**
 * Runs `work`, which may find that the site's own code has to be asked about an account. Then all of it is undone, the
 * site is asked while nothing is held, and it begins again: however long the answer takes, no one else waits for it.
 */
export async function askingSite<Result>(
  strapi: Core.Strapi,
  work: (answers: Answers) => Result | Promise<Result>
): Promise<Result> {
  const hooks = hooksOf(strapi);
  const answers = new Map<number, AccountAnswer>();
  for (;;) {
    try {
      return await work(hooks.isSilent() ? null : answers);
    } catch (error) {
      if (!(error instanceof UnansweredError)) throw error;
      for (const question of error.questions) {
        answers.set(question.memberId, await hooks.askAboutAccount(question));
      }
    }
  }
}

/** Whether code of the site takes part in what becomes of a member. */
export const isSiteAsked = (strapi: Core.Strapi): boolean =>
  !hooksOf(strapi).isSilent() || hasUserListeners(strapi);
