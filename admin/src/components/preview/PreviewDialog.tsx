import * as React from 'react';

import { Button, Flex, Modal, Typography } from '@strapi/design-system';

import { useTexts } from '../../hooks/useTexts';
import { firstGroup } from './effect';
import { ModalFrame } from '../ModalFrame';
import { Notice } from '../Notice';
import { PreviewGroups } from './PreviewGroups';
import { PreviewMembers } from './PreviewMembers';

import type { findDifference, Effect } from './effect';
import type { PreviewQuestion } from './question';

interface PreviewDialogProps {
  question: PreviewQuestion;
  effect: Effect;
  /** What changed since it was shown first. */
  difference: ReturnType<typeof findDifference>;
  /** It is counted once more before it is saved. */
  isChecking: boolean;
  onConfirm: () => void;
  onBack: () => void;
}

/** Who gains, who loses and who waits, in numbers and by name; the last button names the deed. */
export function PreviewDialog(props: PreviewDialogProps) {
  const { question, effect, difference, isChecking, onConfirm, onBack } = props;
  const { t } = useTexts();
  const [group, setGroup] = React.useState(() => firstGroup(effect));
  const changed = effect.gain + effect.lose + effect.moved;
  const deed = changed > 0 ? t('preview.save', { n: changed }) : t('common.save');
  const isLoss = effect.lose > effect.gain || question.isAlwaysAsked === true;
  return (
    <ModalFrame title={question.title} onClose={onBack}>
      <Modal.Body>
        <Flex direction="column" alignItems="stretch" gap={4}>
          {difference ? (
            <Notice
              kind="warning"
              title={t('preview.meanwhile', {
                what: difference,
                n: difference === 'list' ? 0 : effect[difference],
              })}
            />
          ) : null}
          {question.summary ? <Typography tag="p">{question.summary}</Typography> : null}
          {question.text ? (
            <Typography tag="p" textColor="neutral600">
              {question.text}
            </Typography>
          ) : null}
          <PreviewGroups effect={effect} value={group} onChange={setGroup} />
          <PreviewMembers
            key={group}
            members={effect.members.filter((member) => member.group === group)}
            total={effect[group]}
          />
          {effect.accounts > 0 ? (
            <Typography tag="p" textColor="neutral600">
              {t('preview.accounts', { n: effect.accounts, mails: effect.mails })}
            </Typography>
          ) : null}
        </Flex>
      </Modal.Body>
      <Modal.Footer>
        <Button variant="tertiary" onClick={onBack}>
          {question.backLabel ?? t('preview.back')}
        </Button>
        <Button
          variant={isLoss ? 'danger-light' : 'default'}
          loading={isChecking}
          onClick={onConfirm}
        >
          {question.confirmLabel ?? deed}
        </Button>
      </Modal.Footer>
    </ModalFrame>
  );
}
