import { Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';

import { AccessProvider } from '../hooks/useAccess';
import { OverviewProvider } from '../hooks/useOverview';
import { AppStation } from './AppStation';
import { ActivityPage } from './Activity';
import { HeldPage } from './Held';
import { MappingsPage } from './Mappings';
import { MembersPage } from './Members';
import { MemberPage } from './Members/Detail';
import { OffersPage } from './Offers';
import { SettingsPage } from './Settings';
import { SiteGate } from './SiteGate';
import { WebhookLogsPage } from './WebhookLogs';
import { WebhookLogPage } from './WebhookLogs/Detail';
import { SetupPage } from './Setup';

/** Every address after `/plugins/kartra`. */
export default function App() {
  return (
    <AccessProvider>
      <OverviewProvider>
        <SiteGate>
          <Routes>
            <Route index element={<AppStation />} />
            <Route path="setup" element={<SetupPage />} />
            <Route path="mappings" element={<MappingsPage />} />
            <Route path="offers" element={<OffersPage />} />
            <Route path="held" element={<HeldPage />} />
            <Route path="members" element={<MembersPage />} />
            <Route path="members/:id" element={<MemberPage />} />
            <Route path="webhook-logs" element={<WebhookLogsPage />} />
            <Route path="webhook-logs/:id" element={<WebhookLogPage />} />
            <Route path="settings" element={<SettingsPage />} />
            <Route path="activity" element={<ActivityPage />} />
            <Route path="*" element={<Page.Error />} />
          </Routes>
        </SiteGate>
      </OverviewProvider>
    </AccessProvider>
  );
}
