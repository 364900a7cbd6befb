import { Button, Flex } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';
import { Notice } from '../Notice';
import { ProblemNotice } from '../ProblemNotice';
import { useSiteAnswer } from './useSiteAnswer';

import type { SiteFacts } from '../../../../contracts/connection';

/** A site that moved is asked whether it is still the same; a test site says that it mails no one. */
export function SiteNotice({ site }: { site: SiteFacts }) {
  const { t } = useTexts();
  const { mayAnswer, answer } = useSiteAnswer();
  if (site.state === 'same' && !site.isTest) {
    return null;
  }
  const isMoved = site.changed !== null;
  const values = { hasUrl: site.from === null ? 'no' : 'yes', url: site.from ?? '' };
  return (
    <Notice
      kind={isMoved ? 'warning' : 'info'}
      title={t(isMoved ? `site.moved.${site.changed ?? 'address'}` : 'site.is-test')}
      action={
        mayAnswer ? (
          <Flex gap={2} wrap="wrap">
            {isMoved ? (
              <Button
                size="S"
                loading={answer.isRunning}
                onClick={() => void answer.run('same-site')}
              >
                {t('site.do.same-site')}
              </Button>
            ) : null}
            <Button
              size="S"
              variant="tertiary"
              disabled={answer.isRunning}
              onClick={() => void answer.run(isMoved ? 'test-site' : 'take-over')}
            >
              {t(isMoved ? 'site.do.test-site-instead' : 'site.do.take-over')}
            </Button>
          </Flex>
        ) : undefined
      }
    >
      {t(isMoved ? `site.moved-text.${site.changed ?? 'address'}` : 'site.is-test-text', values)}
      {mayAnswer ? null : <p>{t('site.not-allowed')}</p>}
      <ProblemNotice problem={answer.problem} />
    </Notice>
  );
}
