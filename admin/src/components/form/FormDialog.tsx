import * as React from 'react';

import { Button, Flex, Modal } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';
import { LeaveDialog, LeaveGuard } from '../page/LeaveGuard';
import { ModalFrame } from '../ModalFrame';
import { ProblemNotice } from '../ProblemNotice';

import type { Problem } from '../../api/problem';

interface FormDialogProps {
  title: string;
  submitLabel: string;
  isRunning: boolean;
  problem: Problem | null;
  onSubmit: () => void;
  onClose: () => void;
  tone?: 'default' | 'danger-light';
  /** Without it there is nothing to give up: the dialog only tells something. */
  hasCancel?: boolean;
  /** Half-written: Escape and leaving the page ask first. */
  isDirty?: boolean;
  children: React.ReactNode;
}

/** A dialog with fields: Enter sends it, Escape leaves it, and an error shows above the fields. */
export function FormDialog(props: FormDialogProps) {
  const { title, submitLabel, isRunning, problem, onSubmit, onClose, tone, isDirty, children } =
    props;
  const { hasCancel = true } = props;
  const { t } = useTexts();
  const formId = React.useId();
  const [isAsking, setIsAsking] = React.useState(false);
  const leave = () => (isDirty ? setIsAsking(true) : onClose());
  return (
    <ModalFrame title={title} onClose={leave}>
      <Modal.Body>
        <form
          id={formId}
          noValidate
          onSubmit={(event) => {
            event.preventDefault();
            // A dialog opened from inside a form must not send that form too.
            event.stopPropagation();
            onSubmit();
          }}
        >
          <Flex direction="column" alignItems="stretch" gap={4}>
            <ProblemNotice problem={problem} />
            {children}
          </Flex>
        </form>
      </Modal.Body>
      <Modal.Footer>
        {hasCancel ? (
          <Button variant="tertiary" onClick={onClose}>
            {t('common.cancel')}
          </Button>
        ) : null}
        <Button type="submit" form={formId} loading={isRunning} variant={tone ?? 'default'}>
          {submitLabel}
        </Button>
      </Modal.Footer>
      {isDirty ? <LeaveGuard isInSearch /> : null}
      {isAsking ? <LeaveDialog onStay={() => setIsAsking(false)} onLeave={onClose} /> : null}
    </ModalFrame>
  );
}
