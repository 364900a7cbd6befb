import type { Core } from '@strapi/strapi';
import type { NewAccount } from '../../../../contracts/hooks';
import type { Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import { findEntitlementsOf } from '../../repositories/entitlements';
import type { MemberRow } from '../../repositories/members';
import type { AccessWorld } from './access-world';
import { askingSite, type Answers } from './ask-site';
import { decideAccess, type Turn } from './decide-access';
import { UnansweredError } from './decide-account';
import type { Written } from './derived';
import { Draft } from './draft';
import { loadAccess } from './load-access';
import type { ConnectionRules } from './rules';
import type { Cause, MemberResult } from './member-result';
import { writeAccess } from './write-access';

/**
 * Load, decide, write: the access of these members, all in the caller's transaction, which holds them. Gives what became
 * of each, by the member's id.
 */
export async function bringUpToDate(
  strapi: Core.Strapi,
  db: Database,
  asked: {
    readonly connection: ConnectionRules;
    readonly rules: Rules;
    readonly now: number;
    readonly causeOf: (memberId: number) => Cause;
    /** All who are held, those who share an account with them too. */
    readonly members: readonly MemberRow[];
    /** Those who are decided about, in this order. */
    readonly inTurn: readonly MemberRow[];
    /** What those who are decided about have. */
    readonly written: Written;
    /** Members whose account is created again if it was deleted. */
    readonly recreateFor: readonly number[];
    readonly answers: Answers;
  }
): Promise<Map<number, MemberResult>> {
  const { connection, rules, now, causeOf, members, inTurn, written, recreateFor, answers } = asked;
  const others = members.filter((member) => !inTurn.includes(member)).map(({ id }) => id);
  const theirs = others.length === 0 ? [] : await findEntitlementsOf(db, others);
  const world = await loadAccess(
    strapi,
    db,
    {
      ...{ rules, now, members, answers, sendsWelcome: connection.sendsWelcome },
      entitlements: [...written.stored, ...theirs],
      derived: written.derived,
    },
    inTurn
  );
  const turns = inTurn.map(({ id }) => ({
    memberId: id,
    mayRecreate: recreateFor.includes(id),
    cause: causeOf(id),
  }));
  const { draft, results } = db.isTrial
    ? await decideAsking(strapi, world, turns)
    : decide(world, turns);
  const created = await writeAccess(strapi, db, draft.plan(), { connectionId: connection.id, now });
  return new Map(results.map((result) => [result.member.id, withRealId(result, created)]));
}

/** Throws an `UnansweredError` with all that the site's own code has to be asked. */
function decide(world: AccessWorld, turns: readonly Turn[]) {
  const draft = new Draft(world);
  const results: MemberResult[] = [];
  const questions: NewAccount[] = [];
  for (const turn of turns) {
    try {
      results.push(decideAccess(draft, turn));
    } catch (error) {
      if (!(error instanceof UnansweredError)) throw error;
      questions.push(...error.questions);
    }
  }
  if (questions.length > 0) throw new UnansweredError(questions);
  return { draft, results };
}

/** A trial holds nothing that others wait for, and cannot undo half of itself: the site is asked on the way. */
const decideAsking = (strapi: Core.Strapi, world: AccessWorld, turns: readonly Turn[]) =>
  askingSite(strapi, (answers) => decide({ ...world, answers }, turns));

/** The account that was made has its id by now. */
function withRealId(result: MemberResult, created: ReadonlyMap<number, number>): MemberResult {
  const { user } = result.account;
  const id = user ? created.get(user.id) : undefined;
  if (!user || id === undefined) return result;
  return { ...result, account: { ...result.account, user: { ...user, id } } };
}
