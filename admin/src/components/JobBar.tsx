import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import { useApi } from '../api/client';
import { useAccess } from '../hooks/useAccess';
import { useAction } from '../hooks/useAction';
import { useNow } from '../hooks/useNow';
import { useResource } from '../hooks/useResource';
import { useTexts } from '../hooks/useTexts';
import { findShownEnd, isAtWork, minutesLeft } from '../utils/jobs';
import { ConfirmDialog } from './ConfirmDialog';
import { JobEnd } from './JobEnd';
import { Progress } from './Progress';

import type { Job } from '../../../contracts/job';

const BUSY_MS = 1_000;
const IDLE_MS = 10_000;
const CLOSED_KEY = 'kartra.closed-job';

/** Long work that goes on behind the page, for everyone to see, after a reload too; then how it ended. */
export function JobBar() {
  const api = useApi();
  const now = useNow();
  const jobs = useResource('jobs', api.jobs, {
    liveMs: (data) => (data?.some(isAtWork) ? BUSY_MS : IDLE_MS),
  });
  const [closed, setClosed] = React.useState(() =>
    Number(window.sessionStorage.getItem(CLOSED_KEY) ?? 0)
  );
  const working = (jobs.data ?? []).filter(isAtWork);
  const job = working.find(({ state }) => state === 'running') ?? working[0];
  if (job) {
    return <JobAtWork job={job} waiting={working.length - 1} onStopped={jobs.reload} />;
  }
  const ended = findShownEnd(jobs.data ?? [], { now, closed });
  if (!ended) {
    return null;
  }
  return (
    <JobEnd
      job={ended}
      onClose={() => {
        window.sessionStorage.setItem(CLOSED_KEY, String(ended.id));
        setClosed(ended.id);
      }}
    />
  );
}

interface JobAtWorkProps {
  job: Job;
  /** Others that wait for their turn. */
  waiting: number;
  onStopped: () => Promise<void>;
}

function JobAtWork({ job, waiting, onStopped }: JobAtWorkProps) {
  const { t, lookUp } = useTexts();
  const access = useAccess();
  const [isStopping, setIsStopping] = React.useState(false);
  const text = t('job.progress', { done: job.done, total: job.total });
  const title = lookUp(`job.kind.${job.kind}`, job.kind);
  const left = minutesLeft(job, useNow());
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
      <Typography textColor="neutral600">
        {left === null ? text : `${text} · ${t('job.left', { n: left })}`}
      </Typography>
      {waiting > 0 ? (
        <Typography textColor="neutral600">{t('job.waiting', { n: waiting })}</Typography>
      ) : null}
      {access.manageMappings && !job.stopRequested ? (
        <Button variant="tertiary" size="S" onClick={() => setIsStopping(true)}>
          {t('job.stop')}
        </Button>
      ) : null}
      {isStopping ? (
        <StopDialog job={job} onClose={() => setIsStopping(false)} onStopped={onStopped} />
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
