/** Webhooks that could not be stored, from the first to the last of one trouble. */
export interface LostSpan {
  /** Epoch ms. */
  readonly from: number;
  readonly to: number;
  readonly count: number;
}

const KEPT_SPANS = 20;
/** What is lost so soon after is one and the same trouble. */
const SAME_TROUBLE_MS = 600_000;

/**
 * Every lost webhook stays counted: where there are too many spans, the two oldest become one. Spans that were dismissed
 * (`seenAt`, epoch ms) stay apart.
 */
export function withSpan(spans: readonly LostSpan[], span: LostSpan, seenAt: number): LostSpan[] {
  const last = spans.at(-1);
  if (last && last.to > seenAt && span.from - last.to < SAME_TROUBLE_MS) {
    return [...spans.slice(0, -1), joinSpans(last, span)];
  }
  const [oldest, next, ...others] = spans;
  return spans.length < KEPT_SPANS || !oldest || !next
    ? [...spans, span]
    : [joinSpans(oldest, next), ...others, span];
}

export const joinSpans = (a: LostSpan, b: LostSpan): LostSpan => ({
  from: Math.min(a.from, b.from),
  to: Math.max(a.to, b.to),
  count: a.count + b.count,
});
