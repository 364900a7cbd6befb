import type { Problem } from './problem';
import type { ConnectionSettings } from '../../../contracts/connection';
import type { MappingPolicies } from '../../../contracts/mapping';

const CONFLICT = 409;

export interface CurrentMapping extends MappingPolicies {
  readonly version: number;
  readonly productId: string;
  readonly pricePoint: string | null;
  readonly mailName: string | null;
  /** Roles it gives, highest first. */
  readonly levels: readonly number[];
  readonly savedBy: string | null;
  readonly savedAt: string | null;
}

export interface CurrentSettings {
  readonly version: number;
  readonly savedBy: string | null;
  readonly savedAt: string | null;
  readonly settings: Pick<
    ConnectionSettings,
    'fallbackRoleId' | 'payloadRetentionDays' | 'logRetentionDays'
  >;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';

const readLevels = (value: unknown): readonly number[] | null =>
  Array.isArray(value) && value.every(isNumber) ? value : null;

/** What someone else saved in the meantime; null when the request failed for another reason. */
export function readCurrentMapping(problem: Problem | null): CurrentMapping | null {
  const current = readCurrent(problem);
  if (
    !current ||
    !isNumber(current.version) ||
    !isText(current.productId) ||
    !isNumber(current.roleId)
  ) {
    return null;
  }
  return {
    version: current.version,
    productId: current.productId,
    levels: readLevels(current.levels) ?? [current.roleId],
    pricePoint: isText(current.pricePoint) ? current.pricePoint : null,
    mailName: isText(current.mailName) ? current.mailName : null,
    ...readSaved(current),
    onCancellation: current.onCancellation === 'end-of-period' ? 'end-of-period' : 'end-now',
    period: isText(current.period) ? current.period : null,
    onRefund: current.onRefund === 'keep' ? 'keep' : 'end-now',
    onPartialRefund: current.onPartialRefund === 'end-now' ? 'end-now' : 'keep',
    onFailedPayment: current.onFailedPayment === 'grace' ? 'grace' : 'keep',
    graceDays: isNumber(current.graceDays) ? current.graceDays : null,
    durationDays: isNumber(current.durationDays) ? current.durationDays : null,
    whenPaidInFull: current.whenPaidInFull === 'end-of-period' ? 'end-of-period' : 'keep',
  };
}

export function readCurrentSettings(problem: Problem | null): CurrentSettings | null {
  const current = readCurrent(problem);
  const settings = isRecord(current?.settings) ? current.settings : null;
  if (
    !settings ||
    !isNumber(current?.version) ||
    !isNumber(settings.payloadRetentionDays) ||
    !isNumber(settings.logRetentionDays)
  ) {
    return null;
  }
  return {
    version: current.version,
    ...readSaved(current),
    settings: {
      fallbackRoleId: isNumber(settings.fallbackRoleId) ? settings.fallbackRoleId : null,
      payloadRetentionDays: settings.payloadRetentionDays,
      logRetentionDays: settings.logRetentionDays,
    },
  };
}

const readSaved = ({ savedBy, savedAt }: Record<string, unknown>) => ({
  savedBy: isText(savedBy) ? savedBy : null,
  savedAt: isText(savedAt) ? savedAt : null,
});

function readCurrent(problem: Problem | null): Record<string, unknown> | null {
  return problem?.status === CONFLICT && isRecord(problem.current) ? problem.current : null;
}
