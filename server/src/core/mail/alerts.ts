import mails from '../../../../texts/mails/en.json';
import { formatEnglish } from '../wording/english';
import type { RenderedMail } from './template';
import { oneLine, textMail } from './template';

export const ALERT_KINDS = [
  'failing',
  'unmapped',
  'unknown-period',
  'shared-id',
  'silence',
  'lost',
] as const;
export type AlertKind = (typeof ALERT_KINDS)[number];

const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;

/** A problem as it was found: its identity, and the values for its alert. No personal data. */
export interface Problem {
  readonly key: string;
  readonly kind: AlertKind;
  readonly values: Readonly<Record<string, string | number>>;
}

/** With fewer webhooks there is no usual pause. */
const FEWEST_FOR_A_HABIT = 10;

/**
 * Whether no webhook came for much longer than usual: more than twice the longest pause among the last ones, and at
 * least a day. `times` are the moments of the last webhooks, in any order; `since` is when the integration was
 * turned on: what did not come before says nothing.
 */
export function isSilent(times: readonly number[], since: number, now: number): boolean {
  if (times.length < FEWEST_FOR_A_HABIT) return false;
  const { pauses, last } = readHabit(times);
  const usual = Math.max(DAY_MS, 2 * Math.max(...pauses));
  return now - Math.max(last, since) > usual;
}

/** How long it usually takes from one webhook to the next: half of the pauses are longer, half are shorter. */
export function usualPause(times: readonly number[]): number {
  const pauses = readHabit(times).pauses.sort((a, b) => a - b);
  return pauses[Math.floor(pauses.length / 2)] ?? 0;
}

function readHabit(times: readonly number[]): { pauses: number[]; last: number } {
  const ascending = [...times].sort((a, b) => a - b);
  const pauses = ascending.slice(1).map((time, index) => time - (ascending[index] ?? time));
  return { pauses, last: ascending.at(-1) ?? 0 };
}

/** An outage is over for good when nothing was lost for a day; until then it is one problem. */
export function isStillLosing(lastLostAt: number | null, now: number): boolean {
  return lastLostAt !== null && now - lastLostAt < DAY_MS;
}

/** Page of the panel that shows it. */
const PAGES = {
  failing: 'webhook-logs?state=failed',
  unmapped: 'offers',
  'unknown-period': 'held?reason=unknown-period',
  'shared-id': 'setup',
  silence: 'setup',
  lost: 'setup',
} as const satisfies Readonly<Record<AlertKind, string>>;

/** A lead says who a buyer is, any other id says which purchase is meant. */
const wordsOf = ({ kind, values }: Pick<Problem, 'kind' | 'values'>) =>
  kind === 'shared-id'
    ? (`${kind}.${values['kind'] === 'lead' ? 'lead' : 'other'}` as const)
    : kind;

/** Counts stay numbers. Messages select by the reason, where ICU allows no hyphen. */
function clean(values: Problem['values']): Record<string, string | number> {
  const shown: Record<string, string | number> = {
    product: '',
    date: '',
    id: '',
    reason: '',
    count: 0,
  };
  for (const [name, value] of Object.entries(values)) {
    const text = name === 'reason' ? String(value).replace(/-/g, '_') : value;
    shown[name] = typeof text === 'number' ? text : oneLine(text);
  }
  return shown;
}

/** `panel` is the address of the Kartra pages in the administration. */
export function renderAlert(
  problem: Pick<Problem, 'kind' | 'values'>,
  panel: string
): RenderedMail {
  const values = clean(problem.values);
  const words = wordsOf(problem);
  const say = (part: 'subject' | 'text') => formatEnglish(mails[`alert.${words}.${part}`], values);
  const link = `${panel}/${PAGES[problem.kind]}`;
  const text = `${say('text')}\n\n${link}\n\n${mails['alert.again']}`;
  return textMail({ subject: say('subject'), text, link });
}
