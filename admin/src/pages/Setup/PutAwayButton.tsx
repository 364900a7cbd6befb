import { Button, Flex } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useOverview } from '../../hooks/useOverview';

import type { NoticeName } from '../../../../contracts/overview';

/** Dismisses a notice that was dealt with, for all administrators. */
export function PutAwayButton({ name, children }: { name: NoticeName; children: string }) {
  const api = useApi();
  const access = useAccess();
  const { reload } = useOverview();
  const putAway = useAction(() => api.putNoticeAway(name));
  const press = async () => {
    if (await putAway.run()) {
      await reload();
    }
  };
  if (!access.changeSettings) {
    return null;
  }
  return (
    <Flex direction="column" alignItems="flex-end" gap={2}>
      <Button variant="tertiary" size="S" loading={putAway.isRunning} onClick={() => void press()}>
        {children}
      </Button>
      <ProblemNotice problem={putAway.problem} />
    </Flex>
  );
}
