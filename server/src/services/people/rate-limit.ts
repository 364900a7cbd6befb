/** So many callers are remembered; beyond them the one who was silent longest is forgotten. */
const MOST_CALLERS = 10_000;

/** Counts requests by who asks, in the memory of this process. */
export class RateLimit {
  private readonly times = new Map<string, readonly number[]>();

  constructor(
    private readonly most: number,
    private readonly windowMs: number
  ) {}

  /** Whether one more is allowed; it is counted either way. `now` is epoch ms. */
  allows(caller: string, now: number): boolean {
    const recent = (this.times.get(caller) ?? []).filter((at) => at > now - this.windowMs);
    this.times.delete(caller);
    const [silent] = this.times.keys();
    if (this.times.size >= MOST_CALLERS && silent !== undefined) this.times.delete(silent);
    this.times.set(caller, [...recent.slice(-this.most), now]);
    return recent.length < this.most;
  }
}
