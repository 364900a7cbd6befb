import * as React from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';
import { isReplayable } from '../../utils/replayable';

import type { ReplayResult } from '../../../../contracts/webhook-log-requests';
import type { WebhookLogDetail } from '../../../../contracts/webhook-log';
import type { Problem } from '../../api/problem';

export interface Replay {
  readonly isPossible: boolean;
  /** What a replay would do now; null until it was tried. */
  readonly dry: ReplayResult | null;
  readonly problem: Problem | null;
  readonly isTrying: boolean;
  readonly isRunning: boolean;
  readonly tryIt: () => Promise<void>;
  readonly run: () => Promise<void>;
  /** Puts the dry result away. */
  readonly close: () => void;
}

/** One webhook once more: first without changing anything, then for real. */
export function useReplay(log: WebhookLogDetail | undefined, onDone: () => Promise<void>): Replay {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const { toggleNotification } = useNotification();
  const [dry, setDry] = React.useState<ReplayResult | null>(null);
  const trying = useAction(api.replay);
  const running = useAction(api.replay);
  const id = log?.id ?? 0;
  return {
    isPossible: access.replay && log !== undefined && isReplayable(log),
    dry: dry?.id === id ? dry : null,
    problem: running.problem ?? trying.problem,
    isTrying: trying.isRunning,
    isRunning: running.isRunning,
    tryIt: async () => {
      running.clear();
      setDry((await trying.run(id, true)) ?? null);
    },
    run: async () => {
      trying.clear();
      if (await running.run(id, false)) {
        setDry(null);
        toggleNotification({ type: 'success', message: t('replay.done') });
        await onDone();
      }
    },
    close: () => setDry(null),
  };
}
