/** Shapes that every resource of the admin API shares. */
import { z } from 'zod';
import { SENTENCE_CODES } from '../server/src/core/wording/english';
import { named, type In, type Out } from './schema';

export const messageValue = named(
  'MessageValue',
  z.union([z.string(), z.number(), z.boolean(), z.null()])
);
export type MessageValue = Out<typeof messageValue>;

export const messageValues = z.record(z.string(), messageValue);

/** A sentence, and what it is made of, so that the panel can say it in any language. */
export const sentence = named(
  'Sentence',
  z.strictObject({ text: z.string(), code: z.enum(SENTENCE_CODES), values: messageValues })
);
export type Sentence = Out<typeof sentence>;

export const pagination = named(
  'Pagination',
  z.strictObject({
    page: z.int(),
    pageSize: z.int(),
    pageCount: z.int(),
    total: z.int(),
  })
);

/** Of a list whose lines are not all counted. */
export const cappedPagination = pagination.extend({
  total: z.int().describe('Exact up to 10,000; `totalIsCapped` says that there are more.'),
  totalIsCapped: z.boolean(),
});

export type Pagination = Out<typeof pagination> & Partial<Out<typeof cappedPagination>>;

/** Nothing is said beside the data. */
const noMeta = z.strictObject({});

/** `{ data, meta }`, as every route of the admin API answers. */
export const answer = <Data extends z.ZodType, Meta extends z.ZodType = typeof noMeta>(
  data: Data,
  meta?: Meta
) => z.strictObject({ data, meta: (meta ?? noMeta) as Meta });

/** One page of a list, or all of it. */
export const page = <Item extends z.ZodType>(item: Item) =>
  answer(z.array(item), z.strictObject({ pagination }));

/** It was only tried, or done. */
export const dryRunMeta = z.strictObject({ dryRun: z.boolean() });

export interface Answer<Data, Meta = Record<string, never>> {
  readonly data: Data;
  readonly meta: Meta;
}

export type PagedAnswer<Item> = Answer<readonly Item[], { readonly pagination: Pagination }>;

export const idParams = z.object({ id: z.coerce.number<string>().int().positive() });

/** A request that says all in its address. */
export const nothing = z.strictObject({});

/** Query values arrive as text. */
const pageNumber = z.coerce.number<string | number>().int().min(1).max(1_000_000);
const pageSize = z.coerce.number<string | number>().int().min(1).max(100);

export const pageQuery = z.object({
  page: pageNumber.default(1),
  pageSize: pageSize.default(25),
});
export type PageQuery = In<typeof pageQuery>;

/** Of a list that is given whole where no page is asked for. */
export const optionalPageQuery = z.object({
  page: pageNumber.optional(),
  pageSize: pageSize.optional(),
});
