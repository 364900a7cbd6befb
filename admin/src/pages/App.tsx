import { Page } from '@strapi/strapi/admin';
import { Route, Routes } from 'react-router-dom';

import { AccessProvider } from '../hooks/useAccess';
import { OverviewProvider } from '../hooks/useOverview';
import { AppStation } from './AppStation';
import { MappingsPage } from './Mappings';
import { SetupPage } from './Setup';

/** Every address after `/plugins/kartra`. */
export default function App() {
  return (
    <AccessProvider>
      <OverviewProvider>
        <Routes>
          <Route index element={<AppStation />} />
          <Route path="setup" element={<SetupPage />} />
          <Route path="mappings" element={<MappingsPage />} />
          <Route path="*" element={<Page.Error />} />
        </Routes>
      </OverviewProvider>
    </AccessProvider>
  );
}
