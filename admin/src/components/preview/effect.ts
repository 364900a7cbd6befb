import type { Answer } from '../../../../contracts/common';
import type {
  Preview,
  PreviewedMember,
  PreviewGroup,
  PreviewMeta,
  PreviewPartQuery,
} from '../../../../contracts/preview';

/** Asks the server for one part of a preview. */
export type PreviewSource = (part: PreviewPartQuery) => Promise<Answer<Preview, PreviewMeta>>;

/** What a change would do, with all members by name. */
export type Effect = Omit<Preview, 'members'> & {
  readonly members: readonly PreviewedMember[];
};

const NOTHING: Effect = {
  gain: 0,
  lose: 0,
  moved: 0,
  unchanged: 0,
  held: 0,
  accounts: 0,
  mails: 0,
  members: [],
};

interface Watcher {
  readonly onProgress: (counted: number, total: number) => void;
  readonly isGivenUp: () => boolean;
}

/** Adds the parts up; null when it was given up on the way. */
export async function workOut(source: PreviewSource, watcher: Watcher): Promise<Effect | null> {
  let effect = NOTHING;
  let total = 0;
  let afterId: number | null = 0;
  while (afterId !== null) {
    const { data, meta }: Awaited<ReturnType<PreviewSource>> = await source({ afterId });
    if (watcher.isGivenUp()) {
      return null;
    }
    effect = add(effect, data);
    total = meta.total ?? total;
    afterId = meta.nextAfterId;
    watcher.onProgress(effect.members.length, total);
  }
  return effect;
}

function add(one: Effect, other: Effect): Effect {
  return {
    gain: one.gain + other.gain,
    lose: one.lose + other.lose,
    moved: one.moved + other.moved,
    unchanged: one.unchanged + other.unchanged,
    held: one.held + other.held,
    accounts: one.accounts + other.accounts,
    mails: one.mails + other.mails,
    members: [...one.members, ...other.members],
  };
}

export function touchesNobody(effect: Effect): boolean {
  return effect.gain + effect.lose + effect.moved + effect.held === 0;
}

const ORDER: readonly PreviewGroup[] = ['gain', 'lose', 'moved', 'held', 'unchanged'];

/** The first number that is another one than was shown; null while all is as it was. */
export function findDifference(shown: Effect, now: Effect): PreviewGroup | 'list' | null {
  const group = ORDER.find((name) => shown[name] !== now[name]);
  if (group) {
    return group;
  }
  const list = ({ members }: Effect) =>
    JSON.stringify(members.map(({ memberId, group: of, after }) => [memberId, of, after]));
  return list(shown) === list(now) ? null : 'list';
}

/** The list that a person has to see first. */
export function firstGroup({ gain, lose, moved, held }: Effect): PreviewGroup {
  if (lose > 0) {
    return 'lose';
  }
  if (gain > 0) {
    return 'gain';
  }
  if (moved > 0) {
    return 'moved';
  }
  return held > 0 ? 'held' : 'unchanged';
}
