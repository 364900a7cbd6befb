import type { Core } from '@strapi/strapi';
import { AsyncResource } from 'node:async_hooks';
import { describeError } from '../../utils/describe-error';
import { clockOf, type Clock } from './clock';
import { pauseOf, type Pause } from './pause';

/** Several instances that were started together do not look at the same moments for ever. */
const JITTER = 0.1;

export interface LoopPlan {
  /** A few words that name the work in a log line: "Looking for due webhooks". */
  readonly name: string;
  /** The longest pause between the end of one round and the begin of the next. */
  readonly everyMs: number;
  /** Before the first round; else as long as between two. */
  readonly firstMs?: number;
  /** Its rounds go on during a pause. */
  readonly isNeverPaused?: true;
  /** One round. Once the signal is aborted, it comes to an end soon; whatever it throws is tried again. */
  work(signal: AbortSignal): Promise<void>;
}

/** What a loop needs of the world. */
export interface LoopWorld {
  readonly clock: Clock;
  readonly pause: Pick<Pause, 'isOn' | 'watch'>;
  readonly log: { warn(line: string): void; info(line: string): void };
  /** From 0 to 1. */
  readonly random: () => number;
}

export interface Loop {
  readonly start: () => void;
  /** Begins a round now; while one is under way, another behind it. */
  readonly wake: () => void;
  /** No further round begins; resolves when the one under way is over. */
  readonly stop: () => Promise<void>;
  /** Aborted by `stop`, for what runs beside the rounds. */
  readonly signal: AbortSignal;
}

/** Up to a tenth shorter, never longer: what is promised for `everyMs` holds. */
export const jittered = (everyMs: number, random: number): number =>
  everyMs * (1 - JITTER * random);

/** What one round may count on before the next: due then, or it would be missed. */
export const shortestPause = (everyMs: number): number => jittered(everyMs, 1);

/** Work that is done again and again, one round at a time. */
export const createLoop = (strapi: Core.Strapi, plan: LoopPlan): Loop =>
  createLoopIn(
    { clock: clockOf(strapi), pause: pauseOf(strapi), log: strapi.log, random: Math.random },
    plan
  );

export function createLoopIn({ clock, pause, log, random }: LoopWorld, plan: LoopPlan): Loop {
  const stopping = new AbortController();
  const { signal } = stopping;
  // The loop may be woken from inside a transaction; its work must not run in it.
  const outside = new AsyncResource('kartra-loop');
  let isStarted = false;
  let isAgain = false;
  let cancel: () => void = () => undefined;
  let round: Promise<void> | null = null;
  /** Ends the round under way: everything stops, or a pause begins. */
  let ending = new AbortController();
  let fault: string | null = null;

  const attempt = async (): Promise<void> => {
    try {
      await plan.work(ending.signal);
      if (fault !== null) log.info(`[kartra] ${plan.name} works again.`);
      fault = null;
    } catch (error) {
      const found = describeError(error);
      // Said once, not with every round: a database that is away for an hour fills no disk.
      if (found !== fault) log.warn(`[kartra] ${plan.name} failed, and is tried again: ${found}.`);
      fault = found;
    }
  };

  const isPaused = (): boolean => plan.isNeverPaused !== true && pause.isOn();

  const begin = (): void => {
    isAgain = false;
    if (isPaused()) return;
    ending = new AbortController();
    round = attempt().finally(() => {
      round = null;
      if (!signal.aborted && !isPaused()) next(isAgain ? 0 : jittered(plan.everyMs, random()));
    });
  };

  const next = (ms: number): void => {
    cancel();
    cancel = clock.after(ms, () => outside.runInAsyncScope(begin));
  };

  const wake = (): void => {
    if (!isStarted || signal.aborted) return;
    if (round) isAgain = true;
    else next(0);
  };

  return {
    signal,

    start() {
      if (isStarted || signal.aborted) return;
      isStarted = true;
      if (plan.isNeverPaused !== true) pause.watch({ begun: () => ending.abort(), over: wake });
      next(plan.firstMs ?? plan.everyMs);
    },

    wake,

    async stop() {
      stopping.abort();
      ending.abort();
      cancel();
      await round;
    },
  };
}
