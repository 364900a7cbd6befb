import * as React from 'react';

import { useApi } from '../api/client';
import { useResource } from './useResource';

import type { AccessLevel, AssignableRole } from '../../../contracts/access-level';

export interface Levels {
  /** Highest first. */
  readonly ordered: readonly AccessLevel[];
  /** Roles that a mapping may give: the levels in their order, then the roles that would become one. */
  readonly choices: readonly { readonly roleId: number; readonly name: string }[];
  /** Highest first. */
  readonly sort: (roleIds: readonly number[]) => readonly number[];
  readonly namesOf: (roleIds: readonly number[]) => readonly string[];
  readonly isLoading: boolean;
  readonly reload: () => Promise<void>;
}

interface Answers {
  readonly levels: readonly AccessLevel[];
  readonly roles: readonly AssignableRole[];
}

export function useLevels(): Levels {
  const api = useApi();
  const { data, isLoading, reload } = useResource<Answers>('levels', async () => {
    const [levels, roles] = await Promise.all([api.accessLevels(), api.roles()]);
    return { levels, roles };
  });
  return React.useMemo(() => {
    const ordered = [...(data?.levels ?? [])].sort((a, b) => a.rank - b.rank);
    const others = (data?.roles ?? []).filter((role) => !role.isLevel && role.refusal === null);
    const choices = [...ordered, ...others];
    const placeOf = (roleId: number) => {
      const place = choices.findIndex((role) => role.roleId === roleId);
      // One that was made a moment ago is the lowest.
      return place < 0 ? choices.length : place;
    };
    const sort = (roleIds: readonly number[]) =>
      [...roleIds].sort((a, b) => placeOf(a) - placeOf(b));
    const namesOf = (roleIds: readonly number[]) =>
      sort(roleIds).map((roleId) => choices[placeOf(roleId)]?.name ?? '…');
    return { ordered, choices, sort, namesOf, isLoading, reload };
  }, [data, isLoading, reload]);
}
