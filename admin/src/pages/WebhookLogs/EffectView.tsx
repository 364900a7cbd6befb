import { Flex, Typography } from '@strapi/design-system';

import { FieldTable } from '../../components/table/FieldTable';
import { OutcomeSentence } from '../../components/logs/LogParts';
import { nameProduct } from '../../utils/names';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { isChange } from '../../utils/replayable';

import type { WebhookLogDetail } from '../../../../contracts/webhook-log';
import type { TableRow } from '../../components/table/FieldTable';
import type { Texts } from '../../utils/texts';

export function EffectView({ log }: { log: WebhookLogDetail }) {
  const texts = useTexts();
  const { t } = texts;
  const rows = changesOf(log, texts);
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography tag="p">
        <OutcomeSentence log={log} />
      </Typography>
      {rows.length > 0 ? (
        <FieldTable
          label={t('log.view.effect')}
          columns={[
            { label: t('effect.what') },
            { label: t('effect.before') },
            { label: t('effect.after') },
          ]}
          rows={rows}
        />
      ) : (
        <Typography textColor="neutral600">{t('effect.nothing')}</Typography>
      )}
      <MappingUsed log={log} />
    </Flex>
  );
}

/** Level, account and purchase: what of them is another now. */
function changesOf(log: WebhookLogDetail, { t, lookUp }: Texts): TableRow[] {
  const { effect, values } = log;
  const stateOf = (state: unknown) =>
    typeof state === 'string' ? lookUp(`member-state.${state}`, state) : t('effect.none');
  const { purchaseBefore = null, purchaseAfter = null } = values;
  return [
    ...(isChange(effect)
      ? [
          {
            key: 'level',
            cells: [
              t('level.label'),
              effect.before ?? t('effect.no-level'),
              effect.after ?? t('effect.no-level'),
            ],
          },
        ]
      : []),
    ...(effect?.accountCreated
      ? [
          {
            key: 'account',
            cells: [t('effect.account'), t('effect.account-none'), t('effect.account-created')],
          },
        ]
      : []),
    ...(purchaseBefore === purchaseAfter
      ? []
      : [
          {
            key: 'purchase',
            cells: [t('effect.purchase'), stateOf(purchaseBefore), stateOf(purchaseAfter)],
          },
        ]),
  ];
}

function MappingUsed({ log }: { log: WebhookLogDetail }) {
  const { t, list } = useTexts();
  const dates = useDates();
  const { mappingUsed } = log;
  if (!mappingUsed) {
    return null;
  }
  return (
    <Typography tag="p" textColor="neutral600">
      {t(mappingUsed.isSavedSince ? 'effect.mapping-changed' : 'effect.mapping-used', {
        product: nameProduct(log.productName, log.productId),
        level: list(mappingUsed.roles.map(({ name }) => name ?? t('mapping.role-missing'))),
        hasName: mappingUsed.savedBy === null ? 'no' : 'yes',
        name: mappingUsed.savedBy,
        date: dates.day(mappingUsed.savedAt),
      })}
    </Typography>
  );
}
