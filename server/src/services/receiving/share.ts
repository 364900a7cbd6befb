export interface ShareOptions {
  /** Of the time, between 0 and 1. */
  readonly share: number;
  /** Milliseconds that may be saved up while nothing is done. */
  readonly savedMs: number;
  /** Milliseconds that are owed at most, however long one piece of work took. */
  readonly debtMs: number;
}

export interface Share {
  begin(now: number): void;
  end(now: number): void;
  /** Milliseconds until more may be begun; 0: now. Never longer than `debtMs` would take to be paid back. */
  waitMs(now: number): number;
}

/**
 * Keeps work to a share of the time. Time passes in credit: so much for each millisecond, and whole milliseconds are
 * spent while anything is under way, one piece or several. Moments are milliseconds.
 */
export function createShare({ share, savedMs, debtMs }: ShareOptions): Share {
  let credit = savedMs;
  let countedUntil = -Infinity;
  let underWay = 0;

  const count = (now: number): void => {
    const passed = Number.isFinite(countedUntil) ? Math.max(0, now - countedUntil) : 0;
    const spent = underWay > 0 ? passed : 0;
    credit = Math.min(savedMs, Math.max(-debtMs, credit + passed * share - spent));
    countedUntil = now;
  };

  return {
    begin(now) {
      count(now);
      underWay += 1;
    },
    end(now) {
      count(now);
      underWay -= 1;
    },
    waitMs(now) {
      count(now);
      return credit > 0 ? 0 : Math.max(1, Math.ceil(-credit / share));
    },
  };
}
