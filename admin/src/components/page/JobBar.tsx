import * as React from 'react';

import { Button, Flex, Typography, VisuallyHidden } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useNow } from '../../hooks/useNow';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { findShownEnd, isAtWork, isReplay, minutesLeft, quarters } from '../../utils/jobs';
import { ConfirmDialog } from '../ConfirmDialog';
import { JobEnd } from './JobEnd';
import { Progress } from '../Progress';

import type { Job } from '../../../../contracts/job';

const BUSY_MS = 1_000;
/** Who has watched for a minute does not count the seconds any more. */
const LONG_BUSY_MS = 2_000;
const LONG_MS = 60_000;
const IDLE_MS = 10_000;
const CLOSED_KEY = 'kartra.closed-job';

/** Long work that goes on behind the page, for everyone to see, after a reload too; then how it ended. */
export function JobBar() {
  const api = useApi();
  const now = useNow();
  const jobs = useResource('jobs', api.jobs, {
    liveMs: (data) => pace(data?.find(isAtWork)),
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
      onBegun={jobs.reload}
      onClose={() => {
        window.sessionStorage.setItem(CLOSED_KEY, String(ended.id));
        setClosed(ended.id);
      }}
    />
  );
}

function pace(job: Job | undefined): number {
  if (!job) {
    return IDLE_MS;
  }
  return Date.now() - Date.parse(job.queuedAt) < LONG_MS ? BUSY_MS : LONG_BUSY_MS;
}

interface JobAtWorkProps {
  job: Job;
  /** Others that wait for their turn. */
  waiting: number;
  onStopped: () => Promise<void>;
}

function JobAtWork({ job, waiting, onStopped }: JobAtWorkProps) {
  const { t } = useTexts();
  const access = useAccess();
  const [isStopping, setIsStopping] = React.useState(false);
  const text = t('job.progress', {
    done: job.done,
    total: job.total,
    isReplay: isReplay(job) ? 'yes' : 'no',
  });
  const title = useJobTitle(job);
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
      <VisuallyHidden role="status">
        {t('job.announce', { title, percent: quarters(job) * 25 })}
      </VisuallyHidden>
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

function useJobTitle(job: Job): string {
  const { t } = useTexts();
  if (isReplay(job)) {
    return t('job.kind.replay', { n: job.total });
  }
  return job.product
    ? t('job.kind.apply-mapping', { product: job.product.name ?? job.product.id })
    : t(`job.kind.${job.kind}`);
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
      {t('job.stop-text', {
        done: job.done,
        total: job.total,
        isReplay: isReplay(job) ? 'yes' : 'no',
      })}
    </ConfirmDialog>
  );
}
