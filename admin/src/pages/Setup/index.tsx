import { Button, Flex } from '@strapi/design-system';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { FailedArea, LoadingArea } from '../../components/page/Areas';
import { ProblemNotice } from '../../components/ProblemNotice';
import { TabPage } from '../../components/page/TabPage';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useOverview } from '../../hooks/useOverview';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';
import { ContentNotice } from './ContentNotice';
import { LatestWebhooks } from './LatestWebhooks';
import { OverviewCards } from './OverviewCards';
import { RecentActivity } from './RecentActivity';
import { SetupNotices } from './SetupNotices';
import { Steps } from './Steps';
import { isSetUp } from '../../utils/progress';

/** The guide's own steps; once they are done, the state of the integration at one look. */
export function SetupPage() {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const overview = useOverview();
  const connection = useResource('connection', api.connection);
  const { toggleNotification } = useNotification();
  const enable = useAction(api.enable);

  const enableNow = async () => {
    if (await enable.run()) {
      toggleNotification({ type: 'success', message: t('setup.enabled-toast') });
      await Promise.all([connection.reload(), overview.reload()]);
    }
  };
  const isOff = connection.data?.state === 'off';

  return (
    <TabPage
      tab="setup"
      primaryAction={
        isOff && access.changeSettings ? (
          <Button loading={enable.isRunning} onClick={() => void enableNow()}>
            {t('setup.enable')}
          </Button>
        ) : null
      }
    >
      <Flex direction="column" alignItems="stretch" gap={6}>
        <ProblemNotice problem={enable.problem} />
        {connection.problem || overview.problem ? (
          <FailedArea onRetry={() => void Promise.all([connection.reload(), overview.reload()])}>
            {t('setup.failed')}
          </FailedArea>
        ) : null}
        {connection.isLoading || overview.isLoading ? (
          <LoadingArea>{t('setup.loading')}</LoadingArea>
        ) : null}
        {connection.data && overview.data ? (
          <>
            <ContentNotice />
            <SetupNotices connection={connection.data} overview={overview.data} />
            {isSetUp(overview.data) ? <OverviewCards overview={overview.data} /> : null}
            <Steps connection={connection.data} overview={overview.data} />
            {access.readLogs ? <LatestWebhooks /> : null}
            {isSetUp(overview.data) ? <RecentActivity /> : null}
          </>
        ) : null}
      </Flex>
    </TabPage>
  );
}
