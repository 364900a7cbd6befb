import { useApi } from '../../api/client';
import { useAccess } from '../../hooks/useAccess';
import { useResource } from '../../hooks/useResource';
import { collectDecisions } from './decisions';

import type { PagedAnswer, PageQuery } from '../../../../contracts/common';
import type { WebhookLog } from '../../../../contracts/webhook-log';
import type { WebhookLogQuery } from '../../../../contracts/webhook-log-requests';
import type { Resource } from '../../hooks/useResource';
import type { Decision } from './decisions';

const LIVE_MS = 15_000;
const PAGE_SIZE = 100;
const PART_REFUNDS = { kind: 'partial-refund', state: 'applied', reason: 'no-change' } as const;

export interface Held {
  readonly decisions: readonly Decision[];
  /** How many pages of each kind these are. */
  readonly pages: number;
  readonly hasMore: boolean;
}

/** All that waits for a person, the first `pages` hundreds of each kind: webhooks that wait longest first. */
export function useHeld(pages: number): Resource<Held> {
  const api = useApi();
  const access = useAccess();
  return useResource(
    `held ${pages}`,
    async () => {
      const pagesOf = <Item>(ask: (page: PageQuery) => Promise<PagedAnswer<Item>>) =>
        readPages(pages, ask);
      const logsOf = (query: WebhookLogQuery) =>
        access.readLogs
          ? pagesOf((page) =>
              api.webhookLogs({ ...query, waits: 'true', sort: 'receivedAt:asc', ...page })
            )
          : NOTHING;
      const [offers, buyers, members, suggestions, ...logs] = await Promise.all([
        api.offers(),
        api.waitingBuyers(),
        pagesOf((page) => api.members({ state: 'drifted', ...page })),
        pagesOf(api.suggestions),
        logsOf({ state: 'held' }),
        logsOf({ state: 'dead' }),
        logsOf(PART_REFUNDS),
      ]);
      return {
        decisions: collectDecisions({
          offers,
          buyers,
          logs: logs.flatMap(({ items }) => items),
          members: members.items,
          suggestions: suggestions.items,
        }),
        pages,
        hasMore: [members, suggestions, ...logs].some(({ hasMore }) => hasMore),
      };
    },
    { liveMs: LIVE_MS }
  );
}

interface Pages<Item> {
  readonly items: readonly Item[];
  readonly hasMore: boolean;
}

const NOTHING: Pages<WebhookLog> = { items: [], hasMore: false };

/** The first `pages` pages, or as many as there are: the address may ask for any number. */
async function readPages<Item>(
  pages: number,
  ask: (page: PageQuery) => Promise<PagedAnswer<Item>>
): Promise<Pages<Item>> {
  const first = await ask({ page: 1, pageSize: PAGE_SIZE });
  const { pageCount } = first.meta.pagination;
  const numbers = Array.from({ length: Math.min(pages, pageCount) - 1 }, (_, index) => index + 2);
  const others = await Promise.all(numbers.map((page) => ask({ page, pageSize: PAGE_SIZE })));
  return {
    items: [first, ...others].flatMap(({ data }) => data),
    hasMore: pageCount > pages,
  };
}
