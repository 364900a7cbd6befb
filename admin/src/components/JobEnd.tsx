import { Button } from '@strapi/design-system';

import { useDates } from '../hooks/useDates';
import { useTexts } from '../hooks/useTexts';
import { howItEnded } from '../utils/jobs';
import { Notice } from './Notice';

import type { Job } from '../../../contracts/job';

const KINDS = { done: 'success', partly: 'warning', stopped: 'info', failed: 'danger' } as const;

/** How long work ended, until somebody closes it or it is old. */
export function JobEnd({ job, onClose }: { job: Job; onClose: () => void }) {
  const { t, lookUp } = useTexts();
  const dates = useDates();
  const end = howItEnded(job);
  return (
    <Notice
      kind={KINDS[end]}
      title={lookUp(`job.name.${job.kind}`, job.kind)}
      action={
        <Button variant="tertiary" size="S" onClick={onClose}>
          {t('common.close')}
        </Button>
      }
    >
      {t(`job.end.${end}`, {
        time: dates.time(job.finishedAt ?? job.queuedAt),
        done: job.done,
        total: job.total,
        failed: job.failed,
      })}
    </Notice>
  );
}
