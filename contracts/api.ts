/**
 * What every action takes and answers, by the name that its route gives as `handler`. Controllers read requests with
 * these schemas and can answer nothing else; the OpenAPI document is written from them, and the integration tests hold
 * each answer against its own.
 */
import { z } from 'zod';
import {
  accessLevel,
  assignableRole,
  createAccessLevelBody,
  orderAccessLevelsBody,
} from './access-level';
import { activityLine, activityQuery } from './activity';
import {
  answer,
  cappedPagination,
  dryRunMeta,
  idParams,
  nothing,
  optionalPageQuery,
  page,
  pageQuery,
} from './common';
import {
  alertRecipient,
  answerSiteBody,
  connection,
  connectionQuery,
  disableConnectionBody,
  endWebhookKeyBody,
  previewFallbackBody,
  previewWelcomeBody,
  retentionPreview,
  retentionQuery,
  rotateConnectionBody,
  shownWebhookUrl,
  updateConnectionBody,
  webhookKeyBody,
  welcomePreview,
} from './connection';
import { askClaimBody, claim, lookClaimBody, useClaimBody } from './claim';
import { contentAccess } from './content-access';
import { job } from './job';
import {
  changeMappingBody,
  mapping,
  paidPeriod,
  paidPeriodQuery,
  previewMappingBody,
  saveMappingBody,
} from './mapping';
import { me } from './me';
import {
  keepDriftBody,
  linkMemberBody,
  member,
  memberQuery,
  memberSummary,
  recomputeMemberBody,
} from './member';
import { declinedNewRules, waitingMember } from './new-rules';
import { ignoreOfferBody, offer, saveOfferMappingsBody, waitingBuyers } from './offer';
import { createOverrideBody, overrideParams, takeBackQuery } from './override';
import { noticeParams, overview } from './overview';
import { preview, previewMeta, previewPartQuery } from './preview';
import { settleRenewalsBody } from './purchase';
import { accountSuggestion, openSuggestion } from './suggestion';
import { sendTestEventBody, testEventResult } from './test-event';
import { webhookLog, webhookLogDetail } from './webhook-log';
import {
  acceptBody,
  replayBody,
  replayManyBody,
  replayPreview,
  replayResult,
  settleBody,
  webhookLogQuery,
} from './webhook-log-requests';

export interface Action {
  /** What it does, where its name and its route leave that open. */
  readonly description?: string;
  readonly params?: z.ZodType;
  readonly query?: z.ZodType;
  readonly body?: z.ZodType;
  readonly answer: z.ZodType;
  /** Where it is not 200; of several the action says which. */
  readonly statuses?: readonly [number, ...number[]];
}

const oneMember = answer(member);
const oneLog = answer(webhookLogDetail);
const oneJob = answer(job);
const partOfPreview = answer(preview, previewMeta);

