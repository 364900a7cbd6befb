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

/** A problem as it was found: what makes it this one, and what may be told of it. No personal data. */
export interface Problem {
  readonly key: string;
  readonly kind: AlertKind;
  readonly values: Readonly<Record<string, string | number>>;
}

/** With fewer webhooks nobody can say what is usual. */
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

interface Words {
  readonly subject: string;
  readonly text: string;
  /** Page of the panel that shows it. */
  readonly page: string;
}

function wordsOf({ kind, values }: Pick<Problem, 'kind' | 'values'>): Words {
  const say = (name: string) => oneLine(String(values[name] ?? ''));
  switch (kind) {
    case 'failing':
      return {
        subject: 'Webhooks from Kartra could not be processed',
        text: `${say('count')} failed again and again (${say('reason')}). Members may wait for their access, or keep one that ended.`,
        page: 'webhook-logs?state=failed',
      };
    case 'unmapped':
      return {
        subject: `Buyers of ${say('product')} wait for access`,
        text: `${say('product')} was bought, but it has no access level yet. Buyers who wait: ${say('count')}.`,
        page: 'offers',
      };
    case 'unknown-period':
      return {
        subject: `How long is ${say('product')} paid for?`,
        text: `A subscription to ${say('product')} was cancelled, and nothing says until when it is paid. Access stays until ${say('date')}, US Eastern. Choose the right end, or say in the mapping how long one payment lasts.`,
        page: 'held?reason=unknown-period',
      };
    case 'shared-id':
      return sharedIdWords(values['kind'] === 'lead', say('id'), say('count'));
    case 'silence':
      return {
        subject: 'Nothing came from Kartra for unusually long',
        text: `The last webhook came on ${say('date')}. Is the webhook URL still entered in Kartra, and are the events still switched on there?`,
        page: 'setup',
      };
    case 'lost':
      return {
        subject: 'Webhooks from Kartra were lost',
        text: `The database did not answer, so ${say('count')} could not be stored, the last on ${say('date')}. Kartra does not send again: compare with Kartra’s transactions of that time.`,
        page: 'setup',
      };
    default:
      return kind satisfies never;
  }
}

/** A lead says who a buyer is, any other id says which purchase is meant. */
function sharedIdWords(isLead: boolean, id: string, count: string): Words {
  const page = 'setup';
  return isLead
    ? {
        subject: `${count} e-mail addresses bought under the lead id “${id}”`,
        text: `Kartra sent the lead id “${id}” for buyers with ${count} different e-mail addresses. What is bought under one lead id belongs to one member. If these are different people, find out in Kartra where this lead id comes from, and check this member’s purchases.`,
        page,
      }
    : {
        subject: `The id “${id}” came from ${count} different buyers`,
        text: `Payments of ${count} different buyers name the id “${id}”, so it doesn’t show whose purchase a webhook is about. No buyer lost access because of it: each payment counts for its own buyer. A refund or cancellation that names only this id may be held. If it is one person with a new address, link the purchases to one account. If not, find out in Kartra where this id comes from.`,
        page,
      };
}

/** `panel` is the address of the Kartra pages in the administration. */
export function renderAlert(
  problem: Pick<Problem, 'kind' | 'values'>,
  panel: string
): RenderedMail {
  const { subject, text, page } = wordsOf(problem);
  const link = `${panel}/${page}`;
  const again = 'This is told once; you hear of it again only after it was gone.';
  return textMail({ subject, text: `${text}\n\n${link}\n\n${again}`, link });
}
