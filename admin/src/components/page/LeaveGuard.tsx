import * as React from 'react';

import { useBlocker } from 'react-router-dom';

import { useTexts } from '../../hooks/useTexts';
import { ConfirmDialog } from '../ConfirmDialog';

/** The state of a change of address that is itself the end of the form: saved, or given up on purpose. */
export const LEAVE_FREELY = { mayLeave: true } as const;

const mayLeave = (state: unknown) =>
  typeof state === 'object' && state !== null && 'mayLeave' in state;

interface LeaveGuardProps {
  /** The form itself is in the address after the question mark. */
  isInSearch?: boolean;
}

/** Put on the page while a form is half-written: leaving the page then asks first. */
export function LeaveGuard({ isInSearch = false }: LeaveGuardProps) {
  const blocker = useBlocker(
    ({ currentLocation, nextLocation }) =>
      !mayLeave(nextLocation.state) &&
      (currentLocation.pathname !== nextLocation.pathname ||
        (isInSearch && currentLocation.search !== nextLocation.search))
  );
  React.useEffect(() => {
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener('beforeunload', ask);
    return () => window.removeEventListener('beforeunload', ask);
  }, []);
  return blocker.state === 'blocked' ? (
    <LeaveDialog onStay={() => blocker.reset()} onLeave={() => blocker.proceed()} />
  ) : null;
}

export function LeaveDialog({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  const { t } = useTexts();
  return (
    <ConfirmDialog
      title={t('leave.title')}
      cancelLabel={t('leave.stay')}
      confirmLabel={t('leave.leave')}
      isRunning={false}
      problem={null}
      onConfirm={onLeave}
      onClose={onStay}
    >
      {t('leave.text')}
    </ConfirmDialog>
  );
}
