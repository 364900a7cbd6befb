import * as React from 'react';

import { Box, Button, Flex, Modal, Typography } from '@strapi/design-system';

import { useTexts } from '../hooks/useTexts';
import { FieldTable } from './FieldTable';

import type { Preview, PreviewedMember, PreviewGroup } from '../../../contracts/preview';

const GROUPS = ['gain', 'lose', 'held'] as const satisfies readonly PreviewGroup[];

interface PreviewDialogProps {
  title: string;
  preview: Preview;
  onConfirm: () => void;
  onBack: () => void;
}

/** Who gains, who loses and who waits, in numbers and by name; the last button names the deed. */
export function PreviewDialog({ title, preview, onConfirm, onBack }: PreviewDialogProps) {
  const { t } = useTexts();
  const [group, setGroup] = React.useState<PreviewGroup>(
    preview.lose > 0 ? 'lose' : preview.gain > 0 ? 'gain' : 'held'
  );
  const members = preview.members.filter((member) => member.group === group);
  const changed = preview.gain + preview.lose;
  return (
    <Modal.Root open onOpenChange={(isOpen) => (isOpen ? undefined : onBack())}>
      <Modal.Content aria-describedby={undefined}>
        <Modal.Header closeLabel={t('common.close')}>
          <Modal.Title>{title}</Modal.Title>
        </Modal.Header>
        <Modal.Body>
          <Flex direction="column" alignItems="stretch" gap={4}>
            <Flex gap={2} wrap="wrap" role="group" aria-label={t('preview.groups')}>
              {GROUPS.map((name) => (
                <Button
                  key={name}
                  variant={name === group ? 'secondary' : 'tertiary'}
                  aria-pressed={name === group}
                  onClick={() => setGroup(name)}
                >
                  {t(`preview.${name}`, { n: preview[name] })}
                </Button>
              ))}
              <Box padding={2}>
                <Typography textColor="neutral600">
                  {t('preview.unchanged', { n: preview.unchanged })}
                </Typography>
              </Box>
            </Flex>
            <MemberList members={members} total={preview[group]} />
            {preview.accounts > 0 ? (
              <Typography textColor="neutral600">
                {t('preview.accounts', { n: preview.accounts })}
              </Typography>
            ) : null}
          </Flex>
        </Modal.Body>
        <Modal.Footer>
          <Button variant="tertiary" onClick={onBack}>
            {t('preview.back')}
          </Button>
          <Button
            variant={preview.lose > preview.gain ? 'danger-light' : 'default'}
            onClick={onConfirm}
          >
            {changed > 0 ? t('preview.save', { n: changed }) : t('common.save')}
          </Button>
        </Modal.Footer>
      </Modal.Content>
    </Modal.Root>
  );
}

interface MemberListProps {
  members: readonly PreviewedMember[];
  total: number;
}

function MemberList({ members, total }: MemberListProps) {
  const { t, lookUp } = useTexts();
  if (members.length === 0) {
    return <Typography textColor="neutral600">{t('preview.nobody')}</Typography>;
  }
  const isHeld = members.some(({ heldReason }) => heldReason !== null);
  return (
    <Flex direction="column" alignItems="stretch" gap={2}>
      <FieldTable
        label={t('preview.groups')}
        columns={[
          { label: t('members.member') },
          { label: t('preview.now') },
          { label: t('effect.after') },
          ...(isHeld ? [{ label: t('logs.reason') }] : []),
        ]}
        rows={members.map((member) => ({
          key: member.memberId,
          cells: [
            member.name ?? member.email ?? t('members.nameless', { id: member.memberId }),
            member.before ?? t('members.no-account'),
            member.after ?? t('effect.no-level'),
            ...(isHeld
              ? [lookUp(`badge.held.${member.heldReason ?? ''}`, member.heldReason ?? '')]
              : []),
          ],
        }))}
      />
      {total > members.length ? (
        <Typography textColor="neutral600">
          {t('preview.showing', { n: members.length, total })}
        </Typography>
      ) : null}
    </Flex>
  );
}
