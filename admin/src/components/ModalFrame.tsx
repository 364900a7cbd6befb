import * as React from 'react';

import { Modal } from '@strapi/design-system';

import { useTexts } from '../hooks/useTexts';

interface ModalFrameProps {
  title: string;
  onClose: () => void;
  /** `Modal.Body`, `Modal.Footer`. */
  children: React.ReactNode;
}

/** A dialog that is read from its title on: the focus begins there, and returns to what opened it. */
export function ModalFrame({ title, onClose, children }: ModalFrameProps) {
  const { t } = useTexts();
  const heading = React.useRef<HTMLHeadingElement>(null);
  React.useEffect(() => heading.current?.focus(), []);
  return (
    <Modal.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onClose())}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title ref={heading} tabIndex={-1} style={{ outline: 'none' }}>
            {title}
          </Modal.Title>
        </Modal.Header>
        {children}
      </Modal.Content>
    </Modal.Root>
  );
}
