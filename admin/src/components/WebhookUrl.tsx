import * as React from 'react';

import { Button, Field, Flex, TextInput, Typography } from '@strapi/design-system';
import { Duplicate, Eye, EyeStriked } from '@strapi/icons';

import { useAccess } from '../hooks/useAccess';
import { useHiddenText } from '../hooks/useHiddenText';
import { useTexts } from '../hooks/useTexts';
import { useWebhookUrl } from '../hooks/useWebhookUrl';
import { HIDDEN_KEY } from '../utils/webhook-url';

import type { Connection } from '../../../contracts/connection';

interface WebhookUrlProps {
  connection: Connection;
  onCopied?: () => void;
  action?: React.ReactNode;
}

/** The main address for Kartra, masked until it is asked for. */
export function WebhookUrl({ connection, onCopied, action }: WebhookUrlProps) {
  const access = useAccess();
  const hidden = useHiddenText();
  const main = connection.keys.find(({ isMain }) => isMain);
  if (!access.manageSecrets || !main) {
    return <Typography textColor="neutral600">{hidden('manageSecrets')}</Typography>;
  }
  return (
    <UrlField
      keyId={main.id}
      start={connection.webhookUrlStart}
      onCopied={onCopied}
      action={action}
    />
  );
}

interface UrlFieldProps {
  keyId: number;
  start: string;
  onCopied: (() => void) | undefined;
  action: React.ReactNode;
}

function UrlField({ keyId, start, onCopied, action }: UrlFieldProps) {
  const { t } = useTexts();
  const { url, isAsking, show, hide, copy } = useWebhookUrl(keyId, onCopied);
  return (
    <Flex gap={2} alignItems="flex-end" wrap="wrap">
      <Field.Root name="webhookUrl" flex="1" minWidth="24rem" alignItems="stretch">
        <Field.Label>{t('url.label')}</Field.Label>
        <TextInput
          readOnly
          value={url ?? `${start}${HIDDEN_KEY}`}
          onFocus={(event: React.FocusEvent<HTMLInputElement>) => event.target.select()}
        />
      </Field.Root>
      <Button
        variant="tertiary"
        size="L"
        startIcon={url === null ? <Eye /> : <EyeStriked />}
        disabled={isAsking}
        onClick={() => (url === null ? void show() : hide())}
      >
        {url === null ? t('url.show') : t('url.hide')}
      </Button>
      <Button
        variant="secondary"
        size="L"
        startIcon={<Duplicate />}
        disabled={isAsking}
        onClick={() => void copy()}
      >
        {t('url.copy')}
      </Button>
      {action}
    </Flex>
  );
}
