/**
 * What may stand in braces in a sentence, and how a reader gets to see it. A sentence uses `{name}` within it and
 * `{Name}` at its beginning: where nothing is known, both become the general word `unknown.name`, if there is one, and
 * the second is capitalized. `{hasName, select, yes {…} other {…}}` leaves a part out, or words it otherwise.
 *
 * - `text`: as it is;
 * - `day`: an ISO 8601 moment, shown as a day of the reader's own calendar, or one of Kartra's dates
 *   (`YYYY-MM-DD HH:MM:SS`, without a zone), shown as Kartra wrote it;
 * - `time`: an ISO 8601 moment, shown as a time of day;
 * - `choice`: for `select` only. Blanks and hyphens become `_`, as ICU allows neither in the name of a case;
 * - `number`: for `plural`, or as it is.
 */
export const PLACEHOLDERS = {
  action: 'text',
  after: 'text',
  attempts: 'number',
  author: 'text',
  because: 'choice',
  before: 'text',
  boughtAt: 'day',
  buyer: 'text',
  cancelledAt: 'day',
  changedAt: 'day',
  /** A code that this version does not know. */
  code: 'text',
  current: 'text',
  days: 'number',
  dueAt: 'day',
  endedAt: 'day',
  error: 'text',
  failedAt: 'day',
  /** A day in explanations; what a setting was before. */
  from: 'day',
  fromLevel: 'text',
  fromProduct: 'text',
  givenAt: 'day',
  goneAt: 'day',
  higher: 'text',
  hook: 'text',
  hours: 'number',
  how: 'choice',
  ip: 'text',
  kind: 'choice',
  level: 'text',
  levels: 'text',
  n: 'number',
  name: 'text',
  nextAt: 'time',
  order: 'text',
  orders: 'text',
  otherProduct: 'text',
  product: 'text',
  reason: 'text',
  refunded: 'text',
  renewals: 'number',
  renewedAt: 'day',
  renewedBefore: 'day',
  role: 'text',
  roleId: 'number',
  /** A whole sentence, as rows of earlier versions hold it. */
  sentence: 'text',
  state: 'choice',
  to: 'text',
  triedUntil: 'day',
  until: 'day',
  userId: 'number',
  account: 'number',
  veto: 'text',
} as const;

export type Placeholder = keyof typeof PLACEHOLDERS;
