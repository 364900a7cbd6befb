import { Button, Flex, Typography } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';

import type { OfferChoices } from './useOfferChoices';

/** Stays in sight while there are choices that are not saved. */
export function SaveBar({ choices }: { choices: OfferChoices }) {
  const { t } = useTexts();
  const n = choices.choices.size;
  if (n === 0) {
    return null;
  }
  return (
    <Flex
      position="sticky"
      bottom="1.6rem"
      zIndex={2}
      background="neutral0"
      borderColor="primary200"
      hasRadius
      shadow="popupShadow"
      padding={4}
      gap={3}
      wrap="wrap"
      justifyContent="space-between"
    >
      <Typography fontWeight="bold">{t('offers.changed', { n })}</Typography>
      <Flex gap={2}>
        <Button variant="tertiary" onClick={choices.discard}>
          {t('common.discard')}
        </Button>
        <Button loading={choices.isSaving} onClick={choices.save}>
          {t('offers.save')}
        </Button>
      </Flex>
    </Flex>
  );
}
