import type { Core } from '@strapi/strapi';
import {
  addLostSpan,
  findConnection,
  joinSpans,
  type LostSpanRow,
} from '../repositories/connections';
import { inTransaction } from '../repositories/database';

const WRITE_MS = 2000;

/**
 * Webhooks that were answered 503: Kartra does not send again. Counted in memory while the database is away, and
 * written down as one span when it is back.
 */
export default ({ strapi }: { strapi: Core.Strapi }) => {
  let span: LostSpanRow | null = null;
  let timer: NodeJS.Timeout | null = null;
  let isStopping = false;

  const plan = (): void => {
    if (timer || isStopping) return;
    timer = setTimeout(() => void write(), WRITE_MS).unref();
  };

  const write = async (): Promise<void> => {
    timer = null;
    const lost = span;
    if (!lost) return;
    span = null;
    try {
      await inTransaction(strapi, async (db) => {
        const { id } = await findConnection(db);
        await addLostSpan(db, id, lost);
      });
    } catch {
      // Still away: the span is kept, joined by what was lost meanwhile.
      span = merge(lost, span);
      plan();
    }
  };

  return {
    count(at: number): void {
      span = merge(span, { from: at, to: at, count: 1 });
      plan();
    },

    /** Not written down yet. */
    pending: (): LostSpanRow | null => span,

    async destroy(): Promise<void> {
      isStopping = true;
      if (timer) clearTimeout(timer);
      await write();
      if (span) strapi.log.error(`[kartra] ${span.count} lost webhooks could not be written down.`);
    },
  };
};

function merge(a: LostSpanRow | null, b: LostSpanRow | null): LostSpanRow | null {
  return a && b ? joinSpans(a, b) : (a ?? b);
}
