import * as React from 'react';

const NARROW = '(max-width: 767px)';

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(NARROW);
  query.addEventListener('change', onChange);
  return () => query.removeEventListener('change', onChange);
}

/** Under 768 px wide. */
export function useIsNarrow(): boolean {
  return React.useSyncExternalStore(subscribe, () => window.matchMedia(NARROW).matches);
}
