import * as React from 'react';

import { useApi } from '../api/client';
import { useResource } from './useResource';

import type { Overview } from '../../../contracts/overview';
import type { Resource } from './useResource';

const LIVE_MS = 15_000;

const OverviewContext = React.createContext<Resource<Overview> | null>(null);

/** One overview feeds the header, the counts on the tabs and the set-up steps. */
export function OverviewProvider({ children }: { children: React.ReactNode }) {
  const api = useApi();
  const overview = useResource('overview', api.overview, { liveMs: LIVE_MS });
  return <OverviewContext.Provider value={overview}>{children}</OverviewContext.Provider>;
}

export function useOverview(): Resource<Overview> {
  const overview = React.useContext(OverviewContext);
  if (!overview) {
    throw new Error('useOverview needs an OverviewProvider around it.');
  }
  return overview;
}
