import { Box, Flex, Typography } from '@strapi/design-system';
import { CheckCircle, WarningCircle } from '@strapi/icons';

import { useApi } from '../../api/client';
import { FailedArea, LoadingArea } from '../../components/page/Areas';
import { CardBox } from '../../components/page/CardBox';
import { useResource } from '../../hooks/useResource';
import { useTexts } from '../../hooks/useTexts';

import type {
  ContentAccess,
  ContentOpening,
  MemberContent,
} from '../../../../contracts/content-access';

const WAYS = {
  route: 'settings.content-by-route',
  populate: 'settings.content-by-populate',
  graphql: 'settings.content-by-graphql',
} as const;

const RISKS = {
  'list-users': 'settings.content-risk-list-users',
  upload: 'settings.content-risk-upload',
} as const;

/** Content that is meant for members, and each way that opens it without a level. */
export function ContentCard() {
  const { t } = useTexts();
  const api = useApi();
  const content = useResource('content-access', api.contentAccess);
  return (
    <CardBox title={t('settings.content')} id="content">
      {content.problem ? (
        <FailedArea onRetry={() => void content.reload()}>
          {t('settings.content-failed')}
        </FailedArea>
      ) : null}
      {content.isLoading ? <LoadingArea>{t('settings.content-loading')}</LoadingArea> : null}
      {content.data ? <Report content={content.data} /> : null}
    </CardBox>
  );
}

function Report({ content: { types, levels } }: { content: ContentAccess }) {
  const { t } = useTexts();
  return (
    <Flex direction="column" alignItems="stretch" gap={5}>
      {types.length === 0 ? (
        <Typography textColor="neutral600">{t('settings.content-none')}</Typography>
      ) : null}
      {types.map((type) => (
        <TypeReport key={type.uid} type={type} />
      ))}
      {levels.length > 0 ? (
        <Flex direction="column" alignItems="stretch" gap={1}>
          {levels.flatMap(({ role, risks }) =>
            risks.map((risk) => (
              <Line key={`${role.id} ${risk}`} isGood={false}>
                {t(RISKS[risk], { role: role.name })}
              </Line>
            ))
          )}
          <Typography textColor="neutral600">{t('settings.content-risk-mend')}</Typography>
        </Flex>
      ) : null}
    </Flex>
  );
}

function TypeReport({ type }: { type: MemberContent }) {
  const { t, list } = useTexts();
  const { name, levels, orAbove, unknownLevels, teaser, openings } = type;
  return (
    <Flex direction="column" alignItems="stretch" gap={1}>
      <Typography tag="h3" fontWeight="bold">
        {name}
      </Typography>
      {levels.length > 0 ? (
        <Typography>
          {t(orAbove ? 'settings.content-above' : 'settings.content-any', { levels: list(levels) })}
        </Typography>
      ) : null}
      {teaser.length > 0 ? (
        <Typography textColor="neutral600">
          {t('settings.content-teaser', { fields: list(teaser) })}
        </Typography>
      ) : null}
      {unknownLevels.length > 0 ? (
        <Line isGood={false}>{t('settings.content-unknown', { levels: list(unknownLevels) })}</Line>
      ) : null}
      {openings.length === 0 ? (
        <Line isGood>{t('settings.content-closed')}</Line>
      ) : (
        <>
          <Line isGood={false}>{t('settings.content-opens')}</Line>
          <Box tag="ul" paddingLeft={6}>
            {openings.map((opening) => (
              <Opening key={`${opening.role.id} ${opening.way} ${opening.through}`} {...opening} />
            ))}
          </Box>
          <Typography textColor="neutral600">{t('settings.content-mend')}</Typography>
        </>
      )}
    </Flex>
  );
}

function Opening({ role, way, through }: ContentOpening) {
  const { t } = useTexts();
  return (
    <Typography tag="li">{t(WAYS[way], { role: role.name, through: through ?? '' })}</Typography>
  );
}

function Line({ isGood, children }: { isGood: boolean; children: string }) {
  const Icon = isGood ? CheckCircle : WarningCircle;
  return (
    <Flex gap={2} alignItems="flex-start">
      <Icon fill={isGood ? 'success600' : 'danger600'} aria-hidden style={{ flexShrink: 0 }} />
      <Typography textColor={isGood ? 'success700' : 'danger700'}>{children}</Typography>
    </Flex>
  );
}
