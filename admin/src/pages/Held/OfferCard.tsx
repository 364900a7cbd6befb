import * as React from 'react';

import { Button, Flex, LinkButton, Typography } from '@strapi/design-system';
import { Link } from 'react-router-dom';

import { CardBox } from '../../components/CardBox';
import { nameProduct } from '../../components/LogParts';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { IgnoreDialog } from '../Offers/IgnoreDialog';

import type { Offer } from '../../../../contracts/offer';

interface OfferCardProps {
  offer: Offer;
  onDecided: (told: string) => Promise<void>;
}

/** Buyers of a product that has no access level yet. */
export function OfferCard({ offer, onDecided }: OfferCardProps) {
  const { t } = useTexts();
  const access = useAccess();
  const dates = useDates();
  const [isIgnoring, setIsIgnoring] = React.useState(false);
  const product = nameProduct(offer.productName, offer.productId) ?? offer.productId;
  const search = new URLSearchParams({ edit: 'new', productId: offer.productId });
  return (
    <CardBox
      title={t('held.product-title', { product })}
      action={
        access.manageMappings ? (
          <Flex gap={2} wrap="wrap">
            <Button variant="tertiary" onClick={() => setIsIgnoring(true)}>
              {t('offers.ignore-offer')}
            </Button>
            <LinkButton
              tag={Link}
              variant="secondary"
              to={`${BASE_PATH}/mappings?${search.toString()}`}
            >
              {t('next.choose-level')}
            </LinkButton>
          </Flex>
        ) : (
          <Typography textColor="neutral600">{t('held.not-allowed')}</Typography>
        )
      }
    >
      <Typography tag="p">
        {t('held.product-text', { n: offer.waitingBuyers, date: dates.day(offer.firstSeenAt) })}{' '}
        {access.readLogs ? (
          <TextLink
            to={`${BASE_PATH}/webhook-logs?state=held&reason=unmapped-product&productId=${encodeURIComponent(offer.productId)}`}
          >
            {t('held.show-webhooks')}
          </TextLink>
        ) : null}
      </Typography>
      {isIgnoring ? (
        <IgnoreDialog
          offer={offer}
          onClose={() => setIsIgnoring(false)}
          onIgnored={() => onDecided(t('held.ignored', { product }))}
        />
      ) : null}
    </CardBox>
  );
}
