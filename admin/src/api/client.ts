import * as React from 'react';

import { useFetchClient } from '@strapi/strapi/admin';

import type {
  AccessLevel,
  AssignableRole,
  CreateAccessLevelBody,
  OrderAccessLevelsBody,
} from '../../../contracts/access-level';
import type { ContentAccess } from '../../../contracts/content-access';
import type { Answer, PagedAnswer, PageQuery } from '../../../contracts/common';
import type {
  AnswerSiteBody,
  AlertRecipient,
  Connection,
  CreateWebhookKeyBody,
  DisableConnectionBody,
  EndWebhookKeyBody,
  PreviewWelcomeBody,
  RenameWebhookKeyBody,
  RetentionPreview,
  RetentionQuery,
  RotateConnectionBody,
  ShownWebhookUrl,
  UpdateConnectionBody,
  WelcomePreview,
} from '../../../contracts/connection';
import type {
  Mapping,
  PaidPeriod,
  PaidPeriodQuery,
  PreviewMappingBody,
  SaveMappingBody,
} from '../../../contracts/mapping';
import type { AccountSuggestion, OpenSuggestion } from '../../../contracts/suggestion';
import type { ActivityLine, ActivityQuery } from '../../../contracts/activity';
import type { CreateOverrideBody, TryOverrideBody } from '../../../contracts/override';
import type { LinkMemberBody, Member, MemberQuery, MemberSummary } from '../../../contracts/member';
import type { SettleRenewalsBody } from '../../../contracts/purchase';
import type { Job } from '../../../contracts/job';
import type { DeclinedNewRules, WaitingMember } from '../../../contracts/new-rules';
import type { Offer, SaveOfferMappingsBody, WaitingBuyers } from '../../../contracts/offer';
import type { NoticeName, Overview } from '../../../contracts/overview';
import type { Preview, PreviewMeta, PreviewPartQuery } from '../../../contracts/preview';
import type { SendTestEventBody, TestEventResult } from '../../../contracts/test-event';
import type {
  ReplayPreview,
  ReplayResult,
  SettleBody,
  WebhookLogQuery,
} from '../../../contracts/webhook-log-requests';
import type { WebhookLog, WebhookLogDetail } from '../../../contracts/webhook-log';

type Query = Readonly<Record<string, string | number | boolean | undefined>>;

/** Encodes the query itself: the `params` of Strapi's client would turn the plus of an e-mail address into a blank. */
function address(path: string, query: Query = {}): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) {
    if (value !== undefined && value !== '') {
      search.set(name, String(value));
    }
  }
  const encoded = search.toString();
  return encoded ? `/kartra${path}?${encoded}` : `/kartra${path}`;
}

/** Single webhooks, or all of a filter. */
export type ReplayFilter = WebhookLogQuery | { readonly ids: readonly number[] };

/** A user of the site as the Content Manager lists it; what a role may not read is missing. */
export interface SiteUser {
  readonly id: number;
  readonly username?: string;
  readonly email?: string;
}

const USERS_PATH = '/content-manager/collection-types/plugin::users-permissions.user';

