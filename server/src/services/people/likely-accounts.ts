import type { Core } from '@strapi/strapi';
import type { SuggestionReason } from '../../../../contracts/suggestion';
import { mayBeMoved } from '../../core/access/decide';
import { normaliseEmail } from '../../core/members/email';
import { eachOnce, type Likely } from '../../core/members/likely';
import { likelyUsernames } from '../../core/members/name';
import { nearMisses } from '../../core/members/near-miss';
import { siteOf, type Rules } from '../../core/rules/rules';
import type { Database } from '../../repositories/database';
import {
  findUsersOfNamesakes,
  findUsersOfSameLead,
  findUsersWhere,
} from '../../repositories/likely-users';
import { findIdentitiesOf } from '../../repositories/member-identities';
import type { MemberRow } from '../../repositories/members';
import { findUsers, type SiteUser } from '../../repositories/users';

/** Each has about two thousand near misses. */
const MOST_ADDRESSES = 5;

export interface LikelyAccount extends Likely {
  readonly user: SiteUser;
}

/** Other accounts that may be the member's. The surest reason counts; staff accounts are never suggested. */
export async function findLikelyAccounts(
  strapi: Core.Strapi,
  db: Database,
  member: MemberRow,
  rules: Rules
): Promise<LikelyAccount[]> {
  const known = (await findIdentitiesOf(db, [member.id])).flatMap(({ type, value }) => {
    const checked = normaliseEmail(type === 'email' ? value : null);
    return checked.ok ? checked.email : [];
  });
  const [own] = member.userId === null ? [] : await findUsers(strapi, db, [member.userId]);
  const ownAddress = normaliseEmail(own?.email ?? null);
  const addresses = [...new Set([...known, ...(ownAddress.ok ? [ownAddress.email] : [])])];
  const { nameKey } = member;
  const byReason: readonly (readonly [SuggestionReason, readonly SiteUser[]])[] = [
    ['lead', await findUsersWhere(strapi, db, 'email', known)],
    ['lead', await findUsersOfSameLead(strapi, db, member.id)],
    [
      'spelling',
      await findUsersWhere(
        strapi,
        db,
        'email',
        addresses.slice(0, MOST_ADDRESSES).flatMap(nearMisses)
      ),
    ],
    ['name', nameKey ? await findUsersOfNamesakes(strapi, db, member.connectionId, nameKey) : []],
    ['name', nameKey ? await findUsersWhere(strapi, db, 'username', likelyUsernames(nameKey)) : []],
  ];
  const found = byReason.flatMap(([reason, users]) => users.map((user) => ({ user, reason })));
  return eachOnce(found.filter(({ user }) => user.id !== member.userId && isMovable(rules, user)));
}

const isMovable = (rules: Rules, user: SiteUser): boolean =>
  mayBeMoved({
    levels: rules.levels,
    currentRole: user.roleId,
    site: siteOf(rules),
    lastGivenRoleId: null,
  });
