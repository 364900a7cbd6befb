import type { CodeOf } from '../../../../texts/say';
import type { MessageValue } from './sentence';

/** The settings that a line of the activity can be about. */
export interface Settings {
  readonly ipnOnly: boolean;
  readonly allowedIps: readonly string[];
  readonly fallbackRoleId: number | null;
  readonly payloadRetentionDays: number;
  readonly logRetentionDays: number;
  readonly welcomeMail: { readonly isOn: boolean; readonly subject: string; readonly text: string };
  readonly alerts: unknown;
}

/** One line of the activity. */
export interface Told {
  readonly code: CodeOf<'timeline'>;
  readonly values?: Readonly<Record<string, MessageValue>>;
}

/** A line for each setting that changed, with its old and new value. */
export function tellSettingsChanges(
  before: Settings,
  after: Settings,
  nameRole: (roleId: number) => string | null
): Told[] {
  const nameLevel = ({ fallbackRoleId }: Settings): string | null =>
    fallbackRoleId === null ? null : (nameRole(fallbackRoleId) ?? String(fallbackRoleId));
  const fallback = { from: nameLevel(before), to: nameLevel(after) };
  const payloads = { from: before.payloadRetentionDays, to: after.payloadRetentionDays };
  const lines = { from: before.logRetentionDays, to: after.logRetentionDays };
  return [
    ...tellIf(before.ipnOnly !== after.ipnOnly, {
      code: `connection.changed.ipn-only-${after.ipnOnly ? 'on' : 'off'}`,
    }),
    ...tellIf(before.allowedIps.join() !== after.allowedIps.join(), {
      code: 'connection.changed.allowed-ips',
      values: { n: after.allowedIps.length },
    }),
    ...tellIf(before.fallbackRoleId !== after.fallbackRoleId, {
      code: 'connection.changed.fallback',
      values: fallback,
    }),
    ...tellIf(payloads.from !== payloads.to, {
      code: 'connection.changed.payload-days',
      values: payloads,
    }),
    ...tellIf(lines.from !== lines.to, {
      code: 'connection.changed.log-days',
      values: lines,
    }),
    ...tellIf(before.welcomeMail.isOn !== after.welcomeMail.isOn, {
      code: `connection.changed.welcome-${after.welcomeMail.isOn ? 'on' : 'off'}`,
    }),
    ...tellIf(
      before.welcomeMail.subject !== after.welcomeMail.subject ||
        before.welcomeMail.text !== after.welcomeMail.text,
      {
        code: 'connection.changed.welcome-words',
      }
    ),
    ...tellIf(JSON.stringify(before.alerts) !== JSON.stringify(after.alerts), {
      code: 'connection.changed.alerts',
    }),
  ];
}

const tellIf = (isChanged: boolean, told: Told): Told[] => (isChanged ? [told] : []);