/** Every address of the admin API and what it takes and answers, once. */
export function useApi() {
  const { get, post, put, del } = useFetchClient();
  return React.useMemo(() => {
    const read = async <Data>(path: string, query?: Query) =>
      (await get<Answer<Data>>(address(path, query))).data.data;
    const readPage = async <Item>(path: string, query: Query) =>
      (await get<PagedAnswer<Item>>(address(path, query))).data;
    const send = async <Data>(path: string, body: unknown = {}) =>
      (await post<Answer<Data>>(address(path), body)).data.data;
    const replace = async <Data>(path: string, body: unknown) =>
      (await put<Answer<Data>>(address(path), body)).data.data;
    /** Asked for part by part. */
    const preview = (path: string, body: unknown) => async (part: PreviewPartQuery) =>
      (await post<Answer<Preview, PreviewMeta>>(address(path, { ...part }), body)).data;
    return {
      overview: () => read<Overview>('/overview'),
      contentAccess: () => read<ContentAccess>('/content-access'),
      putNoticeAway: (name: NoticeName) => send<Overview>(`/overview/notices/${name}`),

      newRules: (query: PageQuery) => readPage<WaitingMember>('/new-rules', { ...query }),
      applyNewRules: () => send<Job>('/new-rules/apply'),
      declineNewRules: () => send<DeclinedNewRules>('/new-rules/decline'),

      /** Without the webhook URL: showing it is an act of its own. */
      connection: () => read<Connection>('/connection', { webhookUrl: false }),
      enable: () => send<Connection>('/connection/enable'),
      answerSite: (body: AnswerSiteBody) => send<Connection>('/connection/site', body),
      disable: (body: DisableConnectionBody) => send<Connection>('/connection/disable', body),
      rotate: (body: RotateConnectionBody) => send<Connection>('/connection/rotate', body),
      addKey: (body: CreateWebhookKeyBody) => send<Connection>('/connection/keys', body),
      renameKey: (id: number, body: RenameWebhookKeyBody) =>
        replace<Connection>(`/connection/keys/${id}`, body),
      endKey: (id: number, body: EndWebhookKeyBody) =>
        send<Connection>(`/connection/keys/${id}/end`, body),
      revealUrl: (keyId: number) => send<ShownWebhookUrl>(`/connection/keys/${keyId}/reveal`),
      updateConnection: (body: UpdateConnectionBody) => replace<Connection>('/connection', body),
      previewWelcome: (body: PreviewWelcomeBody) =>
        send<WelcomePreview>('/connection/welcome-preview', body),
      previewRetention: (query: RetentionQuery) =>
        read<RetentionPreview>('/connection/retention', { ...query }),
      alertRecipients: () => read<readonly AlertRecipient[]>('/connection/alert-recipients'),

      accessLevels: () => read<readonly AccessLevel[]>('/access-levels'),
      roles: () => read<readonly AssignableRole[]>('/access-levels/roles'),
      createAccessLevel: (body: CreateAccessLevelBody) => send<AccessLevel>('/access-levels', body),
      orderAccessLevels: (body: OrderAccessLevelsBody) =>
        replace<readonly AccessLevel[]>('/access-levels', body),

      mappings: () => read<readonly Mapping[]>('/mappings'),
      paidPeriod: (query: PaidPeriodQuery) =>
        read<PaidPeriod>('/mappings/paid-period', {
          ...query,
          pricePoint: query.pricePoint ?? undefined,
        }),
      createMapping: (body: SaveMappingBody) => send<Mapping>('/mappings', body),
      updateMapping: (id: number, body: SaveMappingBody) =>
        replace<Mapping>(`/mappings/${id}`, body),
      deleteMapping: async (id: number) => {
        await del(address(`/mappings/${id}`));
        return true;
      },

      previewMapping: (body: PreviewMappingBody) => preview('/mappings/preview', body),
      previewOffers: (body: SaveOfferMappingsBody) => preview('/offers/mappings/preview', body),
      previewOrder: (body: OrderAccessLevelsBody) => preview('/access-levels/preview', body),
      previewFallback: (fallbackRoleId: number | null) =>
        preview('/connection/preview', { fallbackRoleId }),

      jobs: async () => (await readPage<Job>('/jobs', { page: 1, pageSize: 5 })).data,
      stopJob: async (id: number) => {
        await del(address(`/jobs/${id}`));
        return true;
      },

      /** Goes on with a stopped one. */
      resumeJob: (id: number) => send<Job>(`/jobs/${id}/resume`),
      /** Those that could not be changed, once more, as a new job. */
      retryJob: (id: number) => send<Job>(`/jobs/${id}/retry`),

      replay: (id: number, dryRun: boolean) =>
        send<ReplayResult>(`/webhook-logs/${id}/replay`, { dryRun }),
      previewReplay: (filter: ReplayFilter) =>
        send<ReplayPreview>('/webhook-logs/replay', { filter, dryRun: true }),
      replayMany: (filter: ReplayFilter) => send<Job>('/webhook-logs/replay', { filter }),
      settle: (id: number, body: SettleBody) =>
        send<WebhookLogDetail>(`/webhook-logs/${id}/settle`, body),
      accept: (id: number, reason: string) =>
        send<WebhookLogDetail>(`/webhook-logs/${id}/accept`, { reason }),

      webhookLogs: (query: WebhookLogQuery) => readPage<WebhookLog>('/webhook-logs', { ...query }),
      webhookLog: (id: number) => read<WebhookLogDetail>(`/webhook-logs/${id}`),

      members: (query: MemberQuery) => readPage<MemberSummary>('/members', { ...query }),
      member: (id: number) => read<Member>(`/members/${id}`),
      createOverride: (id: number, body: CreateOverrideBody) =>
        send<unknown>(`/members/${id}/overrides`, body),
      /** The member as they would be with it. */
      tryOverride: (id: number, body: TryOverrideBody) =>
        send<Member>(`/members/${id}/overrides`, body),
      /** The member as they would be without it. */
      tryWithoutOverride: async (id: number, overrideId: number) => {
        const path = `/members/${id}/overrides/${overrideId}`;
        return (await del<Answer<Member>>(address(path, { dryRun: true }))).data.data;
      },
      deleteOverride: async (id: number, overrideId: number) => {
        await del(address(`/members/${id}/overrides/${overrideId}`));
        return true;
      },

      /** What the ledger would give if it were read again, and what is stored now. */
      checkMember: async (id: number, dryRun: boolean) => {
        const { data } = await post<Answer<Member, { before: Member }>>(
          address(`/members/${id}/recompute`),
          { dryRun }
        );
        return { before: data.meta.before, after: data.data };
      },
      /** Purchases that were renewals of another one, or were not; dry, the member as they would be. */
      settleRenewals: (id: number, body: SettleRenewalsBody) =>
        send<Member>(`/members/${id}/renewals`, body),
      /** What was changed by hand stays, as an override. */
      keepRole: (id: number, reason: string) =>
        send<Member>(`/members/${id}/keep-role`, { reason }),
      linkMember: (id: number, body: LinkMemberBody) => send<Member>(`/members/${id}/link`, body),
      unlinkMember: (id: number) => send<Member>(`/members/${id}/unlink`),
      suggestionsFor: (id: number) =>
        read<readonly AccountSuggestion[]>(`/members/${id}/suggestions`),
      suggestions: (query: PageQuery) => readPage<OpenSuggestion>('/suggestions', { ...query }),
      /** They are two people. */
      dismissSuggestion: (id: number) => send<unknown>(`/suggestions/${id}/dismiss`),
      /** The site's own search, with what the administrator may see there. */
      searchUsers: async (text: string) => {
        const search = new URLSearchParams({ _q: text, pageSize: '10' });
        const { data } = await get<{ results: readonly SiteUser[] }>(
          `${USERS_PATH}?${search.toString()}`
        );
        return data.results;
      },
      resendClaim: (id: number) => send<Member>(`/members/${id}/resend-claim`),
      resendWelcome: (id: number) => send<Member>(`/members/${id}/resend-welcome`),
      eraseMember: async (id: number) => {
        await post(address(`/members/${id}/erase`), {});
        return true;
      },

      sendTestEvent: (body: SendTestEventBody) => send<TestEventResult>('/test-events', body),
      removeTestMember: async (id: number) => {
        await del(address(`/test-members/${id}`));
        return true;
      },

      activity: (query: ActivityQuery) => readPage<ActivityLine>('/activity', { ...query }),

      offers: () => read<readonly Offer[]>('/offers'),
      waitingBuyers: () => read<readonly WaitingBuyers[]>('/offers/waiting-buyers'),
      saveOfferMappings: (body: SaveOfferMappingsBody) =>
        replace<readonly Offer[]>('/offers/mappings', body),
      ignoreOffer: (id: number, ignored: boolean) => replace<Offer>(`/offers/${id}`, { ignored }),
    };
  }, [get, post, put, del]);
}

export type Api = ReturnType<typeof useApi>;
