import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import { useApi } from '../api/client';
import { useAccess } from '../hooks/useAccess';
import { useAction } from '../hooks/useAction';
import { useResource } from '../hooks/useResource';
import { useTexts } from '../hooks/useTexts';
import { ConfirmDialog } from './ConfirmDialog';
import { Progress } from './Progress';

import type { Job } from '../../../contracts/job';

const BUSY_MS = 1_000;
const IDLE_MS = 10_000;

const isAtWork = (job: Job) => job.state === 'queued' || job.state === 'running';

/** Long work that goes on behind the page, for everyone to see, after a reload too. */
export function JobBar() {
  const { t, lookUp } = useTexts();
  const api = useApi();
  const access = useAccess();
  const [isStopping, setIsStopping] = React.useState(false);
  const jobs = useResource('jobs', api.jobs, {
    liveMs: (data) => (data?.some(isAtWork) ? BUSY_MS : IDLE_MS),
  });
  const working = (jobs.data ?? []).filter(isAtWork);
  const job = working.find(({ state }) => state === 'running') ?? working[0];
  if (!job) {
    return null;
  }
  const text = t('job.progress', { done: job.done, total: job.total });
  const title = lookUp(`job.kind.${job.kind}`, job.kind);
  return (
    <Flex
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={4}
      gap={4}
      wrap="wrap"
      role="region"
      aria-label={title}
    >
      <Typography fontWeight="bold">{title}</Typography>
      <Progress share={job.total > 0 ? job.done / job.total : 0} label={title} text={text} />
      <Typography textColor="neutral600">{text}</Typography>
      {working.length > 1 ? (
        <Typography textColor="neutral600">
          {t('job.waiting', { n: working.length - 1 })}
        </Typography>
      ) : null}
      {access.manageMappings && !job.stopRequested ? (
        <Button variant="tertiary" size="S" onClick={() => setIsStopping(true)}>
          {t('job.stop')}
        </Button>
      ) : null}
      {isStopping ? (
        <StopDialog job={job} onClose={() => setIsStopping(false)} onStopped={jobs.reload} />
      ) : null}
    </Flex>
  );
}

interface StopDialogProps {
  job: Job;
  onClose: () => void;
  onStopped: () => Promise<void>;
}

function StopDialog({ job, onClose, onStopped }: StopDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const stop = useAction(api.stopJob);
  const confirm = async () => {
    if (await stop.run(job.id)) {
      onClose();
      await onStopped();
    }
  };
  return (
    <ConfirmDialog
      title={t('job.stop-title')}
      cancelLabel={t('job.go-on')}
      confirmLabel={t('job.stop')}
      isRunning={stop.isRunning}
      problem={stop.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {t('job.stop-text', { done: job.done, total: job.total })}
    </ConfirmDialog>
  );
}
