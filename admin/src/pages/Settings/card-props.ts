import type { Connection } from '../../../../contracts/connection';

/** What every card of the settings gets. */
export interface SettingsCardProps {
  connection: Connection;
  onChanged: () => Promise<void>;
}
