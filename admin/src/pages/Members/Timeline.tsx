import { Box, Flex, Typography } from '@strapi/design-system';

import { CardBox } from '../../components/CardBox';
import { TextLink } from '../../components/TextLink';
import { When } from '../../components/When';
import { useAccess } from '../../hooks/useAccess';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { TimelineEntry } from '../../../../contracts/member';

interface TimelineProps {
  entries: readonly TimelineEntry[];
  memberId: number;
}

/** Newest first: when, what changed and why, who or which webhook. */
export function Timeline({ entries, memberId }: TimelineProps) {
  const { t } = useTexts();
  return (
    <CardBox
      title={t('member.timeline')}
      action={
        entries.length > 0 ? (
          <Typography>
            <TextLink to={`${BASE_PATH}/activity?memberId=${memberId}`}>
              {t('member.all-activity')}
            </TextLink>
          </Typography>
        ) : null
      }
    >
      {entries.length === 0 ? (
        <Typography textColor="neutral600">{t('activity.empty')}</Typography>
      ) : (
        <Box tag="ol" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
          {entries.map((entry, index) => (
            <Entry key={`${entry.at}-${index}`} entry={entry} />
          ))}
        </Box>
      )}
    </CardBox>
  );
}

export function Entry({ entry }: { entry: TimelineEntry }) {
  const { say } = useTexts();
  return (
    <Flex tag="li" gap={4} alignItems="flex-start" paddingTop={2} paddingBottom={2} wrap="wrap">
      <Box minWidth="10rem">
        <Typography textColor="neutral600">
          <When at={entry.at} />
        </Typography>
      </Box>
      <Box flex="1" minWidth="16rem">
        <Typography tag="p">{say('timeline', entry)}</Typography>
        <EntrySource entry={entry} />
      </Box>
    </Flex>
  );
}

export function EntrySource({ entry }: { entry: TimelineEntry }) {
  const { t } = useTexts();
  const access = useAccess();
  if (entry.webhookLogId !== null) {
    const name = t('log.title', { id: entry.webhookLogId });
    return (
      <Typography variant="pi" textColor="neutral600">
        {access.readLogs ? (
          <TextLink to={`${BASE_PATH}/webhook-logs/${entry.webhookLogId}`}>{name}</TextLink>
        ) : (
          name
        )}
      </Typography>
    );
  }
  const who = entry.values.by === 'date' ? t('activity.date-reached') : entry.actor;
  return who ? (
    <Typography variant="pi" textColor="neutral600">
      {who}
    </Typography>
  ) : null;
}
