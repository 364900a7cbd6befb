import * as React from 'react';

/** A yes that this browser remembers. */
export function useStoredFlag(name: string): readonly [boolean, () => void] {
  const key = `kartra.${name}`;
  const [isSet, setIsSet] = React.useState(() => window.localStorage.getItem(key) === 'yes');
  const remember = React.useCallback(() => {
    window.localStorage.setItem(key, 'yes');
    setIsSet(true);
  }, [key]);
  return [isSet, remember];
}
