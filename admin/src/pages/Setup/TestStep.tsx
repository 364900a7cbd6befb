import * as React from 'react';

import { Box, Button, Flex, Typography } from '@strapi/design-system';

import { RemoveTestMember } from '../../components/RemoveTestMember';
import { PageLink } from '../../components/TextLink';
import { Tick, Ticks } from './Tick';
import { useAccess } from '../../hooks/useAccess';
import { useOverview } from '../../hooks/useOverview';
import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';
import { TestDialog } from './TestDialog';
import { useTestSentence } from './useTestSentence';

import type { Overview } from '../../../../contracts/overview';
import type { TestEventResult } from '../../../../contracts/test-event';

export function TestTicks({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const isIn = overview.facts.firstMemberAt !== null;
  return (
    <Ticks>
      <Tick isDone={isIn}>{isIn ? t('step.member-in') : t('step.no-member')}</Tick>
    </Ticks>
  );
}

export function TestStep({ overview }: { overview: Overview }) {
  const { t } = useTexts();
  const access = useAccess();
  const { reload } = useOverview();
  const [isOpen, setIsOpen] = React.useState(false);
  const [sent, setSent] = React.useState<TestEventResult | null>(null);
  const isIn = overview.facts.firstMemberAt !== null;
  return (
    <Flex direction="column" alignItems="stretch" gap={4}>
      <Typography>{t('step.test-text')}</Typography>
      {access.manageMembers ? (
        <Box>
          <Button variant="secondary" onClick={() => setIsOpen(true)}>
            {t('test.open')}
          </Button>
        </Box>
      ) : null}
      {sent ? (
        <TestResult
          result={sent}
          onRemoved={() => {
            setSent(null);
            void reload();
          }}
        />
      ) : null}
      <Flex gap={4} wrap="wrap">
        <PageLink to={`${BASE_PATH}/offers`}>{t('step.open-offers')}</PageLink>
        {isIn ? <PageLink to={`${BASE_PATH}/members`}>{t('step.open-members')}</PageLink> : null}
      </Flex>
      {isOpen ? (
        <TestDialog
          onClose={() => setIsOpen(false)}
          onSent={(result) => {
            setIsOpen(false);
            setSent(result);
            void reload();
          }}
        />
      ) : null}
    </Flex>
  );
}

/** What the test came to, and the ways on from it. */
function TestResult({ result, onRemoved }: { result: TestEventResult; onRemoved: () => void }) {
  const { t } = useTexts();
  const sentence = useTestSentence(result);
  return (
    <Box role="status" background="neutral100" hasRadius padding={4}>
      <Flex gap={4} wrap="wrap">
        <Typography fontWeight="bold">{sentence}</Typography>
        {result.memberId === null ? null : (
          <>
            <PageLink to={`${BASE_PATH}/members/${result.memberId}`}>
              {t('next.see-member')}
            </PageLink>
            <RemoveTestMember memberId={result.memberId} onRemoved={onRemoved} />
          </>
        )}
      </Flex>
    </Box>
  );
}
