import * as React from 'react';

import { Box, Button, Typography } from '@strapi/design-system';

import { FormDialog } from '../../components/form/FormDialog';
import { useTexts } from '../../hooks/useTexts';

/** What to write where; the address is an example that cannot exist. */
const EXAMPLE = `export default ({ env }) => ({
  host: env('HOST', '0.0.0.0'),
  port: env.int('PORT', 1337),
  url: env('PUBLIC_URL', 'https://members.example.com'),
  app: { keys: env.array('APP_KEYS') },
});`;

/** For users who can edit the site's files, or know who can. */
export function PublicUrlHelp() {
  const { t, rich } = useTexts();
  const [isOpen, setIsOpen] = React.useState(false);
  const close = () => setIsOpen(false);
  return (
    <>
      <Button size="S" variant="tertiary" onClick={() => setIsOpen(true)}>
        {t('notice.how-to-fix')}
      </Button>
      {isOpen ? (
        <FormDialog
          title={t('notice.unreachable')}
          submitLabel={t('common.close')}
          hasCancel={false}
          isRunning={false}
          problem={null}
          onSubmit={close}
          onClose={close}
        >
          <Typography>
            {rich('notice.fix-set', { code: (chunks) => <code key="file">{chunks}</code> })}
          </Typography>
          <Box
            tag="pre"
            tabIndex={0}
            aria-label={t('notice.fix-example')}
            background="neutral100"
            color="neutral800"
            hasRadius
            padding={4}
            margin={0}
            overflow="auto"
          >
            <code style={{ fontSize: '1.4rem' }}>{EXAMPLE}</code>
          </Box>
          <Typography>{t('notice.fix-then')}</Typography>
        </FormDialog>
      ) : null}
    </>
  );
}
