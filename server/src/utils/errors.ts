import { errors } from '@strapi/utils';
import createError from 'http-errors';
import type { FailureKind } from '../core/inbox/codes';
import { sayRefusal, type RefusalCode, type RefusalValues } from '../core/wording/refusals';

/** An expected reason why a webhook cannot be applied now. It backs off, is tried again, and ends dead. */
export class ProcessingError extends Error {
  constructor(
    readonly kind: FailureKind,
    message: string,
    /** The product it is about, as people see it; null: that of the webhook. */
    readonly product: string | null = null
  ) {
    super(message);
    this.name = 'ProcessingError';
  }
}

/** Another worker holds the webhook now: its work counts, this one is undone. */
export class LeaseLostError extends Error {
  constructor(webhookLogId: number) {
    super(`The lease on webhook ${webhookLogId} was lost.`);
    this.name = 'LeaseLostError';
  }
}

/** 404 as Strapi answers it. */
export const notFound = (message: string): Error => new errors.NotFoundError(message);

/** 409: someone else saved in the meantime. The current state is sent along, so that the panel can show both. */
export function conflict(code: RefusalCode, current: unknown, values: RefusalValues = {}): Error {
  return createError(409, sayRefusal(code, values), { details: { ...values, current, code } });
}
