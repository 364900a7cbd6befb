import * as React from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';

import { useApi } from '../../api/client';
import { CardBox } from '../page/CardBox';
import { ProblemNotice } from '../ProblemNotice';
import { TextLink } from '../TextLink';
import { When } from '../When';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { useStableRows } from '../../hooks/useStableRows';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

import type { Member } from '../../../../contracts/member';
import type { TimelineEntry } from '../../../../contracts/activity';

interface TimelineProps {
  member: Member;
}

const OLDER = 50;

/** Newest first: when, what changed and why, who or which webhook. New lines do not push the ones being read down. */
export function Timeline({ member }: TimelineProps) {
  const { t } = useTexts();
  const api = useApi();
  const { id, timeline, timelineTotal } = member;
  const stable = useStableRows(`timeline ${id}`, timeline);
  const [older, setOlder] = React.useState<readonly TimelineEntry[]>([]);
  const entries = [...stable.rows, ...older];
  const load = useAction(() =>
    api.activity({ memberId: id, beforeId: entries.at(-1)?.id ?? 0, page: 1, pageSize: OLDER })
  );
  const showOlder = async () => {
    const answer = await load.run();
    if (answer) {
      setOlder([...older, ...answer.data]);
    }
  };
  return (
    <CardBox
      title={t('member.timeline')}
      action={
        <Flex gap={4} minHeight="3.2rem">
          {stable.newer > 0 ? (
            <Button
              variant="secondary"
              size="S"
              onClick={() => {
                stable.showNewer();
                // More may have come than the newest lines hold.
                setOlder([]);
              }}
            >
              {t('activity.show-new', { n: stable.newer })}
            </Button>
          ) : null}
          {entries.length > 0 ? (
            <Typography>
              <TextLink to={`${BASE_PATH}/activity?memberId=${id}`}>
                {t('member.all-activity')}
              </TextLink>
            </Typography>
          ) : null}
        </Flex>
      }
    >
      {entries.length === 0 ? (
        <Typography textColor="neutral600">{t('activity.empty')}</Typography>
      ) : (
        <Box tag="ol" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
          {entries.map((entry) => (
            <Entry key={entry.id} entry={entry} />
          ))}
        </Box>
      )}
      {entries.length + stable.newer < timelineTotal ? (
        <Flex direction="column" alignItems="flex-end" gap={2} paddingTop={2}>
          <ProblemNotice problem={load.problem} />
          <Button variant="tertiary" loading={load.isRunning} onClick={() => void showOlder()}>
            {t('member.show-older')}
          </Button>
        </Flex>
      ) : null}
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
