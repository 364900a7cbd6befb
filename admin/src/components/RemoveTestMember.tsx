import { Button } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../api/client';
import { useAction } from '../hooks/useAction';
import { useTexts } from '../hooks/useTexts';
import { ProblemNotice } from './ProblemNotice';

interface RemoveTestMemberProps {
  memberId: number;
  onRemoved: () => void;
}

/** No question asked: a test member has no data of a real person. */
export function RemoveTestMember({ memberId, onRemoved }: RemoveTestMemberProps) {
  const { t } = useTexts();
  const api = useApi();
  const { toggleNotification } = useNotification();
  const remove = useAction(() => api.removeTestMember(memberId));
  const press = async () => {
    if (await remove.run()) {
      toggleNotification({ type: 'success', message: t('test.removed') });
      onRemoved();
    }
  };
  return (
    <>
      <Button variant="tertiary" loading={remove.isRunning} onClick={() => void press()}>
        {t('test.remove')}
      </Button>
      <ProblemNotice problem={remove.problem} />
    </>
  );
}
