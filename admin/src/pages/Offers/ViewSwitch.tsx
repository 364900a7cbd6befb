import { Button, Flex, Typography } from '@strapi/design-system';
import { useIntl } from 'react-intl';

import { useTexts } from '../../hooks/useTexts';
import { belongsTo, VIEWS } from './views';

import type { Offer } from '../../../../contracts/offer';
import type { OfferView } from './views';

interface ViewSwitchProps {
  view: OfferView;
  offers: readonly Offer[];
  onChange: (view: OfferView) => void;
}

/** Not mapped, mapped, ignored, each with how many there are. */
export function ViewSwitch({ view, offers, onChange }: ViewSwitchProps) {
  const { t } = useTexts();
  const intl = useIntl();
  const label = (name: OfferView) => {
    const n = offers.filter((offer) => belongsTo(offer, name)).length;
    return n > 0 ? `${t(`offers.view.${name}`)} ${intl.formatNumber(n)}` : t(`offers.view.${name}`);
  };
  return (
    <Flex gap={4} wrap="wrap">
      <Flex gap={2} wrap="wrap" role="group" aria-label={t('offers.views')}>
        {VIEWS.map((name) => (
          <Button
            key={name}
            size="S"
            variant={name === view ? 'secondary' : 'tertiary'}
            aria-pressed={name === view}
            onClick={() => onChange(name)}
          >
            {label(name)}
          </Button>
        ))}
      </Flex>
      <Typography textColor="neutral600">{t('offers.intro')}</Typography>
    </Flex>
  );
}
