import * as React from 'react';

import { Button, Checkbox, Dialog, Flex, Typography } from '@strapi/design-system';
import { WarningCircle } from '@strapi/icons';

import { ProblemNotice } from './ProblemNotice';

import type { Problem } from '../api/problem';

interface ConfirmDialogProps {
  title: string;
  children: React.ReactNode;
  cancelLabel: string;
  confirmLabel: string;
  isRunning: boolean;
  problem: Problem | null;
  onConfirm: () => void;
  onClose: () => void;
  tone?: 'default' | 'danger-light';
  /** Something milder that does as well. */
  instead?: { readonly label: string; readonly onChoose: () => void };
  /** What has to be ticked first, when it cannot be undone. */
  consent?: string;
}

/** Says what a dangerous thing does before it is done. Strapi's own has room for one string only. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { title, children, cancelLabel, confirmLabel, isRunning, problem, consent } = props;
  const [hasConsented, setHasConsented] = React.useState(false);
  return (
    <Dialog.Root open onOpenChange={(isOpen) => (isOpen ? undefined : props.onClose())}>
      <Dialog.Content>
        <Dialog.Header>{title}</Dialog.Header>
        <Dialog.Body>
          <Flex direction="column" alignItems="stretch" gap={4} width="100%">
            <Flex justifyContent="center">
              <WarningCircle fill="danger600" width="2.4rem" height="2.4rem" aria-hidden />
            </Flex>
            <Dialog.Description>
              <Typography>{children}</Typography>
            </Dialog.Description>
            {consent ? (
              <Checkbox
                checked={hasConsented}
                onCheckedChange={(checked: boolean | 'indeterminate') =>
                  setHasConsented(checked === true)
                }
              >
                {consent}
              </Checkbox>
            ) : null}
            <ProblemNotice problem={problem} />
          </Flex>
        </Dialog.Body>
        <Dialog.Footer>
          <Dialog.Cancel>
            <Button fullWidth variant="tertiary">
              {cancelLabel}
            </Button>
          </Dialog.Cancel>
          {props.instead ? (
            <Button fullWidth variant="secondary" onClick={props.instead.onChoose}>
              {props.instead.label}
            </Button>
          ) : null}
          <Button
            fullWidth
            variant={props.tone ?? 'danger-light'}
            loading={isRunning}
            disabled={consent !== undefined && !hasConsented}
            onClick={props.onConfirm}
          >
            {confirmLabel}
          </Button>
        </Dialog.Footer>
      </Dialog.Content>
    </Dialog.Root>
  );
}
