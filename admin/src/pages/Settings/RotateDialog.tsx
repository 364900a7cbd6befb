import * as React from 'react';

import {
  Box,
  Checkbox,
  Field,
  SingleSelect,
  SingleSelectOption,
  Typography,
} from '@strapi/design-system';
import { useApi } from '../../api/client';
import { FormDialog } from '../../components/form/FormDialog';
import { WebhookUrl } from '../../components/WebhookUrl';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';

import type { Connection } from '../../../../contracts/connection';

const OVERLAPS = [24, 72, 168] as const;

/** A new main URL; the old one keeps working for a while. */
export function RotateDialog({
  onClose,
  onRotated,
}: {
  onClose: () => void;
  onRotated: () => Promise<void>;
}) {
  const { t } = useTexts();
  const api = useApi();
  const [rotated, setRotated] = React.useState<Connection | null>(null);
  const [hours, setHours] = React.useState<number>(72);
  const [isAtOnce, setIsAtOnce] = React.useState(false);
  const rotate = useAction(api.rotate);
  const submit = async () => {
    const connection = await rotate.run({ overlapHours: isAtOnce ? 0 : hours });
    if (connection) {
      setRotated(connection);
      await onRotated();
    }
  };
  if (rotated) {
    return <RotatedDialog connection={rotated} onClose={onClose} />;
  }
  return (
    <FormDialog
      title={t('settings.rotate')}
      submitLabel={t('settings.rotate')}
      tone="danger-light"
      isRunning={rotate.isRunning}
      problem={rotate.problem}
      onSubmit={() => void submit()}
      onClose={onClose}
    >
      <Typography>{t('settings.rotate-text')}</Typography>
      <Field.Root name="overlap" alignItems="stretch">
        <Field.Label>{t('settings.overlap')}</Field.Label>
        <SingleSelect
          value={String(hours)}
          disabled={isAtOnce}
          onChange={(chosen) => setHours(Number(chosen))}
        >
          {OVERLAPS.map((choice) => (
            <SingleSelectOption key={choice} value={String(choice)}>
              {t('settings.hours', { n: choice })}
            </SingleSelectOption>
          ))}
        </SingleSelect>
      </Field.Root>
      <Box>
        <Checkbox
          checked={isAtOnce}
          onCheckedChange={(checked: boolean | 'indeterminate') => setIsAtOnce(checked === true)}
        >
          {t('settings.end-at-once')}
        </Checkbox>
        <Typography textColor="neutral600" tag="p">
          {t('settings.end-at-once-hint')}
        </Typography>
      </Box>
    </FormDialog>
  );
}

/** The new URL, to be copied into Kartra now. */
function RotatedDialog({ connection, onClose }: { connection: Connection; onClose: () => void }) {
  const { t } = useTexts();
  const area = React.useRef<HTMLDivElement>(null);
  React.useEffect(() => area.current?.querySelector('input')?.focus(), []);
  return (
    <FormDialog
      title={t('settings.rotate')}
      submitLabel={t('common.close')}
      hasCancel={false}
      isRunning={false}
      problem={null}
      onSubmit={onClose}
      onClose={onClose}
    >
      <Typography>{t('settings.rotated')}</Typography>
      <Box ref={area}>
        <WebhookUrl connection={connection} />
      </Box>
    </FormDialog>
  );
}
