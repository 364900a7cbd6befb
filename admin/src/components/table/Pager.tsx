import { Button, Flex, Typography } from '@strapi/design-system';
import { ChevronLeft, ChevronRight } from '@strapi/icons';
import { useIntl } from 'react-intl';

import { useTexts } from '../../hooks/useTexts';

import type { Pagination } from '../../../../contracts/common';
import type { TextKey } from '../../utils/texts';

interface PagerProps {
  pagination: Pagination;
  rows: number;
  previous: TextKey;
  next: TextKey;
  onPage: (page: number) => void;
}

/** Where these rows stand in the whole, and the way to the others. */
export function Pager({ pagination, rows, previous, next, onPage }: PagerProps) {
  const { t } = useTexts();
  const intl = useIntl();
  const { page, pageSize, pageCount, total, totalIsCapped } = pagination;
  const from = (page - 1) * pageSize + 1;
  if (rows === 0) {
    return null;
  }
  return (
    <Flex
      tag="nav"
      aria-label={t('pager.label')}
      justifyContent="space-between"
      gap={3}
      wrap="wrap"
    >
      <Typography textColor="neutral600">
        {t(totalIsCapped ? 'pager.rows-capped' : 'pager.rows', {
          from: intl.formatNumber(from),
          to: intl.formatNumber(from + rows - 1),
          total: intl.formatNumber(total),
        })}
      </Typography>
      {page > 1 || page < pageCount ? (
        <Flex gap={2}>
          <Button
            variant="tertiary"
            startIcon={<ChevronLeft />}
            disabled={page <= 1}
            onClick={() => onPage(page - 1)}
          >
            {t(previous)}
          </Button>
          <Button
            variant="tertiary"
            endIcon={<ChevronRight />}
            disabled={page >= pageCount}
            onClick={() => onPage(page + 1)}
          >
            {t(next)}
          </Button>
        </Flex>
      ) : null}
    </Flex>
  );
}
