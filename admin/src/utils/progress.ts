import type { Overview } from '../../../contracts/overview';

export type StepState = 'done' | 'begun' | 'open';
export const COUNTED_STEPS = ['enable', 'configure', 'map', 'test'] as const;
export type StepName = (typeof COUNTED_STEPS)[number];

export type StepStates = Readonly<Record<StepName, StepState>>;

/** How far the set-up is, read from facts alone; only "URL copied" is known to this browser first. */
export function readSteps(overview: Overview, isUrlCopied: boolean): StepStates {
  const { facts } = overview;
  const isEnabled = facts.enabledAt !== null;
  const hasUrl = isUrlCopied || facts.firstWebhookAt !== null;
  return {
    enable: isEnabled ? (hasUrl ? 'done' : 'begun') : 'open',
    configure: isPurchaseSeen(overview) ? 'done' : facts.firstWebhookAt ? 'begun' : 'open',
    map: facts.mappings > 0 ? 'done' : 'open',
    test: facts.firstMemberAt ? 'done' : 'open',
  };
}

export function isPurchaseSeen({ facts }: Overview): boolean {
  return facts.seen.sale === true || facts.seen.rebill === true;
}

/** Enabled, a purchase seen, a mapping saved and a member in: the tab then becomes an overview. */
export function isSetUp(overview: Overview): boolean {
  return (
    overview.facts.enabledAt !== null &&
    isPurchaseSeen(overview) &&
    overview.facts.mappings > 0 &&
    overview.facts.firstMemberAt !== null
  );
}

/** The cards under Held. */
export function countDecisions(overview: Overview): number {
  return overview.decisions.count;
}
