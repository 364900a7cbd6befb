import type { CodeOf } from '../../../../texts/say';
import { codesOf } from '../wording/english';
import { OTHER, type Other } from '../wording/other';
import type { MessageValues } from '../wording/sentence';
import { UNKNOWN_STATE, WEBHOOK_LOG_STATES, type WebhookLogState } from './states';

/** What a webhook came to: `state.reason`, and behind it which of the reason's sentences it is. */
export type LogCode = Exclude<CodeOf<'outcome'>, Other>;

type ReasonIn<Code> = Code extends `${string}.${infer Rest}`
  ? Rest extends `${infer Reason}.${string}`
    ? Reason
    : Rest
  : never;

export type LogReason = ReasonIn<LogCode>;

/** What a line of the activity can tell: something that was done, or what a webhook came to. */
export type ActivityCode = CodeOf<'timeline'> | LogCode;

/** Why one attempt at a webhook failed. */
export type FailureKind = Exclude<CodeOf<'failure'>, Other>;

export const FAILURE_KINDS: readonly FailureKind[] = codesOf('failure').filter(
  (code) => code !== OTHER
);

export const LOG_CODES = codesOf('outcome').filter((code) => code !== OTHER);

export const LOG_REASONS: readonly LogReason[] = [
  ...new Set(LOG_CODES.flatMap((code) => (code.split('.')[1] ?? []) as LogReason | [])),
];

/** A state as the rows themselves are read; of what this version does not know, nothing comes. */
export const readState = (stored: unknown): WebhookLogState =>
  WEBHOOK_LOG_STATES.find((state) => state === stored) ?? UNKNOWN_STATE;

/** A reason as the rows themselves are read; null: there is none. */
export const readReason = (stored: unknown): LogReason | Other | null =>
  stored === null || stored === undefined
    ? null
    : (LOG_REASONS.find((reason) => reason === stored) ?? OTHER);

/** State and reason that the code of an outcome names; null: it names none. */
export function partsOf(code: LogCode): {
  readonly state: WebhookLogState | null;
  readonly reason: LogReason | null;
} {
  const [state, reason] = code.split('.');
  return {
    state: WEBHOOK_LOG_STATES.find((one) => one === state) ?? null,
    reason: LOG_REASONS.find((one) => one === reason) ?? null,
  };
}

export const ACTIVITY_CODES: readonly ActivityCode[] = [...codesOf('timeline'), ...LOG_CODES];

interface Coded<Code> {
  readonly code: Code;
  readonly values: MessageValues;
}

/** A stored code; of one that this version does not know there is a general sentence, which names what is stored. */
export function readCode<Code extends string>(
  known: readonly Code[],
  stored: string,
  values: MessageValues
): Coded<Code | Other> {
  if (stored === OTHER) return { code: OTHER, values };
  const code = known.find((one) => one === stored);
  return code === undefined
    ? { code: OTHER, values: { ...values, code: stored } }
    : { code, values };
}

/** What is stored as its code. */
export const storedCode = ({ code, values }: Coded<string | null>): string | null => {
  const stored = values['code'];
  return code === OTHER && typeof stored === 'string' ? stored : code;
};
