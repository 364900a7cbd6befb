import { TABLES } from '../constants';
import { GIVING_STATES, type MemberState } from '../core/access/member-state';
import type { Database, Query } from './database';

type Condition = (rows: Query) => void;

/**
 * These include the row itself and members that share its account. Lists that do not depend on the row are read
 * once; asked row by row, SQLite takes seconds for ten thousand members.
 */
function amongOrSharing(db: Database, rows: Query, columns: { own: string[]; of: string[] }) {
  const shared = db
    .table(TABLES.member)
    .whereNotNull(`${TABLES.member}.user_id`)
    .join(rows.clone().as('found'), 'found.member_id', `${TABLES.member}.id`)
    .select(`${TABLES.member}.user_id`, ...columns.of.map((name) => `found.${name}`));
  return (any: Query): void => {
    void any.whereIn(['id', ...columns.own], rows);
    void any.orWhere((sharing) => {
      void sharing.whereNotNull('user_id').whereIn(['user_id', ...columns.own], shared);
    });
  };
}

/** A live purchase in one of these states gives the level. */
function gives(db: Database, states: readonly string[]): Condition {
  const live = (): Query =>
    db
      .table(TABLES.entitlement)
      .whereIn(`${TABLES.entitlement}.state`, [...states])
      .where((any) =>
        any
          .whereNull(`${TABLES.entitlement}.reason`)
          .orWhereNot(`${TABLES.entitlement}.reason`, 'suspended')
      );
  // A purchase that gives several levels gives the second of them too, as where the first is denied.
  const of = db.client === 'mysql' ? 'concat(?, ??, ?)' : '(? || ?? || ?)';
  const others = live()
    .whereNotNull(`${TABLES.entitlement}.levels`)
    .join(TABLES.accessLevel, (on) => {
      void on.on(`${TABLES.accessLevel}.connection_id`, `${TABLES.entitlement}.connection_id`);
    })
    .whereRaw(`?? like ${of}`, [
      `${TABLES.entitlement}.levels`,
      '%"',
      `${TABLES.accessLevel}.role_id`,
      '"%',
    ])
    .select(`${TABLES.entitlement}.member_id`, `${TABLES.accessLevel}.role_id`);
  const purchases: Query = live()
    .whereNotNull('role_id')
    .select('member_id', 'role_id')
    .unionAll(others);
  return amongOrSharing(db, purchases, { own: ['level_role_id'], of: ['role_id'] });
}

function isDenied(db: Database, now: number): Condition {
  const denials: Query = db
    .table(TABLES.override)
    .where({ effect: 'deny' })
    .whereNull('removed_at')
    .where((open) => open.whereNull('until').orWhere('until', '>', now))
    .select('member_id');
  return amongOrSharing(db, denials, { own: [], of: [] });
}

/** A state; `waiting` is held or staff, `drifted` is a role changed by hand. */
export type MemberStateFilter = MemberState | 'waiting' | 'drifted';

/** Leaves the members whose state this is; `stateOfMember` says what each means. */
export function whereState(
  db: Database,
  query: Query,
  state: MemberStateFilter,
  now: number
): void {
  switch (state) {
    case 'waiting':
      void query.whereNotNull('held_reason');
      return;
    case 'drifted':
      void query.whereNotNull('drift_since');
      return;
    case 'staff':
      void query.where({ held_reason: 'protected-role' });
      return;
    case 'held':
      void query.whereNotNull('held_reason').whereNot({ held_reason: 'protected-role' });
      return;
    default:
      whereNothingWaits(db, query.whereNull('held_reason'), state, now);
  }
}

function whereNothingWaits(
  db: Database,
  query: Query,
  state: Exclude<MemberState, 'staff' | 'held'>,
  now: number
): void {
  switch (state) {
    case 'given':
      void query.whereNotNull('level_role_id').whereNot(gives(db, GIVING_STATES));
      return;
    case 'active':
    case 'past-due':
    case 'leaving':
    case 'completed':
      void query.where((any) => {
        void any.where((giving) => {
          void giving.whereNotNull('level_role_id').where(gives(db, [state]));
          const better = GIVING_STATES.slice(0, GIVING_STATES.indexOf(state));
          if (better.length > 0) void giving.whereNot(gives(db, better));
        });
        if (state === 'past-due') void any.orWhere(without(db, 'past-due', now));
      });
      return;
    case 'denied':
      void query.whereNull('level_role_id').where(isDenied(db, now));
      return;
    case 'ended':
      void query.where(without(db, 'ended', now));
      return;
    case 'none':
      void query.where(without(db, null, now));
  }
}

/** Has no level, none is denied, and this is the best of the purchases; null: nothing worth telling. */
function without(db: Database, accessState: string | null, now: number): Condition {
  return (rows) => {
    void rows.whereNull('level_role_id').whereNot(isDenied(db, now));
    if (accessState !== null) void rows.where({ access_state: accessState });
    else {
      void rows.where((any) =>
        any.whereNull('access_state').orWhereNotIn('access_state', ['ended', 'past-due'])
      );
    }
  };
}
