import * as React from 'react';

import { Button, Flex, Modal, Typography } from '@strapi/design-system';

import { useProblemText } from '../../hooks/useProblemText';
import { useTexts } from '../../hooks/useTexts';
import { ModalFrame } from '../ModalFrame';
import { Notice } from '../Notice';
import { Progress } from '../Progress';

import type { Problem } from '../../api/problem';

/** What is counted sooner needs no dialog. */
const QUIET_MS = 1_000;

interface CountingDialogProps {
  title: string;
  progress: { readonly counted: number; readonly total: number };
  /** It could not be counted. */
  problem: Problem | null;
  onRetry: () => void;
  onCancel: () => void;
}

/** While the effect of a change is worked out, which can be given up; or why that failed. */
export function CountingDialog(props: CountingDialogProps) {
  const { title, progress, problem, onRetry, onCancel } = props;
  const { t } = useTexts();
  const tell = useProblemText();
  const [isLong, setIsLong] = React.useState(false);
  React.useEffect(() => {
    const timer = window.setTimeout(() => setIsLong(true), QUIET_MS);
    return () => window.clearTimeout(timer);
  }, []);
  if (!isLong && !problem) {
    return null;
  }
  const { counted: done, total } = progress;
  // How many there are is known with the first answer.
  const text = total > 0 ? t('preview.counting', { done, total }) : t('preview.counting-label');
  return (
    <ModalFrame title={title} onClose={onCancel}>
      <Modal.Body>
        {problem ? (
          <Notice kind="danger" title={t('preview.failed', { sentence: tell(problem) })} />
        ) : (
          <Flex direction="column" alignItems="stretch" gap={3}>
            <Typography>{text}</Typography>
            <Progress
              isWide
              share={total > 0 ? done / total : 0}
              label={t('preview.counting-label')}
              text={text}
            />
          </Flex>
        )}
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" onClick={onCancel}>
          {t('common.cancel')}
        </Button>
        {problem ? <Button onClick={onRetry}>{t('common.try-again')}</Button> : null}
      </Modal.Footer>
    </ModalFrame>
  );
}
