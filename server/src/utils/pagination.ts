import type { Pagination } from '../../../contracts/common';

const PAGE_SIZE = 25;

export function paginationOf(asked: { page: number; pageSize: number; total: number }): Pagination {
  return { ...asked, pageCount: Math.ceil(asked.total / asked.pageSize) };
}

/** Of a list that is short enough to be read whole: the page asked for, or all of it where none is. */
export function pageOf<Item>(
  rows: readonly Item[],
  asked: { readonly page?: number | undefined; readonly pageSize?: number | undefined }
): { data: readonly Item[]; meta: { pagination: Pagination } } {
  const isWhole = asked.page === undefined && asked.pageSize === undefined;
  const page = asked.page ?? 1;
  const pageSize = isWhole ? Math.max(rows.length, 1) : (asked.pageSize ?? PAGE_SIZE);
  const data = rows.slice((page - 1) * pageSize, page * pageSize);
  return { data, meta: { pagination: paginationOf({ page, pageSize, total: rows.length }) } };
}
