import path from 'node:path';
import { codeOf, describeError, messageOf, stackOf } from './describe-error';

/** Cut, so that no page or mail is flooded. */
const LENGTH = 200;

/**
 * What an error that the site's own code threw may be told by: its message and its file, as "CRM unreachable
 * (src/index.js)". Null: the code of the site has no part in it. An error with a code comes from a driver or a client,
 * whose message may hold the values it was given: only its name and code are told. Addresses are never told.
 */
export function describeSiteError(error: unknown, appRoot: string): string | null {
  const place = placeIn(appRoot, stackOf(error));
  if (place === null) return null;
  const said = codeOf(error) === null ? clean(messageOf(error)) : '';
  return `${said || describeError(error)} (${place})`;
}

const clean = (message: string): string =>
  message
    .replaceAll(/\S*@\S*/g, '•••')
    .replaceAll(/\s+/g, ' ')
    .trim()
    .slice(0, LENGTH);

/** The innermost frame that is the site's, relative to its folder; null where a library or the plugin is further in. */
function placeIn(appRoot: string, stack: string): string | null {
  for (const line of stack.split('\n')) {
    const file = /^\s+at .*?\(?(?:file:\/\/)?(\/[^():]+|[A-Za-z]:\\[^():]+):\d+:\d+\)?$/.exec(
      line
    )?.[1];
    if (file === undefined || file.startsWith('node:')) continue;
    const relative = path.relative(appRoot, file);
    const isInside = !relative.startsWith('..') && !path.isAbsolute(relative);
    if (isInside && !relative.split(path.sep).includes('node_modules')) return relative;
  }
  return null;
}
