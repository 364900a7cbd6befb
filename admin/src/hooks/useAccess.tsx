import * as React from 'react';

import { Page, useAuth, useRBAC } from '@strapi/strapi/admin';

import { ALL_PERMISSIONS, allowedKey } from '../permissions';

import { PERMISSION_NAMES, type Permission } from '../../../contracts/lists';

export type Access = Readonly<Record<Permission, boolean>>;

const NOTHING = buildAccess({});
const AccessContext = React.createContext<Access>(NOTHING);

function buildAccess(allowed: Record<string, boolean>): Access {
  return Object.fromEntries(
    PERMISSION_NAMES.map((name) => [name, allowed[allowedKey(name)] === true])
  ) as Record<Permission, boolean>;
}

/**
 * Asks once what the person may do; every screen reads the answer. `useRBAC` asks once only, too: started before the
 * person's permissions have arrived, it would find none and say so for ever.
 */
export function AccessProvider({ children }: { children: React.ReactNode }) {
  const isLoading = useAuth('KartraAccess', (auth) => auth.isLoading);
  return isLoading ? <Page.Loading /> : <KnownAccess>{children}</KnownAccess>;
}

function KnownAccess({ children }: { children: React.ReactNode }) {
  const { allowedActions, isLoading, error } = useRBAC(ALL_PERMISSIONS);
  const access = React.useMemo(() => buildAccess(allowedActions), [allowedActions]);
  if (isLoading) {
    return <Page.Loading />;
  }
  if (error) {
    return <Page.Error />;
  }
  if (!PERMISSION_NAMES.some((name) => access[name])) {
    return <Page.NoPermissions />;
  }
  return <AccessContext.Provider value={access}>{children}</AccessContext.Provider>;
}

export function useAccess(): Access {
  return React.useContext(AccessContext);
}
