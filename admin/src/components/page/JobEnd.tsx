import { Button, Flex } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { howItEnded, isReplay } from '../../utils/jobs';
import { Notice } from '../Notice';
import { ProblemNotice } from '../ProblemNotice';
import { PageLink } from '../TextLink';

import type { Job } from '../../../../contracts/job';

const KINDS = { done: 'success', partly: 'warning', stopped: 'info', failed: 'danger' } as const;

interface JobEndProps {
  job: Job;
  onClose: () => void;
  /** It continues, or another one started. */
  onBegun: () => Promise<void>;
}

/** How a job ended, until the notice is closed or old. */
export function JobEnd({ job, onClose, onBegun }: JobEndProps) {
  const { t } = useTexts();
  const end = howItEnded(job);
  const text = useEndText(job);
  return (
    <Notice
      kind={KINDS[end]}
      title={t(`job.name.${job.kind}`)}
      action={
        <Flex gap={3} wrap="wrap">
          <JobLinks job={job} />
          <JobDeed job={job} onBegun={onBegun} />
          <Button variant="tertiary" size="S" onClick={onClose}>
            {t('common.close')}
          </Button>
        </Flex>
      }
    >
      {text}
    </Notice>
  );
}

function useEndText(job: Job): string {
  const { t } = useTexts();
  const dates = useDates();
  const end = howItEnded(job);
  const { done, total, failed, tally } = job;
  const time = dates.time(job.finishedAt ?? job.queuedAt);
  const unit = isReplay(job) ? 'yes' : 'no';
  switch (end) {
    case 'done':
      if (tally) {
        const { gained, lost, moved, unchanged, held } = tally;
        return t('job.end.tally', { time, gained, lost, moved, unchanged, held });
      }
      return t('job.end.done', { time, done, total, isReplay: unit });
    case 'partly':
      return t(isReplay(job) ? 'job.end.partly-webhooks' : 'job.end.partly', { failed });
    case 'stopped':
      return t('job.end.stopped', { time, done, total, isReplay: unit });
    case 'failed':
      return t('job.end.failed', { time, done, total });
  }
}

function JobLinks({ job }: { job: Job }) {
  const { t } = useTexts();
  const end = howItEnded(job);
  const failed = job.tally?.failedMemberIds ?? [];
  if (end === 'partly' && failed.length > 0) {
    return (
      <PageLink to={`${BASE_PATH}/members?ids=${failed.join(',')}`}>
        {t('job.show-failed', { n: failed.length })}
      </PageLink>
    );
  }
  const changed = (job.tally?.gained ?? 0) + (job.tally?.lost ?? 0) + (job.tally?.moved ?? 0);
  const day = (job.startedAt ?? job.queuedAt).slice(0, 10);
  return end === 'done' && changed > 0 ? (
    <PageLink to={`${BASE_PATH}/activity?from=${day}`}>{t('job.show-them')}</PageLink>
  ) : null;
}

/** Goes on with what was stopped, or tries again what failed. */
function JobDeed({ job, onBegun }: Pick<JobEndProps, 'job' | 'onBegun'>) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const end = howItEnded(job);
  const canRetry = end === 'partly' && (job.tally?.failedMemberIds.length ?? 0) > 0;
  const deed = useAction(end === 'stopped' ? api.resumeJob : api.retryJob);
  if (!access.manageMappings || !(canRetry || end === 'stopped')) {
    return null;
  }
  const begin = async () => {
    if (await deed.run(job.id)) {
      await onBegun();
    }
  };
  return (
    <>
      <Button variant="secondary" size="S" loading={deed.isRunning} onClick={() => void begin()}>
        {t(canRetry ? 'job.retry' : 'job.continue')}
      </Button>
      <ProblemNotice problem={deed.problem} />
    </>
  );
}
