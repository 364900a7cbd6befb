import * as React from 'react';

import { useLocation } from 'react-router-dom';

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
  const { reload } = overview;
  const { pathname } = useLocation();
  const shownFor = React.useRef(pathname);
  // Whoever opens another screen has often just decided something that counts.
  React.useEffect(() => {
    if (shownFor.current !== pathname) {
      shownFor.current = pathname;
      void reload();
    }
  }, [pathname, reload]);
  return <OverviewContext.Provider value={overview}>{children}</OverviewContext.Provider>;
}

export function useOverview(): Resource<Overview> {
  const overview = React.useContext(OverviewContext);
  if (!overview) {
    throw new Error('useOverview needs an OverviewProvider around it.');
  }
  return overview;
}
