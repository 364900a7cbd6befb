import { z } from 'zod';
import { api, type Action } from '../../contracts/api';
import { PLUGIN_ID } from '../../server/src/constants';
import { routes } from '../../server/src/routes';
import { noteAnswered } from './answered-routes';

interface Documented {
  readonly method: string;
  readonly address: RegExp;
  readonly handler: string;
}

/** `/members/recompute` before `/members/:id`. */
const fixedFirst = (one: { path: string }, other: { path: string }) =>
  Number(one.path.includes(':')) - Number(other.path.includes(':'));

const DOCUMENTED: readonly Documented[] = [
  ...[...routes.admin.routes].sort(fixedFirst).map(({ method, path, handler }) => ({
    method,
    address: new RegExp(`^/${PLUGIN_ID}${path.replace(/:\w+/g, '[^/]+')}$`),
    handler,
  })),
  { method: 'GET', address: new RegExp(`^/api/${PLUGIN_ID}/me$`), handler: 'me.find' },
];

/** What a whole run of the integration tests must have been answered by. */
export const DOCUMENTED_ACTIONS = DOCUMENTED.map(({ handler }) => handler);

/**
 * Holds what a running Strapi answered against its contract. A field that the contract does not know is a fault too: it
 * would be in no documentation, and may be personal data.
 */
export function checkAnswer(method: string, url: URL, status: number, body: unknown): void {
  if (status < 200 || status >= 300) return;
  const found = DOCUMENTED.find(
    (route) => route.method === method && route.address.test(url.pathname)
  );
  if (!found) return;
  const { answer, statuses = [200] }: Action = api[found.handler as keyof typeof api];
  const result = answer.safeParse(body);
  if (!result.success) {
    throw new Error(
      `${method} ${url.pathname} answers something else than contracts/api.ts says:\n${z.prettifyError(result.error)}`
    );
  }
  if (!statuses.includes(status)) {
    throw new Error(`${method} ${url.pathname} answers ${status}, not ${statuses.join(' or ')}.`);
  }
  noteAnswered(found.handler);
}
