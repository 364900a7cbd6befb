import * as React from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { useAction } from '../../hooks/useAction';
import { usePreviewConfirmation } from '../../components/preview/usePreviewConfirmation';
import { useTexts } from '../../hooks/useTexts';
import { sayMapping } from '../../utils/mapping';

import type { Offer, SaveOfferMappingsBody } from '../../../../contracts/offer';
import type { Levels } from '../../hooks/useLevels';

/** Access levels chosen for several offers, kept until they are saved together or given up. */
export function useOfferChoices(
  offers: readonly Offer[],
  levels: Levels,
  onSaved: () => Promise<void>
) {
  const texts = useTexts();
  const { t } = texts;
  const api = useApi();
  const { toggleNotification } = useNotification();
  const [choices, setChoices] = React.useState<ReadonlyMap<number, readonly number[]>>(new Map());
  const { confirm, dialog } = usePreviewConfirmation();

  const sayChoice = (offerId: number, chosen: readonly number[]) => {
    const offer = offers.find(({ id }) => id === offerId);
    return offer ? sayMapping(offer, levels.namesOf(chosen), texts) : '';
  };
  const save = useAction(async (mappings: SaveOfferMappingsBody['mappings']) => {
    const isConfirmed = await confirm(api.previewOffers({ mappings }), {
      title: t('preview.offers-title', { n: mappings.length }),
      summary: [...choices].map(([offerId, chosen]) => sayChoice(offerId, chosen)).join(' · '),
    });
    return isConfirmed ? api.saveOfferMappings({ mappings }) : undefined;
  });
  const saveAll = async () => {
    const mappings = [...choices].map(([offerId, chosen]) => ({ offerId, levels: chosen }));
    if (await save.run(mappings)) {
      toggleNotification({ type: 'success', message: t('offers.saved', { n: mappings.length }) });
      setChoices(new Map());
      await onSaved();
    }
  };
  return {
    choices,
    /** None chosen any more: the offer stays as it is. */
    choose: (offerId: number, chosen: readonly number[]) => {
      const next = new Map(choices);
      if (chosen.length > 0) {
        next.set(offerId, chosen);
      } else {
        next.delete(offerId);
      }
      setChoices(next);
    },
    discard: () => setChoices(new Map()),
    save: () => void saveAll(),
    isSaving: save.isRunning,
    problem: save.problem,
    dialog,
  };
}

export type OfferChoices = ReturnType<typeof useOfferChoices>;
