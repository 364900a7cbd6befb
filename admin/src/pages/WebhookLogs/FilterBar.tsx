import * as React from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';
import { Filter } from '@strapi/icons';

import { SearchBox } from '../../components/SearchBox';
import { FilterTags } from './FilterTags';
import { FilterFields } from './FilterFields';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';

import type { Filters } from '../../hooks/useFilters';
import type { LogFilter } from './filters';

export function FilterBar({ filters }: { filters: Filters<LogFilter> }) {
  const { t } = useTexts();
  const access = useAccess();
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
          aria-expanded={isOpen}
          aria-controls={areaId}
          onClick={() => setIsOpen(!isOpen)}
        >
          {t('logs.filters')}
        </Button>
      </Flex>
      <Box id={areaId} hidden={!isOpen}>
        {isOpen ? <FilterFields filters={filters} /> : null}
      </Box>
      <FilterTags filters={filters} />
    </Flex>
  );
}
