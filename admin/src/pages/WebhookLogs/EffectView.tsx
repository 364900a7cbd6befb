import { Flex, Typography } from '@strapi/design-system';

import { FieldTable } from '../../components/FieldTable';
import { OutcomeSentence } from '../../components/LogParts';
import { useTexts } from '../../hooks/useTexts';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';

export function EffectView({ log }: { log: WebhookLogDetail }) {
  const { t } = useTexts();
  const { effect } = log;
  const isChange = effect && (effect.before !== effect.after || effect.accountCreated);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography tag="p">
        <OutcomeSentence log={log} />
      </Typography>
      {isChange ? (
        <FieldTable
          label={t('log.view.effect')}
          columns={[
            { label: t('effect.what') },
            { label: t('effect.before') },
            { label: t('effect.after') },
          ]}
          rows={[
            {
              key: 'level',
              cells: [
                t('level.label'),
                effect.before ?? t('effect.no-level'),
                effect.after ?? t('effect.no-level'),
              ],
            },
            ...(effect.accountCreated
              ? [
                  {
                    key: 'account',
                    cells: [
                      t('effect.account'),
                      t('effect.account-none'),
                      t('effect.account-created'),
                    ],
                  },
                ]
              : []),
          ]}
        />
      ) : (
        <Typography textColor="neutral600">{t('effect.nothing')}</Typography>
      )}
    </Flex>
  );
}
