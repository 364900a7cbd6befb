import { Box, Button, Flex, Grid, Typography } from '@strapi/design-system';
import { Plus } from '@strapi/icons';

import { LeaveGuard } from '../../components/page/LeaveGuard';
import { LevelsSelect } from '../../components/form/LevelsSelect';
import { ProblemNotice } from '../../components/ProblemNotice';
import { ProductField } from '../../components/form/MappingFields';
import { PageLink } from '../../components/TextLink';
import { Tick, Ticks } from './Tick';
import { useAccess } from '../../hooks/useAccess';
import { useLevels } from '../../hooks/useLevels';
import { EMPTY_DRAFT, useMappingForm } from '../../components/form/useMappingForm';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { Overview } from '../../../../contracts/overview';

export function MapTicks({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const n = overview.facts.mappings;
  return (
    <Ticks>
      <Tick isDone={n > 0}>{n > 0 ? t('step.mappings-saved', { n }) : t('step.no-mapping')}</Tick>
    </Ticks>
  );
}

export function MapStep({ overview }: { overview: Overview }) {
  const { t, rich } = useTexts();
  const access = useAccess();
  const n = overview.facts.mappings;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography>
        {rich('step.map-text', { menu: (chunks) => <code key="menu">{chunks}</code> })}
      </Typography>
      {access.manageMappings ? (
        <ShortMappingForm />
      ) : (
        <Typography textColor="neutral600">{t('mapping.not-allowed')}</Typography>
      )}
      {n > 0 ? <PageLink to={`${BASE_PATH}/mappings`}>{t('step.open-mappings')}</PageLink> : null}
    </Flex>
  );
}

function ShortMappingForm() {
  const { t } = useTexts();
  const levels = useLevels();
  const overview = useOverview();
  const form = useMappingForm(EMPTY_DRAFT, levels);
  const submit = async () => {
    if (await form.submit()) {
      await Promise.all([overview.reload(), levels.reload()]);
    }
  };
  return (
    <form
      noValidate
      aria-label={t('mapping.add')}
      onSubmit={(event) => {
        event.preventDefault();
        void submit();
      }}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <ProblemNotice problem={form.problem} />
        <Grid.Root gap={4}>
          <Grid.Item col={6} m={6} xs={12} direction="column" alignItems="stretch">
            <ProductField form={form} />
          </Grid.Item>
          <Grid.Item col={6} m={6} xs={12} direction="column" alignItems="stretch">
            <LevelsSelect
              levels={levels}
              value={form.draft.levels}
              onChange={(chosen) => form.change({ levels: chosen })}
              error={form.errors.levels}
            />
          </Grid.Item>
        </Grid.Root>
        <Box>
          <Button type="submit" variant="secondary" startIcon={<Plus />} loading={form.isRunning}>
            {t('mapping.add')}
          </Button>
        </Box>
      </Flex>
      {form.preview}
      {form.isDirty ? <LeaveGuard /> : null}
    </form>
  );
}
