import type { AnswerSiteBody, Connection } from '../../../../contracts/connection';
import type { Viewer } from '../../core/viewer/viewer';
import type { Database } from '../../repositories/database';
import { skipQueuedMessages } from '../../repositories/outbox-messages';
import { saveSiteRecord } from '../../repositories/site-record';
import { refuse } from '../../utils/validate';
import { perStrapi } from '../../utils/per-strapi';
import { siteOf } from '../site';
import { connectionChangesOf } from './connection-changes';
import { webhookKeysOf } from './webhook-keys';

type Answer = AnswerSiteBody['answer'];

const LINES = {
  'test-site': 'connection.site-test',
  'take-over': 'connection.site-taken-over',
  'same-site': 'connection.site-same',
} as const satisfies Record<Answer, string>;

/** What an administrator says this site is: a copy to test with, the successor of the original, or the original at a new address. */
export const siteAnswerOf = perStrapi(({ strapi }) => {
  const { editAndSave } = connectionChangesOf(strapi);
  const keys = webhookKeysOf(strapi);

  return {
    async answer({ answer }: AnswerSiteBody, viewer: Viewer): Promise<Connection> {
      const site = siteOf(strapi);
      await site.look();
      const { after } = await editAndSave(viewer, (current) => {
        if (!isAsked(site.facts(), answer)) throw refuse(['answer'], 'site-not-asked');
        const record = site.answered(current, answer);
        return {
          change: {
            siteId: record.siteId,
            siteUrl: record.address,
            // Links in mails must not lead to the original.
            ...(answer === 'same-site' ? {} : { siteOrigin: originOf(viewer) }),
            // The original's URL is not this site's.
            ...(answer === 'test-site' && current.endpointId !== null
              ? keys.replaceAll(current, viewer)
              : {}),
          },
          along: async (db: Database) => {
            await saveSiteRecord(db, record);
            // The original sends them.
            if (answer === 'test-site') await skipQueuedMessages(db, 'test-site');
          },
          lines: [{ code: LINES[answer] }],
        };
      });
      await site.look();
      return keys.showMain(after, viewer, answer === 'test-site' ? 'connection.url-shown' : null);
    },
  };
});

const originOf = ({ kind, origin }: Viewer): string | null =>
  kind === 'administrator' ? origin : null;

/** A test site may be put to use later; nothing else is answered without being asked. */
const isAsked = (
  { state, isTest }: { readonly state: 'same' | 'moved' | 'copy'; readonly isTest: boolean },
  answer: Answer
): boolean => {
  if (state === 'copy') return answer !== 'same-site';
  return state === 'moved' || (isTest && answer === 'take-over');
};
