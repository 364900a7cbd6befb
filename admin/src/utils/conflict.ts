import type { Problem } from '../api/problem';
import type { ConnectionSettings } from '../../../contracts/connection';

const CONFLICT = 409;

export interface StandingMapping {
  readonly version: number;
  readonly productId: string;
  readonly pricePoint: string | null;
  readonly roleId: number;
  readonly roleName: string | null;
  readonly savedBy: string | null;
}

export interface StandingSettings {
  readonly version: number;
  readonly settings: Pick<
    ConnectionSettings,
    'fallbackRoleId' | 'payloadRetentionDays' | 'logRetentionDays'
  >;
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null;
const isText = (value: unknown): value is string => typeof value === 'string';
const isNumber = (value: unknown): value is number => typeof value === 'number';

/** What somebody else saved meanwhile; null when the request failed for another reason. */
export function readStandingMapping(problem: Problem | null): StandingMapping | null {
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
    roleId: current.roleId,
    pricePoint: isText(current.pricePoint) ? current.pricePoint : null,
    roleName: isText(current.roleName) ? current.roleName : null,
    savedBy: isText(current.savedBy) ? current.savedBy : null,
  };
}

export function readStandingSettings(problem: Problem | null): StandingSettings | null {
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
    settings: {
      fallbackRoleId: isNumber(settings.fallbackRoleId) ? settings.fallbackRoleId : null,
      payloadRetentionDays: settings.payloadRetentionDays,
      logRetentionDays: settings.logRetentionDays,
    },
  };
}

function readCurrent(problem: Problem | null): Record<string, unknown> | null {
  return problem?.status === CONFLICT && isRecord(problem.current) ? problem.current : null;
}
