import * as React from 'react';

import { Box, Button, Flex, Popover, Typography } from '@strapi/design-system';
import { Filter } from '@strapi/icons';

import { SearchBox } from '../../components/form/SearchBox';
import { FilterTags } from './FilterTags';
import { FilterFields } from './FilterFields';
import { FormDialog } from '../../components/form/FormDialog';
import { useAccess } from '../../hooks/useAccess';
import { useIsNarrow } from '../../hooks/useIsNarrow';
import { useTexts } from '../../hooks/useTexts';
import { useProductNames } from './useProductNames';

import type { Filters } from '../../hooks/useFilters';
import type { LogFilter } from './filters';

export function FilterBar({ filters }: { filters: Filters<LogFilter> }) {
  const { t } = useTexts();
  const access = useAccess();
  const isNarrow = useIsNarrow();
  const [isOpen, setIsOpen] = React.useState(false);
  const productNames = useProductNames(isOpen || filters.values.productId !== undefined);
  const fields = <FilterFields filters={filters} productNames={productNames} />;
  return (
    <Flex direction="column" alignItems="stretch" gap={3}>
      <Flex gap={2} wrap="wrap" alignItems="center">
        {access.seePersonalData ? (
          <SearchBox
            key={filters.values.email ?? ''}
            label={t('logs.email-exact')}
            value={filters.values.email ?? ''}
            onSearch={(email) => filters.set({ email })}
          />
        ) : (
          <Typography variant="pi" textColor="neutral600">
            {t('logs.search-needs', { permission: t('permission.see-personal-data') })}
          </Typography>
        )}
        {isNarrow ? (
          <Button variant="tertiary" startIcon={<Filter />} onClick={() => setIsOpen(true)}>
            {t('logs.filters')}
          </Button>
        ) : (
          <Popover.Root open={isOpen} onOpenChange={setIsOpen}>
            <Popover.Trigger>
              <Button variant="tertiary" startIcon={<Filter />}>
                {t('logs.filters')}
              </Button>
            </Popover.Trigger>
            <Popover.Content aria-label={t('logs.filters')}>
              <Box padding={4} width="72rem" maxWidth="90vw">
                {fields}
              </Box>
            </Popover.Content>
          </Popover.Root>
        )}
      </Flex>
      {isNarrow && isOpen ? (
        <FormDialog
          title={t('logs.filters')}
          submitLabel={t('logs.show-filtered')}
          hasCancel={false}
          isRunning={false}
          problem={null}
          onSubmit={() => setIsOpen(false)}
          onClose={() => setIsOpen(false)}
        >
          {fields}
        </FormDialog>
      ) : null}
      <FilterTags filters={filters} productNames={productNames} />
    </Flex>
  );
}
