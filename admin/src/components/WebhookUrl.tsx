import * as React from 'react';

import { Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Duplicate, Eye, EyeStriked } from '@strapi/icons';

import { useCopy } from '../hooks/useCopy';
import { useTexts } from '../hooks/useTexts';
import { maskWebhookUrl } from '../utils/webhook-url';
import { useHiddenText } from '../hooks/useHiddenText';

const SHOWN_MS = 30_000;

interface WebhookUrlProps {
  /** Null without the permission to see it. */
  url: string | null;
  onCopied?: () => void;
  action?: React.ReactNode;
}

/** The address for Kartra. It holds a secret, so it is masked until asked for, and again after half a minute. */
export function WebhookUrl({ url, onCopied, action }: WebhookUrlProps) {
  const { t } = useTexts();
  const hidden = useHiddenText();
  const copy = useCopy();
  const [isShown, setIsShown] = React.useState(false);

  React.useEffect(() => {
    if (!isShown) {
      return undefined;
    }
    const timer = window.setTimeout(() => setIsShown(false), SHOWN_MS);
    return () => window.clearTimeout(timer);
  }, [isShown]);

  if (url === null) {
    return <Typography textColor="neutral600">{hidden('manageSecrets')}</Typography>;
  }
  const copyUrl = async () => {
    if (await copy(url, t('url.copied'))) {
      onCopied?.();
    }
  };
  return (
    <Flex gap={2} alignItems="flex-end" wrap="wrap">
      <Field.Root name="webhookUrl" flex="1" minWidth="24rem" alignItems="stretch">
        <Field.Label>{t('url.label')}</Field.Label>
        <TextInput
          readOnly
          value={isShown ? url : maskWebhookUrl(url)}
          onFocus={(event: React.FocusEvent<HTMLInputElement>) => event.target.select()}
        />
      </Field.Root>
      <Button
        variant="tertiary"
        size="L"
        startIcon={isShown ? <EyeStriked /> : <Eye />}
        onClick={() => setIsShown(!isShown)}
      >
        {isShown ? t('url.hide') : t('url.show')}
      </Button>
      <Button variant="secondary" size="L" startIcon={<Duplicate />} onClick={() => void copyUrl()}>
        {t('url.copy')}
      </Button>
      {action}
    </Flex>
  );
}
