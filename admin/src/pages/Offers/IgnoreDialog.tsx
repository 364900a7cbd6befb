import { useApi } from '../../api/client';
import { ConfirmDialog } from '../../components/ConfirmDialog';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';
import { nameOffer } from './OfferTable';

import type { Offer } from '../../../../contracts/offer';

interface IgnoreDialogProps {
  offer: Offer;
  onClose: () => void;
  onIgnored: () => Promise<void>;
}

export function IgnoreDialog({ offer, onClose, onIgnored }: IgnoreDialogProps) {
  const { t } = useTexts();
  const api = useApi();
  const ignore = useAction(api.ignoreOffer);
  const confirm = async () => {
    if (await ignore.run(offer.id, true)) {
      onClose();
      await onIgnored();
    }
  };
  return (
    <ConfirmDialog
      title={t('offers.ignore-title', { product: nameOffer(offer) })}
      cancelLabel={t('common.cancel')}
      confirmLabel={t('offers.ignore-offer')}
      isRunning={ignore.isRunning}
      problem={ignore.problem}
      onConfirm={() => void confirm()}
      onClose={onClose}
    >
      {t('offers.ignore-text')}
    </ConfirmDialog>
  );
}
