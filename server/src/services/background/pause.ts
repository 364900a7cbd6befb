import { perStrapi } from '../../utils/per-strapi';

/** Why nothing is processed now: Strapi replaces the data of the site, or it is not decided whose site this is. */
export type PauseReason = 'import' | 'copy';

/** What a loop needs to know of pauses. */
export interface Pause {
  isOn(): boolean;
  begin(reason: PauseReason): void;
  end(reason: PauseReason): void;
  /** Calls at the begin of a pause, and at its end, for as long as its Strapi lives. */
  watch(watcher: PauseWatcher): void;
}

export interface PauseWatcher {
  readonly begun: () => void;
  readonly over: () => void;
}

export function createPause(): Pause {
  const reasons = new Set<PauseReason>();
  const watchers: PauseWatcher[] = [];
  return {
    isOn: () => reasons.size > 0,

    begin(reason) {
      const wasOn = reasons.size > 0;
      reasons.add(reason);
      if (!wasOn) for (const { begun } of watchers) begun();
    },

    end(reason) {
      if (reasons.delete(reason) && reasons.size === 0) for (const { over } of watchers) over();
    },

    watch: (watcher) => void watchers.push(watcher),
  };
}

/** While it is on, this instance begins no round, no webhook, no message and no step of a job; what runs ends soon. */
export const pauseOf = perStrapi(createPause);
