import type { Context } from 'koa';
import type { Viewer } from '../core/viewer/viewer';
import { viewerOf } from '../utils/viewer-of';

/** Who asks. Nothing of an answer that may hold the webhook URL stays in a cache or goes on as a referrer. */
export function asking(ctx: Context): Viewer {
  ctx.set('Cache-Control', 'no-store');
  ctx.set('Referrer-Policy', 'no-referrer');
  return viewerOf(ctx);
}
