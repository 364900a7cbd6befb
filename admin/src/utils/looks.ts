import {
  ArrowClockwise,
  CheckCircle,
  Clock,
  CrossCircle,
  Gift,
  Lock,
  Minus,
  Shield,
  SignOut,
  User,
  WarningCircle,
} from '@strapi/icons';

import type { ConnectionState } from '../../../contracts/connection';
import type { MemberState } from '../../../contracts/member';
import type { WebhookLogState } from '../../../contracts/webhook-log';

export type Tone = 'success' | 'warning' | 'danger' | 'secondary' | 'alternative' | 'neutral';

export interface Look {
  readonly tone: Tone;
  readonly icon: typeof CheckCircle;
}

const WELL: Look = { tone: 'success', icon: CheckCircle };
const AT_WORK: Look = { tone: 'secondary', icon: ArrowClockwise };
const WAITING: Look = { tone: 'warning', icon: Clock };
const LEAVING: Look = { tone: 'secondary', icon: SignOut };
const PAST_DUE: Look = { tone: 'warning', icon: WarningCircle };
const OVER: Look = { tone: 'neutral', icon: Minus };

const CONNECTION_LOOKS: Record<ConnectionState, Look> = {
  on: WELL,
  paused: WAITING,
  off: OVER,
  copy: WAITING,
};

const LOG_LOOKS: Record<WebhookLogState, Look> = {
  received: AT_WORK,
  processing: AT_WORK,
  applied: WELL,
  ignored: OVER,
  held: WAITING,
  failed: { tone: 'danger', icon: WarningCircle },
  dead: { tone: 'danger', icon: CrossCircle },
  rejected: { tone: 'alternative', icon: Shield },
};

/** Reasons that look different from the rest of their state. */
const REASON_LOOKS: Record<string, Look> = {
  leaving: LEAVING,
  'past-due': PAST_DUE,
  revoked: OVER,
  'fell-back': OVER,
};

const MEMBER_LOOKS: Record<MemberState, Look> = {
  active: WELL,
  completed: WELL,
  'past-due': PAST_DUE,
  leaving: LEAVING,
  ended: OVER,
  none: OVER,
  held: WAITING,
  given: { tone: 'alternative', icon: Gift },
  denied: { tone: 'danger', icon: Lock },
  staff: { tone: 'neutral', icon: User },
};

export function lookOfConnection(state: ConnectionState): Look {
  return CONNECTION_LOOKS[state];
}

export function lookOfLog(state: WebhookLogState, reason: string | null): Look {
  const special = state === 'applied' && reason !== null ? REASON_LOOKS[reason] : undefined;
  return special ?? LOG_LOOKS[state];
}

export function lookOfMember(state: MemberState): Look {
  return MEMBER_LOOKS[state];
}
