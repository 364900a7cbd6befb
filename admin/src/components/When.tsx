import { Tooltip } from '@strapi/design-system';

import { useDates } from '../hooks/useDates';
import { useNow } from '../hooks/useNow';

/** A moment as short as it can be said; the tooltip has it whole, with its zone. */
export function When({ at }: { at: string }) {
  const dates = useDates();
  const now = useNow();
  return (
    <Tooltip label={dates.exact(at)}>
      <time dateTime={at} style={{ whiteSpace: 'nowrap' }}>
        {dates.short(at, now)}
      </time>
    </Tooltip>
  );
}
