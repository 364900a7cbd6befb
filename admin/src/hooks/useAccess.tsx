import * as React from 'react';

import { Page, useAuth, useRBAC } from '@strapi/strapi/admin';

import { ACTIONS, ALL_PERMISSIONS, allowedKey } from '../permissions';

import type { ActionName } from '../permissions';

export type Access = Readonly<Record<ActionName, boolean>>;

const NOTHING = buildAccess({});
const AccessContext = React.createContext<Access>(NOTHING);

function buildAccess(allowed: Record<string, boolean>): Access {
  const may = (name: ActionName) => allowed[allowedKey(name)] === true;
  return {
    seeIntegration: may('seeIntegration'),
    readLogs: may('readLogs'),
    seePersonalData: may('seePersonalData'),
    manageMappings: may('manageMappings'),
    replay: may('replay'),
    manageMembers: may('manageMembers'),
    changeSettings: may('changeSettings'),
    manageSecrets: may('manageSecrets'),
  };
}

/**
 * Asks once what the person may do; every screen reads the answer. `useRBAC` asks once only, too: begun before the
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
  if (!ACTIONS.some((name) => access[name])) {
    return <Page.NoPermissions />;
  }
  return <AccessContext.Provider value={access}>{children}</AccessContext.Provider>;
}

export function useAccess(): Access {
  return React.useContext(AccessContext);
}
