import * as React from 'react';

import { useLocation } from 'react-router-dom';

import { useApi } from '../api/client';
import { isSetUp } from '../utils/progress';
import { useResource } from './useResource';

import type { Overview } from '../../../contracts/overview';
import type { Resource } from './useResource';

const LIVE_MS = 15_000;
/** Who follows the guide waits for the next tick. */
const SETTING_UP_MS = 3_000;

const OverviewContext = React.createContext<Resource<Overview> | null>(null);

/** One overview feeds the header, the counts on the tabs and the set-up steps. */
export function OverviewProvider({ children }: { children: React.ReactNode }) {
  const api = useApi();
  const { pathname } = useLocation();
  const isFollowing = pathname.endsWith('/setup');
  const overview = useResource('overview', api.overview, {
    liveMs: (data) => (isFollowing && data && !isSetUp(data) ? SETTING_UP_MS : LIVE_MS),
  });
  const { reload } = overview;
  const shownFor = React.useRef(pathname);
  // Before opening another screen, the user has often just made a decision, which changes the counts.
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
