import type { Core } from '@strapi/strapi';
import type { Context, Next } from 'koa';
import { maskKeys } from './mask-keys';

type Log = Pick<Core.Strapi['log'], 'format'>;
type Line = Parameters<Log['format']['transform']>[0];

const guarded = new WeakSet<Log>();

/** Whatever writes to this log, and wherever it goes: nothing that looks like a webhook key is in it. */
export function guardLog(log: Log): void {
  if (guarded.has(log)) return;
  guarded.add(log);
  const { format } = log;
  log.format = {
    ...(format.options !== undefined && { options: format.options }),
    transform: (line, options) => format.transform(maskLine(line), options),
  };
}

/** A copy where something is hidden: an error that is logged stays as it is for those who handle it. */
function maskLine(line: Line): Line {
  const masked: PropertyDescriptorMap = {};
  for (const [name, descriptor] of Object.entries(Object.getOwnPropertyDescriptors(line))) {
    const value: unknown = descriptor.value;
    if (typeof value !== 'string') continue;
    const text = maskKeys(value);
    if (text !== value) masked[name] = { ...descriptor, value: text };
  }
  if (Object.keys(masked).length === 0) return line;
  const properties = { ...Object.getOwnPropertyDescriptors(line), ...masked };
  return Object.create(Object.getPrototypeOf(line) as object, properties) as Line;
}

/**
 * For `config/middlewares` of a site (`strapi-plugin-kartra/log-guard`): while the plugin is disabled in
 * `config/plugins`, Kartra goes on posting and nothing else of this plugin runs.
 */
export default (_config: unknown, { strapi }: { strapi: Core.Strapi }) => {
  guardLog(strapi.log);
  return (_ctx: Context, next: Next) => next();
};
