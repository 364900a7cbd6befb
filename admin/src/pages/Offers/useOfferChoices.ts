import * as React from 'react';

import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { useAction } from '../../hooks/useAction';
import { usePreviewConfirmation } from '../../hooks/usePreviewConfirmation';
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
  const [choices, setChoices] = React.useState<ReadonlyMap<number, number>>(new Map());
  const { confirm, dialog } = usePreviewConfirmation();

  const sayChoice = ({ offerId, roleId }: SaveOfferMappingsBody['mappings'][number]) => {
    const offer = offers.find(({ id }) => id === offerId);
    const level = levels.choices.find((role) => role.roleId === roleId)?.name ?? '';
    return offer ? sayMapping(offer, level, texts) : '';
  };
  const save = useAction(async (mappings: SaveOfferMappingsBody['mappings']) => {
    const isConfirmed = await confirm(api.previewOffers({ mappings }), {
      title: t('preview.offers-title', { n: mappings.length }),
      summary: mappings.map(sayChoice).join(' · '),
    });
    return isConfirmed ? api.saveOfferMappings({ mappings }) : undefined;
  });
  const saveAll = async () => {
    const mappings = [...choices].map(([offerId, roleId]) => ({ offerId, roleId }));
    if (await save.run(mappings)) {
      toggleNotification({ type: 'success', message: t('offers.saved', { n: mappings.length }) });
      setChoices(new Map());
      await onSaved();
    }
  };
  return {
    choices,
    choose: (offerId: number, roleId: number) =>
      setChoices(new Map([...choices, [offerId, roleId]])),
    discard: () => setChoices(new Map()),
    save: () => void saveAll(),
    isSaving: save.isRunning,
    problem: save.problem,
    dialog,
  };
}

export type OfferChoices = ReturnType<typeof useOfferChoices>;
