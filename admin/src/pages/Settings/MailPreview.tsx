import { Box, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { LoadingArea } from '../../components/page/Areas';
import { FormDialog } from '../../components/form/FormDialog';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';

import type { PreviewWelcomeBody } from '../../../../contracts/connection';

interface MailPreviewProps {
  mail: PreviewWelcomeBody;
  onClose: () => void;
}

/** The mail as an invented buyer would get it. */
export function MailPreview({ mail, onClose }: MailPreviewProps) {
  const { t } = useTexts();
  const api = useApi();
  const { subject, text } = mail;
  const preview = useResource('welcome-preview', () => api.previewWelcome({ subject, text }));
  return (
    <FormDialog
      title={t('settings.mail-preview-title')}
      submitLabel={t('common.close')}
      hasCancel={false}
      isRunning={false}
      problem={preview.problem}
      onSubmit={onClose}
      onClose={onClose}
    >
      {preview.isLoading ? <LoadingArea>{t('settings.mail-previewing')}</LoadingArea> : null}
      {preview.data ? (
        <Box background="neutral100" hasRadius padding={4}>
          <Typography tag="p" fontWeight="bold">
            {preview.data.subject}
          </Typography>
          <Typography
            tag="p"
            textColor="neutral800"
            style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere', marginTop: '1.2rem' }}
          >
            {preview.data.text}
          </Typography>
        </Box>
      ) : null}
    </FormDialog>
  );
}
