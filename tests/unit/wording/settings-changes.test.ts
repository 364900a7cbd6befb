import { linesOfSettingsChanges } from '../../../server/src/core/wording/settings-changes';

const settings = {
  existingAccounts: null,
  ipnOnly: false,
  allowedIps: [],
  fallbackRoleId: null,
  payloadRetentionDays: 30,
  logRetentionDays: 400,
  welcomeMail: { isOn: true, subject: 'Welcome', text: '{link}' },
  alerts: { administratorIds: [1], kinds: ['lost'] as const },
};
const nameRole = (id: number) => (id === 7 ? 'Gold' : null);
const told = (change: Partial<Parameters<typeof linesOfSettingsChanges>[1]>) =>
  linesOfSettingsChanges(settings, { ...settings, ...change }, nameRole);

it('tells nothing when nothing is another', () => {
  expect(told({ alerts: { administratorIds: [1], kinds: ['lost'] } })).toEqual([]);
});

it('tells each change with what it was and is', () => {
  expect(told({ payloadRetentionDays: 14, logRetentionDays: 100, fallbackRoleId: 7 })).toEqual([
    {
      code: 'connection.changed.fallback',
      values: { from: null, to: 'Gold' },
    },
    {
      code: 'connection.changed.payload-days',
      values: { from: 30, to: 14 },
    },
    {
      code: 'connection.changed.log-days',
      values: { from: 400, to: 100 },
    },
  ]);
});

it('names a role that is gone by its number', () => {
  expect(told({ fallbackRoleId: 9 })[0]?.values).toEqual({ from: null, to: '9' });
});

it('says that the welcome mail and the alerts were changed, without their content', () => {
  const codes = told({
    welcomeMail: { isOn: false, subject: 'Hello', text: '{link}' },
    alerts: { administratorIds: [], kinds: [] },
  }).map(({ code }) => code);
  expect(codes).toEqual([
    'connection.changed.welcome-off',
    'connection.changed.welcome-words',
    'connection.changed.alerts',
  ]);
});

it.each([
  [
    'turned off',
    { welcomeMail: { ...settings.welcomeMail, isOn: false } },
    'connection.changed.welcome-off',
  ],
  [
    'another subject',
    { welcomeMail: { ...settings.welcomeMail, subject: 'Hello' } },
    'connection.changed.welcome-words',
  ],
  [
    'another text',
    { welcomeMail: { ...settings.welcomeMail, text: 'Hello {link}' } },
    'connection.changed.welcome-words',
  ],
  ['other alerts', { alerts: { administratorIds: [1], kinds: [] } }, 'connection.changed.alerts'],
])('%s', (_what, change, code) => {
  expect(told(change)).toEqual([{ code }]);
});

it('the welcome mail turned on', () => {
  const off = { ...settings, welcomeMail: { ...settings.welcomeMail, isOn: false } };
  expect(linesOfSettingsChanges(off, settings, nameRole)).toEqual([
    { code: 'connection.changed.welcome-on' },
  ]);
});
