import type * as React from 'react';

import { Box, Typography } from '@strapi/design-system';

import { SubTabs } from '../../components/page/SubTabs';
import { useTexts } from '../../hooks/useTexts';
import { belongsTo, VIEWS } from './views';

import type { Offer } from '../../../../contracts/offer';
import type { OfferView } from './views';

interface ViewTabsProps {
  view: OfferView;
  offers: readonly Offer[];
  onChange: (view: OfferView) => void;
  children: React.ReactNode;
}

/** Not mapped, mapped, ignored, each with how many there are. */
export function ViewTabs({ view, offers, onChange, children }: ViewTabsProps) {
  const { t } = useTexts();
  return (
    <SubTabs
      label={t('offers.views')}
      value={view}
      options={VIEWS.map((name) => ({
        value: name,
        label: t(`offers.view.${name}`),
        count: offers.filter((offer) => belongsTo(offer, name)).length,
      }))}
      onChange={(name) => {
        const chosen = VIEWS.find((known) => known === name);
        if (chosen) {
          onChange(chosen);
        }
      }}
    >
      <Box paddingTop={4} paddingBottom={4}>
        <Typography textColor="neutral600">{t('offers.intro')}</Typography>
      </Box>
      {children}
    </SubTabs>
  );
}
