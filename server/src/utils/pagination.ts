import type { Pagination } from '../../../contracts/common';

export function paginationOf(asked: { page: number; pageSize: number; total: number }): Pagination {
  return { ...asked, pageCount: Math.ceil(asked.total / asked.pageSize) };
}
