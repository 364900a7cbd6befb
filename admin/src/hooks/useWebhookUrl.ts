import * as React from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../api/client';
import { useAction } from './useAction';
import { useCopy } from './useCopy';
import { useProblemText } from './useProblemText';
import { useTexts } from './useTexts';

const SHOWN_MS = 30_000;

/**
 * A webhook URL is a secret that the panel does not have: showing and copying it ask the server, which notes who did.
 * What is shown is hidden again after half a minute.
 */
export function useWebhookUrl(keyId: number, onCopied?: () => void) {
  const { t } = useTexts();
  const api = useApi();
  const copyText = useCopy();
  const { toggleNotification } = useNotification();
  const tellProblem = useProblemText();
  const { run, isRunning, problem } = useAction(api.revealUrl);
  const [url, setUrl] = React.useState<string | null>(null);
  const shown = React.useRef<typeof problem>(null);

  React.useEffect(() => {
    if (url === null) {
      return undefined;
    }
    const timer = window.setTimeout(() => setUrl(null), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [url]);

  React.useEffect(() => {
    // Each problem once, however often the texts change.
    if (problem && shown.current !== problem) {
      shown.current = problem;
      const message = t('url.not-shown', { sentence: tellProblem(problem) });
      toggleNotification({ type: 'danger', message });
    }
  }, [problem, t, tellProblem, toggleNotification]);

  const ask = async (): Promise<string | null> => {
    const answer = await run(keyId);
    if (answer?.webhookUrl === null) {
      toggleNotification({ type: 'warning', message: t('url.unreadable') });
    }
    return answer?.webhookUrl ?? null;
  };
  return {
    /** Null while it is hidden. */
    url,
    isAsking: isRunning,
    show: async () => setUrl(await ask()),
    hide: () => setUrl(null),
    copy: async () => {
      const asked = url ?? (await ask());
      if (asked !== null && (await copyText(asked, t('url.copied')))) {
        onCopied?.();
      }
    },
  };
}
