import { Button } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { useAction } from '../../hooks/useAction';
import { useTexts } from '../../hooks/useTexts';
import { ProblemNotice } from '../ProblemNotice';

interface ResendClaimButtonProps {
  memberId: number;
  onSent: () => Promise<void>;
}

/** One more mail with the link by which a buyer proves that the account with their address is theirs. */
export function ResendClaimButton({ memberId, onSent }: ResendClaimButtonProps) {
  const { t } = useTexts();
  const api = useApi();
  const resend = useAction(() => api.resendClaim(memberId));
  const submit = async () => {
    if (await resend.run()) {
      await onSent();
    }
  };
  return (
    <>
      <ProblemNotice problem={resend.problem} />
      <Button variant="secondary" loading={resend.isRunning} onClick={() => void submit()}>
        {t('held.resend-claim')}
      </Button>
    </>
  );
}
