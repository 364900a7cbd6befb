import * as React from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Filter } from '@strapi/icons';

import { SearchBox } from '../../components/SearchBox';
import { FilterTags } from './FilterTags';
import { FilterFields } from './FilterFields';
import { FormDialog } from '../../components/FormDialog';
import { useAccess } from '../../hooks/useAccess';
import { useIsNarrow } from '../../hooks/useIsNarrow';
import { useTexts } from '../../hooks/useTexts';

import type { Filters } from '../../hooks/useFilters';
import type { LogFilter } from './filters';

export function FilterBar({ filters }: { filters: Filters<LogFilter> }) {
  const { t } = useTexts();
  const access = useAccess();
  const isNarrow = useIsNarrow();
  const [isOpen, setIsOpen] = React.useState(false);
  const areaId = React.useId();
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
        <Button
          variant="tertiary"
          startIcon={<Filter />}
          {...(isNarrow ? {} : { 'aria-expanded': isOpen, 'aria-controls': areaId })}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t('logs.filters')}
        </Button>
      </Flex>
      {isNarrow ? null : (
        <Box id={areaId} hidden={!isOpen}>
          {isOpen ? (
            <Box background="neutral0" hasRadius shadow="tableShadow" padding={4}>
              <FilterFields filters={filters} />
            </Box>
          ) : null}
        </Box>
      )}
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
          <FilterFields filters={filters} />
        </FormDialog>
      ) : null}
      <FilterTags filters={filters} />
    </Flex>
  );
}
