/** Shapes that every resource of the admin API shares. */

export type { MessageValue, Sentence } from '../server/src/core/wording/sentence';

export interface Pagination {
  readonly page: number;
  readonly pageSize: number;
  readonly pageCount: number;
  /** Exact up to 10,000; `totalIsCapped` says that there are more. */
  readonly total: number;
  readonly totalIsCapped?: boolean;
}

export interface PageQuery {
  readonly page?: number;
  readonly pageSize?: number;
}

export interface Answer<Data, Meta = Record<string, never>> {
  readonly data: Data;
  readonly meta: Meta;
}

export type PagedAnswer<Item> = Answer<readonly Item[], { readonly pagination: Pagination }>;
