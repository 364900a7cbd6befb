import * as React from 'react';

import {
  Box,
  Button,
  Flex,
  IconButton,
  TextButton,
  Typography,
  useNotifyAT,
} from '@strapi/design-system';
import { ArrowDown, ArrowUp, Drag, Plus } from '@strapi/icons';
import { useNotification } from '@strapi/strapi/admin';

import { useApi } from '../../api/client';
import { LeaveGuard } from '../../components/page/LeaveGuard';
import { NewLevelDialog } from '../../components/form/NewLevelDialog';
import { ProblemNotice } from '../../components/ProblemNotice';
import { useAccess } from '../../hooks/useAccess';
import { useAction } from '../../hooks/useAction';
import { usePreviewConfirmation } from '../../components/preview/usePreviewConfirmation';
import { useTexts } from '../../hooks/useTexts';
import { moveItem } from './move-item';

import type { AccessLevel } from '../../../../contracts/access-level';
import type { Levels } from '../../hooks/useLevels';

interface LevelOrderProps {
  levels: Levels;
  onSaved: () => Promise<void>;
}

/** Who has several purchases gets the highest level; buttons move a level, dragging is an extra. */
export function LevelOrder({ levels, onSaved }: LevelOrderProps) {
  const { t } = useTexts();
  const api = useApi();
  const access = useAccess();
  const { notifyStatus } = useNotifyAT();
  const { toggleNotification } = useNotification();
  const [order, setOrder] = React.useState(levels.ordered);
  const [isCreating, setIsCreating] = React.useState(false);
  const { confirm, dialog } = usePreviewConfirmation();
  const save = useAction(async (roleIds: readonly number[]) => {
    const isConfirmed = await confirm(api.previewOrder({ roleIds }), {
      title: t('preview.order-title'),
      summary: order.map((level, index) => `${index + 1} ${level.name}`).join(' · '),
    });
    return isConfirmed ? api.orderAccessLevels({ roleIds }) : undefined;
  });
  const isChanged = order.some((level, index) => level !== levels.ordered[index]);

  const move = (from: number, to: number) => {
    const level = order[from];
    if (!level || to < 0 || to >= order.length) {
      return;
    }
    setOrder(moveItem(order, from, to));
    notifyStatus(t('level.moved', { name: level.name, place: to + 1, of: order.length }));
  };
  const saveOrder = async () => {
    if (await save.run(order.map((level) => level.roleId))) {
      toggleNotification({ type: 'success', message: t('level.order-saved') });
      await onSaved();
    }
  };

  return (
    <Box
      tag="section"
      aria-labelledby="kartra-level-order"
      background="neutral0"
      hasRadius
      shadow="tableShadow"
      padding={6}
    >
      <Flex direction="column" alignItems="stretch" gap={4}>
        <Flex justifyContent="space-between" gap={3} wrap="wrap">
          <Box>
            <Typography variant="delta" fontWeight="bold" tag="h3" id="kartra-level-order">
              {t('level.order')}
            </Typography>
            <Typography textColor="neutral600" tag="p">
              {t('level.order-text')}
            </Typography>
          </Box>
          {access.manageMappings ? (
            <TextButton startIcon={<Plus />} onClick={() => setIsCreating(true)}>
              {t('level.new')}
            </TextButton>
          ) : null}
        </Flex>
        <ProblemNotice problem={save.problem} />
        <Box tag="ol" style={{ listStyle: 'none', padding: 0, margin: 0 }}>
          {order.map((level, index) => (
            <LevelRow
              key={level.roleId}
              level={level}
              index={index}
              count={order.length}
              onMove={access.manageMappings ? move : null}
            />
          ))}
        </Box>
        {isChanged ? (
          <Flex gap={2}>
            <LeaveGuard />
            <Button variant="tertiary" onClick={() => setOrder(levels.ordered)}>
              {t('common.discard')}
            </Button>
            <Button loading={save.isRunning} onClick={() => void saveOrder()}>
              {t('level.save-order')}
            </Button>
          </Flex>
        ) : null}
      </Flex>
      {dialog}
      {isCreating ? (
        <NewLevelDialog
          onClose={() => setIsCreating(false)}
          onCreated={() => {
            setIsCreating(false);
            void onSaved();
          }}
        />
      ) : null}
    </Box>
  );
}

interface LevelRowProps {
  level: AccessLevel;
  index: number;
  count: number;
  onMove: ((from: number, to: number) => void) | null;
}

const DRAG_TYPE = 'application/x-kartra-level';

function LevelRow({ level, index, count, onMove }: LevelRowProps) {
  const { t } = useTexts();
  const drop = (event: React.DragEvent) => {
    const from = Number(event.dataTransfer.getData(DRAG_TYPE));
    event.preventDefault();
    onMove?.(from, index);
  };
  return (
    <Box
      tag="li"
      borderColor="neutral150"
      hasRadius
      marginTop={2}
      padding={2}
      paddingLeft={4}
      draggable={onMove !== null}
      onDragStart={(event: React.DragEvent) => event.dataTransfer.setData(DRAG_TYPE, String(index))}
      onDragOver={(event: React.DragEvent) => event.preventDefault()}
      onDrop={drop}
    >
      <Flex gap={3} justifyContent="space-between">
        <Flex gap={3}>
          {onMove ? <Drag fill="neutral500" aria-hidden style={{ cursor: 'grab' }} /> : null}
          <Typography textColor="neutral600">{index + 1}</Typography>
          <Typography fontWeight="semiBold">{level.name}</Typography>
          <Typography variant="pi" textColor="neutral600">
            {t('mapping.members-count', { n: level.members })}
          </Typography>
        </Flex>
        {onMove ? (
          <Flex gap={1}>
            <IconButton
              label={t('level.move-up', { name: level.name })}
              aria-disabled={index === 0}
              onClick={() => onMove(index, index - 1)}
            >
              <ArrowUp />
            </IconButton>
            <IconButton
              label={t('level.move-down', { name: level.name })}
              aria-disabled={index === count - 1}
              onClick={() => onMove(index, index + 1)}
            >
              <ArrowDown />
            </IconButton>
          </Flex>
        ) : null}
      </Flex>
    </Box>
  );
}