export const api = {
  'access-levels.find': { query: optionalPageQuery, answer: page(accessLevel) },
  'access-levels.roles': { answer: answer(z.array(assignableRole)) },
  'access-levels.create': {
    body: createAccessLevelBody,
    answer: answer(accessLevel),
    statuses: [201],
  },
  'access-levels.order': { body: orderAccessLevelsBody, answer: answer(z.array(accessLevel)) },

  'activity.find': { query: activityQuery, answer: page(activityLine) },

  'connection.find': { query: connectionQuery, answer: answer(connection) },
  'connection.enable': { body: nothing, answer: answer(connection) },
  'connection.disable': { body: disableConnectionBody, answer: answer(connection) },
  'connection.answerSite': { body: answerSiteBody, answer: answer(connection) },
  'connection.update': { body: updateConnectionBody, answer: answer(connection) },
  'connection.previewWelcome': { body: previewWelcomeBody, answer: answer(welcomePreview) },
  'connection.previewRetention': { query: retentionQuery, answer: answer(retentionPreview) },
  'connection.findAlertRecipients': { answer: answer(z.array(alertRecipient)) },
  'webhook-keys.rotate': { body: rotateConnectionBody, answer: answer(connection) },
  'webhook-keys.create': {
    body: webhookKeyBody,
    answer: answer(connection),
    statuses: [201],
  },
  'webhook-keys.update': { params: idParams, body: webhookKeyBody, answer: answer(connection) },
  'webhook-keys.end': { params: idParams, body: endWebhookKeyBody, answer: answer(connection) },
  'webhook-keys.reveal': { params: idParams, body: nothing, answer: answer(shownWebhookUrl) },

  'content-access.find': {
    description:
      'Who can read what: content for members, and each way that opens it without a level.',
    answer: answer(contentAccess),
  },

  'jobs.find': { query: pageQuery, answer: page(job) },
  'jobs.findOne': { params: idParams, answer: oneJob },
  'jobs.stop': {
    description: 'Asks it to stop after the step it is in; what is done stays done.',
    params: idParams,
    answer: oneJob,
  },
  'jobs.resume': {
    description: 'Goes on where it was stopped; does nothing to one that was not.',
    params: idParams,
    answer: oneJob,
  },
  'jobs.retry': {
    description: 'The members that could not be changed, once more.',
    params: idParams,
    answer: oneJob,
  },

  'mappings.find': { query: optionalPageQuery, answer: page(mapping) },
  'mappings.paidPeriod': {
    description:
      'How long one payment of a product lasts, as far as payments show it: to be suggested, not to be relied on.',
    query: paidPeriodQuery,
    answer: answer(paidPeriod),
  },
  'mappings.create': { body: saveMappingBody, answer: answer(mapping), statuses: [201] },
  'mappings.update': { params: idParams, body: changeMappingBody, answer: answer(mapping) },
  'mappings.delete': { params: idParams, answer: answer(mapping) },

  'claims.ask': {
    description:
      'For anyone: mails a link to the address if an account with it waits to be proved; at most once in 10 minutes and 5 times a day. The answer is always the same. 20 requests of one IP address in 10 minutes, then 429.',
    body: askClaimBody,
    answer: z.strictObject({ data: z.strictObject({ ok: z.literal(true) }) }),
  },
  'claims.look': {
    description: 'What a link is for. Changes nothing.',
    body: lookClaimBody,
    answer: z.strictObject({ data: claim }),
  },
  'claims.use': {
    description:
      'The buyer takes the account over with a password: it is confirmed, given what was paid for, and earlier sign-ins are refused. 400 with the link’s state where that is not possible.',
    body: useClaimBody,
    answer: z.strictObject({ data: claim }),
    statuses: [200, 400],
  },

  'me.find': {
    description: 'What the signed-in user may see.',
    answer: me,
  },

  'members.find': { query: memberQuery, answer: page(memberSummary) },
  'members.findOne': { params: idParams, answer: oneMember },
  'members.createOverride': {
    params: idParams,
    body: createOverrideBody,
    answer: answer(member, dryRunMeta),
    statuses: [201, 200],
  },
  'members.deleteOverride': {
    params: overrideParams,
    query: takeBackQuery,
    answer: answer(member, dryRunMeta),
  },
  'members.settleRenewals': {
    description: 'Several purchases are one subscription, or a person says that they are not.',

    params: idParams,
    body: settleRenewalsBody,
    answer: answer(member, dryRunMeta),
  },
  'members.recompute': {
    params: idParams,
    body: recomputeMemberBody,
    answer: answer(member, dryRunMeta.extend({ before: member })),
  },
  'members.recomputeAll': {
    description: 'Everybody: dry, who would change; else as a job.',
    body: recomputeMemberBody,
    answer: answer(z.union([preview, job])),
  },
  'members.keepDrift': { params: idParams, body: keepDriftBody, answer: oneMember },
  'members.link': { params: idParams, body: linkMemberBody, answer: oneMember },
  'members.unlink': { params: idParams, body: nothing, answer: oneMember },
  'members.resendWelcome': { params: idParams, body: nothing, answer: oneMember },
  'members.resendClaim': {
    description:
      'Mails one more link by which the buyer proves that the account with their address is theirs.',
    params: idParams,
    body: nothing,
    answer: oneMember,
  },
  'members.erase': { params: idParams, body: nothing, answer: oneMember },

  'new-rules.find': {
    description:
      'Members whom the rules of this version would change, as long as nobody has answered.',
    query: pageQuery,
    answer: page(waitingMember),
  },
  'new-rules.apply': {
    description: 'The new rules are applied to all who wait, as a job.',
    body: nothing,
    answer: oneJob,
  },
  'new-rules.decline': {
    description: 'All who wait keep what they have.',
    body: nothing,
    answer: answer(declinedNewRules),
  },

  'offers.find': { query: optionalPageQuery, answer: page(offer) },
  'offers.waitingBuyers': { answer: answer(z.array(waitingBuyers)) },
  'offers.saveMappings': { body: saveOfferMappingsBody, answer: answer(z.array(offer)) },
  'offers.update': { params: idParams, body: ignoreOfferBody, answer: answer(offer) },

  'overview.find': { answer: answer(overview) },
  'overview.putNoticeAway': {
    description:
      'Somebody has seen to what a notice says; it comes again only for something newer.',
    params: noticeParams,
    body: nothing,
    answer: answer(overview),
  },

  'previews.mapping': { query: previewPartQuery, body: previewMappingBody, answer: partOfPreview },
  'previews.offers': {
    query: previewPartQuery,
    body: saveOfferMappingsBody,
    answer: partOfPreview,
  },
  'previews.levels': {
    query: previewPartQuery,
    body: orderAccessLevelsBody,
    answer: partOfPreview,
  },
  'previews.fallback': {
    query: previewPartQuery,
    body: previewFallbackBody,
    answer: partOfPreview,
  },

  'suggestions.find': {
    description:
      'Buyers who may have another account, as long as nobody has said whether it is theirs.',
    query: pageQuery,
    answer: page(openSuggestion),
  },
  'suggestions.findOfMember': {
    description: "Other accounts that may be this member's, as of now.",
    params: idParams,
    answer: answer(z.array(accountSuggestion)),
  },
  'suggestions.dismiss': {
    description: 'They are two people.',

    params: idParams,
    body: nothing,
    answer: answer(z.strictObject({ id: z.int() })),
  },

  'test-events.send': { body: sendTestEventBody, answer: answer(testEventResult) },
  'test-events.removeMember': { params: idParams, answer: answer(z.null()) },

  'webhook-logs.find': {
    query: webhookLogQuery,
    answer: answer(z.array(webhookLog), z.strictObject({ pagination: cappedPagination })),
  },
  'webhook-logs.findOne': { params: idParams, answer: oneLog },
  'webhook-logs.replay': { params: idParams, body: replayBody, answer: answer(replayResult) },
  'webhook-logs.replayMany': {
    body: replayManyBody,
    answer: answer(z.union([replayPreview, job])),
  },
  'webhook-logs.settle': {
    params: idParams,
    body: settleBody,
    answer: answer(webhookLogDetail, dryRunMeta),
  },
  'webhook-logs.accept': { params: idParams, body: acceptBody, answer: oneLog },
} as const satisfies Readonly<Record<string, Action>>;

export type ActionName = keyof typeof api;
