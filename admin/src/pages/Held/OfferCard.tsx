import * as React from 'react';

import { Button, Flex, Typography } from '@strapi/design-system';

import { nameProduct } from '../../utils/names';
import { TextLink } from '../../components/TextLink';
import { useAccess } from '../../hooks/useAccess';
import { useDates } from '../../hooks/useDates';
import { useLevels } from '../../hooks/useLevels';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { MappingDialog } from '../Mappings/MappingDialog';
import { IgnoreDialog } from '../Offers/IgnoreDialog';
import { DecisionBox } from './DecisionBox';
import { Fold } from '../../components/Fold';

import type { Mapping } from '../../../../contracts/mapping';
import type { WaitingBuyers } from '../../../../contracts/offer';
import type { Decision } from './decisions';

type OfferDecision = Extract<Decision, { kind: 'offer' }>;

interface OfferCardProps {
  decision: OfferDecision;
  onDecided: (told: string) => Promise<void>;
}

/** Buyers of a product that has no access level yet. */
export function OfferCard({ decision, onDecided }: OfferCardProps) {
  const { t, list } = useTexts();
  const access = useAccess();
  const dates = useDates();
  const [asked, setAsked] = React.useState<'ignore' | 'level' | null>(null);
  const { offer, waiting, people, since, isOneOfSeveral } = decision;
  const product = nameProduct(offer.productName, offer.productId) ?? offer.productId;
  const nameOfPricePoint =
    offer.pricePoint && t('preview.price-point', { pricePoint: offer.pricePoint });
  const close = () => setAsked(null);
  return (
    <DecisionBox
      title={[t('held.product-title', { product }), isOneOfSeveral && nameOfPricePoint]
        .filter(Boolean)
        .join(', ')}
      meta={t('held.buyers', { n: people, date: dates.day(since) })}
      actions={
        access.manageMappings ? (
          <>
            <Button variant="tertiary" onClick={() => setAsked('ignore')}>
              {t('offers.ignore-offer')}
            </Button>
            <Button variant="secondary" onClick={() => setAsked('level')}>
              {t('next.choose-level')}
            </Button>
          </>
        ) : (
          <Typography textColor="neutral600">{t('held.not-allowed')}</Typography>
        )
      }
    >
      {waiting ? <Buyers waiting={waiting} productId={offer.productId} /> : null}
      {asked === 'ignore' ? (
        <IgnoreDialog
          offer={offer}
          onClose={close}
          onIgnored={() => onDecided(t('held.ignored', { product }))}
        />
      ) : null}
      {asked === 'level' ? (
        <LevelDialog
          productId={offer.productId}
          onClose={close}
          onSaved={({ members, roles }) =>
            void onDecided(
              t('held.mapped', {
                n: members,
                level: list(roles.flatMap(({ name }) => name ?? [])),
              })
            )
          }
        />
      ) : null}
    </DecisionBox>
  );
}

interface LevelDialogProps {
  productId: string;
  onClose: () => void;
  onSaved: (mapping: Mapping) => void;
}

function LevelDialog({ productId, onClose, onSaved }: LevelDialogProps) {
  const levels = useLevels();
  return (
    <MappingDialog
      edited={undefined}
      productId={productId}
      levels={levels}
      onClose={onClose}
      onSaved={(mapping) => {
        onClose();
        onSaved(mapping);
      }}
    />
  );
}

function Buyers({ waiting, productId }: { waiting: WaitingBuyers; productId: string }) {
  const { t } = useTexts();
  const access = useAccess();
  const { buyers, total } = waiting;
  const nameOf = (buyer: (typeof buyers)[number] | undefined) =>
    buyer ? (buyer.name ?? buyer.email ?? t('members.nameless', { id: buyer.memberId })) : '';
  const search = new URLSearchParams({ state: 'held', reason: 'unmapped-product', productId });
  return (
    <Fold
      title={t('held.who-paid', {
        n: total,
        first: nameOf(buyers[0]),
        second: nameOf(buyers[1]),
        more: total - 2,
      })}
    >
      <Flex direction="column" alignItems="flex-start" gap={2}>
        {buyers.map((buyer) => (
          <Typography key={buyer.memberId}>
            <TextLink to={`${BASE_PATH}/members/${buyer.memberId}`}>{nameOf(buyer)}</TextLink>
            {buyer.name && buyer.email ? ` ${buyer.email}` : ''}
          </Typography>
        ))}
        {total > buyers.length ? (
          <Typography textColor="neutral600">
            {t('held.more', { n: total - buyers.length })}
          </Typography>
        ) : null}
        {access.readLogs ? (
          <Typography>
            <TextLink to={`${BASE_PATH}/webhook-logs?${search.toString()}`}>
              {t('held.show-webhooks')}
            </TextLink>
          </Typography>
        ) : null}
      </Flex>
    </Fold>
  );
}
