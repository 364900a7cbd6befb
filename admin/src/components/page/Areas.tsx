import * as React from 'react';

import { Button, EmptyStateLayout, Flex, Loader } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';
import { EmptyDocuments, EmptyPermissions } from '@strapi/icons/symbols';

import { PERMISSION_TEXTS } from '../../hooks/useHiddenText';
import { useTexts } from '../../hooks/useTexts';

import type { Permission } from '../../../../contracts/lists';

const QUIET_MS = 300;

/** Says nothing for a moment: what loads at once must not flicker. */
export function LoadingArea({ children }: { children: string }) {
  const [isShown, setIsShown] = React.useState(false);
  React.useEffect(() => {
    const timer = window.setTimeout(() => setIsShown(true), QUIET_MS);
    return () => window.clearTimeout(timer);
  }, []);
  return (
    <Flex justifyContent="center" padding={8} minHeight="20rem" aria-busy>
      {isShown ? <Loader>{children}</Loader> : null}
    </Flex>
  );
}

export function FailedArea({ children, onRetry }: { children: string; onRetry: () => void }) {
  const { t } = useTexts();
  return (
    <EmptyStateLayout
      icon={<WarningCircle fill="danger600" width="6.4rem" height="6.4rem" aria-hidden />}
      content={children}
      action={
        <Button variant="secondary" onClick={onRetry}>
          {t('common.try-again')}
        </Button>
      }
      hasRadius
      shadow="tableShadow"
    />
  );
}

export function EmptyArea({ children, action }: { children: string; action?: React.ReactNode }) {
  return (
    <EmptyStateLayout
      icon={<EmptyDocuments width="16rem" aria-hidden />}
      content={children}
      action={action}
      hasRadius
      shadow="tableShadow"
    />
  );
}

export function ForbiddenArea({ action }: { action: Permission }) {
  const { t } = useTexts();
  return (
    <EmptyStateLayout
      icon={<EmptyPermissions width="16rem" aria-hidden />}
      content={t('common.forbidden', { permission: t(PERMISSION_TEXTS[action]) })}
      hasRadius
      shadow="tableShadow"
    />
  );
}
