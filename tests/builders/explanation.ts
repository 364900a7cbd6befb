/** Members to explain: a test says what is special about them, and reads the sentences. */
import { createIntl } from 'react-intl';

import { sayCoded } from '../../admin/src/utils/sentences';
import en from '../../texts/sentences/en.json';
import { explainAccess } from '../../server/src/core/access/explain';
import type {
  ExplainedOverride,
  ExplainedPurchase,
  ExplainInput,
  Line,
} from '../../server/src/core/access/explain-sources';
import { NOTHING_EXPECTED } from '../../server/src/core/entitlements/outlook';

export const [GOLD, SILVER, BRONZE] = [1, 2, 3];

/** Gold, bought on May 3 and never renewed. */
export function purchase(
  order: string | null,
  change: Partial<ExplainedPurchase> = {}
): ExplainedPurchase {
  return {
    state: 'active',
    endReason: null,
    roleIds: [GOLD],
    productId: '558475',
    product: 'Meal Plan',
    order,
    boughtAt: '2026-05-03 10:02:05',
    renewedAt: [],
    endedAt: null,
    cancelledAt: null,
    failedAt: null,
    end: null,
    stuck: null,
    outlook: NOTHING_EXPECTED,
    webhookLogIds: [],
    ...change,
  };
}

/** Gold, given by hand on May 2. */
export const override = (change: Partial<ExplainedOverride> = {}): ExplainedOverride => ({
  effect: 'grant',
  source: 'manual',
  roleId: GOLD,
  until: null,
  reason: 'speaker',
  author: 'Maria Lopez',
  givenAt: '2026-05-02T12:00:00.000Z',
  ...change,
});

const intl = createIntl({
  locale: 'en',
  timeZone: 'UTC',
  messages: Object.fromEntries(Object.entries(en).map(([key, text]) => [`kartra.${key}`, text])),
});

/** Someone with nothing, where Gold is above Silver and Bronze. */
export const linesOf = (change: Partial<ExplainInput>): Line[] =>
  explainAccess({
    purchases: [],
    overrides: [],
    levels: [
      { roleId: GOLD, name: 'Gold' },
      { roleId: SILVER, name: 'Silver' },
      { roleId: BRONZE, name: 'Bronze' },
    ],
    fallback: 'Authenticated',
    user: null,
    changedByHandAt: null,
    userGoneAt: null,
    isProtected: false,
    heldReason: null,
    ...change,
  });

/** The sentences as the server says them; the panel must say the same from code and values, and know every code. */
export function explain(change: Partial<ExplainInput>): string[] {
  const lines = linesOf(change);
  const said = lines.map((line) => sayCoded(intl, { ...line, text: line.code }, [line.code]));
  expect(said).toEqual(lines.map(({ text }) => text));
  return said;
}
