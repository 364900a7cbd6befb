import { Breadcrumbs, Crumb, CrumbLink } from '@strapi/design-system';
import { useHref, useLinkClickHandler } from 'react-router-dom';
import { styled } from 'styled-components';

import { useTexts } from '../../hooks/useTexts';
import { BASE_PATH } from '../../pluginId';

const WrappingCrumbs = styled(Breadcrumbs)`
  ol {
    flex-wrap: wrap;
  }
`;

interface CrumbsProps {
  /** The list a detail screen belongs to. */
  parent?: { label: string; to: string };
  current: string;
}

export function Crumbs({ parent, current }: CrumbsProps) {
  const { t } = useTexts();
  return (
    <WrappingCrumbs label={t('common.you-are-here')}>
      <RouteCrumb to={BASE_PATH}>{t('app-station.title')}</RouteCrumb>
      <Crumb>{t('app-station.security')}</Crumb>
      <RouteCrumb to={BASE_PATH}>{t('app-station.integrations')}</RouteCrumb>
      {parent ? <RouteCrumb to={`${BASE_PATH}/setup`}>Kartra</RouteCrumb> : null}
      {parent ? <RouteCrumb to={parent.to}>{parent.label}</RouteCrumb> : null}
      <Crumb isCurrent>{current}</Crumb>
    </WrappingCrumbs>
  );
}

/** The design system's crumb is a plain link; the router turns its click into a change of page without a reload. */
function RouteCrumb({ to, children }: { to: string; children: string }) {
  const href = useHref(to);
  const onClick = useLinkClickHandler<HTMLAnchorElement>(to);
  return (
    <CrumbLink href={href} onClick={onClick}>
      {children}
    </CrumbLink>
  );
}
