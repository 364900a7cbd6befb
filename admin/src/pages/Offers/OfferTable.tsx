import {
  Flex,
  MultiSelect,
  MultiSelectOption,
  TextButton,
  Tooltip,
  Typography,
} from '@strapi/design-system';

import { FieldTable } from '../../components/table/FieldTable';
import { TextLink } from '../../components/TextLink';
import { When } from '../../components/When';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { Offer } from '../../../../contracts/offer';
import type { Levels } from '../../hooks/useLevels';
import { belongsTo } from './views';
import type { OfferView } from './views';

interface OfferTableProps {
  offers: readonly Offer[];
  view: OfferView;
  levels: Levels;
  choices: ReadonlyMap<number, readonly number[]>;
  onChoose: (offerId: number, chosen: readonly number[]) => void;
  onIgnore: (offer: Offer) => void;
  onStopIgnoring: (offer: Offer) => void;
}

export function OfferTable(props: OfferTableProps) {
  const { offers, view, levels, choices, onChoose, onIgnore, onStopIgnoring } = props;
  const { t, list } = useTexts();
  const access = useAccess();
  return (
    <FieldTable
      label={t('offers.table', { n: offers.length })}
      columns={[
        { label: t('mapping.product') },
        { label: t('mapping.price-point') },
        { label: t('offers.first-seen') },
        { label: t('offers.last-seen') },
        { label: t('offers.seen') },
        { label: t('offers.waiting') },
        { label: t('level.labels'), isField: true },
        { label: t('common.actions'), isQuiet: true },
      ]}
      rows={offers.map((offer) => ({
        key: offer.id,
        cells: [
          <OfferName key="name" offer={offer} />,
          offer.pricePoint ?? t('mapping.all'),
          <When key="first" at={offer.firstSeenAt} />,
          <When key="last" at={offer.lastSeenAt} />,
          t('offers.times', { n: offer.timesSeen }),
          <WaitingBuyers key="waiting" offer={offer} />,
          isMappedMeanwhile(offer, view, choices) ? (
            t('offers.mapped-meanwhile', {
              level: list(namesOf(offer)),
              name: offer.mappedBy ?? t('conflict.someone'),
            })
          ) : view === 'ignored' || !access.manageMappings ? (
            namesOf(offer).join(', ') || '–'
          ) : (
            <LevelChoice
              key="level"
              offer={offer}
              levels={levels}
              value={choices.get(offer.id) ?? offer.levels}
              onChoose={onChoose}
            />
          ),
          access.manageMappings && view !== 'mapped' ? (
            <TextButton
              key="ignore"
              onClick={() => (offer.ignored ? onStopIgnoring(offer) : onIgnore(offer))}
            >
              {t(offer.ignored ? 'offers.stop-ignoring' : 'offers.ignore')}
            </TextButton>
          ) : null,
        ],
      }))}
    />
  );
}

/** Someone else chose its level while it was listed here. */
const isMappedMeanwhile = (offer: Offer, view: OfferView, choices: OfferTableProps['choices']) =>
  view === 'unmapped' && belongsTo(offer, 'mapped') && !choices.has(offer.id);

const namesOf = ({ roles }: Offer): string[] => roles.flatMap(({ name }) => name ?? []);

const SHOWN_CHARACTERS = 60;

export const nameOffer = (offer: Offer) => offer.productName ?? offer.productId;

function OfferName({ offer }: { offer: Offer }) {
  const name = nameOffer(offer);
  const isLong = name.length > SHOWN_CHARACTERS;
  return (
    <Flex direction="column" alignItems="flex-start">
      {isLong ? (
        <Tooltip label={name}>
          <Typography fontWeight="semiBold">{`${name.slice(0, SHOWN_CHARACTERS)}…`}</Typography>
        </Tooltip>
      ) : (
        <Typography fontWeight="semiBold">{name}</Typography>
      )}
      {offer.productName ? (
        <Typography variant="pi" textColor="neutral600">
          {offer.productId}
        </Typography>
      ) : null}
    </Flex>
  );
}

function WaitingBuyers({ offer }: { offer: Offer }) {
  const { t } = useTexts();
  const access = useAccess();
  if (offer.waitingBuyers === 0) {
    return <>–</>;
  }
  const text = t('offers.buyers', { n: offer.waitingBuyers });
  return access.readLogs ? (
    <TextLink
      to={`${BASE_PATH}/webhook-logs?state=held&reason=unmapped-product&productId=${encodeURIComponent(offer.productId)}`}
    >
      {text}
    </TextLink>
  ) : (
    <>{text}</>
  );
}

interface LevelChoiceProps {
  offer: Offer;
  levels: Levels;
  value: readonly number[];
  onChoose: OfferTableProps['onChoose'];
}

function LevelChoice({ offer, levels, value, onChoose }: LevelChoiceProps) {
  const { t } = useTexts();
  const product = nameOffer(offer);
  return (
    <MultiSelect
      size="S"
      aria-label={
        offer.pricePoint
          ? t('offers.level-of-price-point', { product, pricePoint: offer.pricePoint })
          : t('offers.level-of', { product })
      }
      placeholder={t('level.choose')}
      value={value.map(String)}
      customizeContent={() => levels.namesOf(value).join(', ')}
      onChange={(chosen) => onChoose(offer.id, levels.sort(chosen.map(Number)))}
    >
      {levels.choices.map((role) => (
        <MultiSelectOption key={role.roleId} value={String(role.roleId)}>
          {role.name}
        </MultiSelectOption>
      ))}
    </MultiSelect>
  );
}
