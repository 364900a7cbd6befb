import * as React from 'react';

import { useSearchParams } from 'react-router-dom';

export interface Filters<Name extends string> {
  readonly values: Readonly<Partial<Record<Name, string>>>;
  readonly page: number;
  /** A new filter starts at the first page; an empty value takes the filter away. */
  readonly set: (part: Partial<Record<Name, string>>) => void;
  readonly setPage: (page: number, more?: Readonly<Record<string, string>>) => void;
  readonly clear: () => void;
  readonly isFiltered: boolean;
}

/** Filters live in the address, so that back works and a link can be shared. Unknown names are left alone. */
export function useFilters<Name extends string>(names: readonly Name[]): Filters<Name> {
  const [params, setParams] = useSearchParams();
  return React.useMemo(() => {
    const values: Partial<Record<Name, string>> = {};
    for (const name of names) {
      const value = params.get(name);
      if (value) {
        values[name] = value;
      }
    }
    const page = Math.max(1, Number.parseInt(params.get('page') ?? '1', 10) || 1);
    const without = (dropped: readonly string[]) =>
      new URLSearchParams([...params].filter(([name]) => !dropped.includes(name)));
    return {
      values,
      page,
      isFiltered: Object.keys(values).length > 0,
      set: (part) => {
        const next = without(['page', 'upTo', ...Object.keys(part)]);
        for (const [name, value] of Object.entries<string | undefined>(part)) {
          if (value) {
            next.set(name, value);
          }
        }
        setParams(next);
      },
      setPage: (wanted, more = {}) => {
        const next = without(['page', 'upTo']);
        for (const [name, value] of Object.entries({ ...more, page: String(wanted) })) {
          next.set(name, value);
        }
        setParams(next);
      },
      clear: () => setParams(without(['page', 'upTo', ...names])),
    };
  }, [names, params, setParams]);
}
