import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { UNREADABLE_VALUE, type UnreadableValue } from '../../repositories/rows';
import { perStrapi } from '../../utils/per-strapi';

/** The same value is read again and again; so many are remembered as logged. */
const REMEMBERED = 1000;

/** Says once in the log that a stored value can't be read, so that its row is used without it. */
export const unreadableValuesOf = perStrapi(({ strapi }) => {
  const known = new Set<string>();
  const note = (message: unknown): void => {
    const { table, id, column, problem } = message as UnreadableValue;
    const place = `${table} ${id}, column ${column}`;
    if (known.has(place)) return;
    if (known.size >= REMEMBERED) known.clear();
    known.add(place);
    strapi.log.error(
      `[kartra] Unreadable value in ${place}: ${problem}. The row is used without it.`
    );
  };
  return {
    bootstrap: () => subscribe(UNREADABLE_VALUE, note),
    destroy(): Promise<void> {
      unsubscribe(UNREADABLE_VALUE, note);
      return Promise.resolve();
    },
  };
});
