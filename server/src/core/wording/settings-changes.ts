import type { CodeOf } from '../../../../texts/say';
import type { MessageValue } from './sentence';

/** The settings that a line of the activity can be about. */
export interface Settings {
  /** Null: not chosen yet, which gives. */
  readonly existingAccounts: 'give' | 'claim' | null;
  readonly ipnOnly: boolean;
  readonly allowedIps: readonly string[];
  readonly fallbackRoleId: number | null;
  readonly payloadRetentionDays: number;
  readonly logRetentionDays: number;
  readonly welcomeMail: { readonly isOn: boolean; readonly subject: string; readonly text: string };
  readonly alerts: unknown;
}

/** One line of the activity. */
export interface ActivityText {
  readonly code: CodeOf<'timeline'>;
  readonly values?: Readonly<Record<string, MessageValue>>;
}

/** A line for each setting that changed, with its old and new value. */
export function linesOfSettingsChanges(
  before: Settings,
  after: Settings,
  nameRole: (roleId: number) => string | null
): ActivityText[] {
  const nameLevel = ({ fallbackRoleId }: Settings): string | null =>
    fallbackRoleId === null ? null : (nameRole(fallbackRoleId) ?? String(fallbackRoleId));
  const fallback = { from: nameLevel(before), to: nameLevel(after) };
  const payloads = { from: before.payloadRetentionDays, to: after.payloadRetentionDays };
  const lines = { from: before.logRetentionDays, to: after.logRetentionDays };
  return [
    ...lineIf(before.existingAccounts !== after.existingAccounts, {
      code: `connection.changed.existing-accounts-${after.existingAccounts ?? 'give'}`,
    }),
    ...lineIf(before.ipnOnly !== after.ipnOnly, {
      code: `connection.changed.ipn-only-${after.ipnOnly ? 'on' : 'off'}`,
    }),
    ...lineIf(before.allowedIps.join() !== after.allowedIps.join(), {
      code: 'connection.changed.allowed-ips',
      values: { n: after.allowedIps.length },
    }),
    ...lineIf(before.fallbackRoleId !== after.fallbackRoleId, {
      code: 'connection.changed.fallback',
      values: fallback,
    }),
    ...lineIf(payloads.from !== payloads.to, {
      code: 'connection.changed.payload-days',
      values: payloads,
    }),
    ...lineIf(lines.from !== lines.to, {
      code: 'connection.changed.log-days',
      values: lines,
    }),
    ...lineIf(before.welcomeMail.isOn !== after.welcomeMail.isOn, {
      code: `connection.changed.welcome-${after.welcomeMail.isOn ? 'on' : 'off'}`,
    }),
    ...lineIf(
      before.welcomeMail.subject !== after.welcomeMail.subject ||
        before.welcomeMail.text !== after.welcomeMail.text,
      {
        code: 'connection.changed.welcome-words',
      }
    ),
    ...lineIf(JSON.stringify(before.alerts) !== JSON.stringify(after.alerts), {
      code: 'connection.changed.alerts',
    }),
  ];
}

const lineIf = (isChanged: boolean, line: ActivityText): ActivityText[] =>
  isChanged ? [line] : [];
